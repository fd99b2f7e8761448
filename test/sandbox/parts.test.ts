// Parts of the sandbox that decide by themselves: filters, rates, the journal, links.
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTokenGood, newToken } from '../../src/sandbox/files/links.ts';
import { FilterError, parseFilter } from '../../src/sandbox/graph/filter.ts';
import { childClauses, fits } from '../../src/sandbox/graph/matching.ts';
import type { Entry } from '../../src/sandbox/world/entries.ts';
import { openJournal } from '../../src/sandbox/world/journal.ts';
import { createRates } from '../../src/sandbox/world/rates.ts';
import { perThread } from '../../src/sandbox/connector/rates.ts';
import { openWorld } from '../../src/sandbox/world/world.ts';
import { groups } from '../../src/sandbox/world/constants.ts';

describe('a filter', () => {
  const entity = { name: "O'Neill", at: '2022-09-20T09:00:00Z', on: true, tags: ['smtp:A@x'], targets: [{ id: '7' }] };
  const table: [text: string, fits: boolean][] = [
    ["name eq 'o''neill'", true], ["name in ('x','O''Neill')", true], ['on eq true', true], ['on eq false', false], ['missing eq null', true],
    ['at ge 2022-09-20T08:59:59Z and at le 2022-09-20T09:00:01+00:00', true], ['at gt 2022-09-20T09:00:00Z', false],
    ["tags/any(p:p eq 'SMTP:a@x')", true], ["targets/any(t:t/id eq '7')", true], ["targets/any(t:t/id eq '8')", false],
    ["startswith(name,'o')", true], ["(name eq 'x' or on eq true) and name eq 'o''neill'", true], ["name eq 'x' or on eq true and name eq 'y'", false],
  ];
  for (const [text, isFit] of table) it(`${isFit ? 'fits' : 'does not fit'} ${text}`, () => assert.equal(fits(parseFilter(text), entity), isFit));

  for (const text of ['', 'name', "name eq 'x", "name ne 'x'", "name eq 'x' or", 'tags/any(p:q eq 1)', "name eq 'x' garbage"]) {
    it(`is refused: ${text === '' ? 'nothing' : text}`, () => assert.throws(() => parseFilter(text), FilterError));
  }

  it('counts values and alternatives as clauses, and not what is joined by "and"', () => {
    assert.deepEqual(["a in ('1','2','3')", "a eq '1' or b in ('1','2')", "a eq '1' and b eq '2'"].map(text => childClauses(parseFilter(text))), [3, 3, 1]);
  });
});

describe('rates', () => {
  it('hold each window of the thread, and say how long to wait', () => {
    let now = 0;
    const rates = createRates(perThread, () => now);
    const burst = (count: number) => Array.from({ length: count }, () => rates.take('thread'));
    assert.deepEqual(burst(8), [0, 0, 0, 0, 0, 0, 0, 1000]);
    now = 1000;
    assert.deepEqual(burst(2), [0, 1000]);
    assert.equal(rates.take('another'), 0);
    let sent = 8;
    for (now = 2000; now < 30_000; now += 250) if (rates.take('thread') === 0) sent += 1;
    assert.equal(sent, 60);
  });
});

describe('a link to a file', () => {
  it('opens its own file for ten minutes', () => {
    const token = newToken('secret', 'one', 0);
    const table: [id: string, secret: string, at: number, isGood: boolean][] = [['one', 'secret', 599_999, true], ['one', 'secret', 600_000, false], ['two', 'secret', 0, false], ['one', 'other', 0, false]];
    for (const [id, secret, at, isGood] of table) assert.equal(isTokenGood(secret, id, token, at), isGood);
    assert.equal(isTokenGood('secret', 'one', `9${token}`, 0), false);
  });
});

describe('the journal', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'la-desk-journal-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const replay = (): Entry[] => {
    const found: Entry[] = [];
    openJournal(folder, entry => void found.push(entry)).close();
    return found;
  };

  it('gives back what was written, without half a line at its end', () => {
    const journal = openJournal(folder, () => assert.fail('it is new'));
    journal.append({ is: 'installed', where: 'chat' });
    journal.close();
    appendFileSync(join(folder, 'journal.jsonl'), '{"is":"installed","whe');
    assert.deepEqual(replay(), [{ is: 'installed', where: 'chat' }]);
    const again = openJournal(folder, () => undefined);
    again.append({ is: 'installed', where: 'team' });
    again.close();
    assert.deepEqual(replay(), [{ is: 'installed', where: 'chat' }, { is: 'installed', where: 'team' }]);
  });

  it('keeps 200,000 people and their membership in a few lines', function () {
    this.timeout(60_000);
    const world = openWorld(folder, () => 0);
    world.record({ is: 'people-made', count: 200_000, organisation: 'ZZ101', prefix: 'many' });
    const ids = [...world.people.all()].slice(-200_000).map(person => person.id);
    for (let n = 0; n < ids.length; n += 20_000) world.record({ is: 'members', group: groups.mfa, added: ids.slice(n, n + 20_000), removed: [], by: 'test', at: 0 });
    world.close();
    const again = openWorld(folder, () => 0);
    assert.equal(again.people.byUpn('many200000@nhs.example').length, 1);
    assert.equal(again.groups.byId(groups.mfa)?.members.size, 200_018);
    again.close();
  });
});
