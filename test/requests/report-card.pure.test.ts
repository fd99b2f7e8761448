// The report: numbers that add up, one decision, and nothing about people of others.
import { figure } from '../../src/words.ts';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fact } from '../../src/cards.ts';
import { causeOrder } from '../../src/requests/causes.ts';
import { reportCard } from '../../src/requests/report-card.ts';
import type { Counts, ServiceRequest } from '../../src/requests/service-request.ts';
import type { View } from '../../src/requests/view.ts';
import { aRequest, at, aView, dataOf, someCounts } from '../support/requests.ts';

const drawn = (counts: Partial<Counts> = {}, request: Partial<ServiceRequest> = {}, view: Partial<View> = {}) =>
  dataOf(reportCard(aView(aRequest('checked', request), { counts: someCounts(counts), ...view })), 'report');
const sumOf = (facts: Fact[]) => facts.reduce((sum, { title }) => sum + Number(title.replaceAll(',', '')), 0);
const bareList = { columns: { address: ['Email'], read: [], ignoredCount: 0, hasMailboxType: false, encoding: 'UTF-8' as const } };
const small = (wouldChange: number): Partial<Counts> => ({ total: wouldChange + 6, wouldChange, already: 3, leftOut: [{ cause: 'shared', count: 2, rows: [3, 4] }, { cause: 'not-found', count: 1, rows: [12] }] });

describe('the report of the sample file', () => {
  const card = drawn();

  it('begins with its state, and speaks the heading', () => {
    assert.equal(card.heading, 'Checked, not submitted: 271 of 312 people would get MFA');
    assert.equal(card.speak, `${card.heading}.`);
  });

  it('counts in one order, most severe first, the number as title', () => {
    assert.deepEqual(card.counts.map(({ title, value }) => `${title} ${value.replace(/ \(.*/, '')}`), [
      '271 would get MFA', '17 already have MFA', '5 left out: not in your organisations', '4 left out: not found', '6 left out: deleted', '9 left out: shared mailboxes',
    ]);
  });

  it('names the number in every button', () => {
    assert.equal(card.form?.title, 'Submit 271 people');
    assert.equal(card.leftOut?.title, 'See the 24 left out');
    assert.equal(card.confirm, undefined);
  });

  it('says that people are asked at their next sign-in, and which columns were read', () => {
    assert.ok(card.lines.includes('There is no grace period: people are asked for MFA the next time they sign in.'));
    assert.equal(card.leftOut?.columns, 'We read the columns EmailAddress, Status, MailboxType and AccountType. The other 39 were ignored.');
  });

  it('says where the numbers are from: the file and the time', () => {
    assert.equal(card.subtle, 'March mailbox report\\.csv, checked Friday 23 September 2022, 12:24pm.');
  });
});

describe('the counts of any report', () => {
  const group = fc.record({ cause: fc.constantFrom(...causeOrder), count: fc.integer({ min: 1, max: 50_000 }) });
  const counts = fc.tuple(fc.nat(60_000), fc.nat(60_000), fc.uniqueArray(group, { selector: ({ cause }) => cause })).map(([wouldChange, already, groups]): Partial<Counts> => ({
    total: wouldChange + already + groups.reduce((sum, { count }) => sum + count, 0), wouldChange, already,
    leftOut: groups.map(({ cause, count }) => ({ cause, count, rows: Array.from({ length: Math.min(count, 20) }, (_, i) => i + 2) })),
  }));

  it('add up to the total, and the left-out button to the facts', () => {
    fc.assert(fc.property(counts, some => {
      const card = drawn(some);
      assert.equal(sumOf(card.counts), some.total);
      const left = sumOf(card.counts.filter(({ value }) => value.startsWith('left out')));
      assert.equal(card.leftOut?.title, left === 0 ? undefined : `See the ${figure(left)} left out`);
      assert.equal(sumOf((card.leftOut?.causes ?? []).map(({ title }) => ({ title: title.split(' ')[0] ?? '', value: '' }))), left);
    }));
  });

  it('show at most 20 row numbers for all causes together, and say how many more there are', () => {
    fc.assert(fc.property(counts, some => {
      const causes = drawn(some).leftOut?.causes ?? [];
      const shown = causes.map(({ rows }) => (rows.startsWith('Row') ? rows.replace(/,? and [\d,]+ more.*/, '') : '').match(/\d+/g) ?? []);
      assert.ok(shown.flat().length <= 20, JSON.stringify(causes));
      causes.forEach(({ title, rows }, i) => {
        const count = Number(title.split(' ')[0]?.replaceAll(',', ''));
        const more = Number((/([\d,]+) (?:more|rows?), in the file/.exec(rows)?.[1] ?? '0').replaceAll(',', ''));
        assert.equal((shown[i]?.length ?? 0) + more, count, rows);
      });
    }));
  });
});

describe('the heading', () => {
  for (const [name, counts, heading] of [
    ['nobody would change', { ...small(0) }, 'Checked: nobody on this list would get MFA'],
    ['all have it already', { total: 312, wouldChange: 0, already: 312, leftOut: [] }, 'Checked: all 312 already have MFA'],
    ['one person', { total: 1, wouldChange: 1, already: 0, leftOut: [] }, 'Checked: 1 person would get MFA. The Portal is quicker'],
    ['49 people', small(49), 'Checked: 49 of 55 people would get MFA. The Portal is quicker'],
    ['50 people', small(50), 'Checked, not submitted: 50 of 56 people would get MFA'],
  ] as [string, Partial<Counts>, string][]) {
    it(`for ${name}: ${heading}`, () => assert.equal(drawn(counts).heading, heading));
  }
});

describe('a cause with a single row', () => {
  it('is named in the singular, on the card and in what it opens', () => {
    const card = drawn({ leftOut: [{ cause: 'resource', count: 1, rows: [4] }, { cause: 'shared', count: 2, rows: [5, 6] }] });
    assert.deepEqual(card.leftOut?.causes.map(({ title }) => title), ['2 shared mailboxes', '1 room or equipment']);
    assert.deepEqual(card.counts.slice(-2).map(({ value }) => value), ['left out: shared mailboxes', 'left out: room or equipment']);
  });
});

describe('fewer than 50', () => {
  const card = drawn(small(38));

  it('sends them to the Portal first, in four steps that end at the button', () => {
    assert.deepEqual(card.steps.split('\n').map(step => step.slice(0, 2)), ['1.', '2.', '3.', '4.']);
    assert.match(card.steps, /\[.*Portal\]\(https:\/\/portal\.nhs\.example\)/);
    assert.match(card.steps, /press \*\*Check these 38 again\*\*/);
    assert.equal(card.again?.title, 'Check these 38 again');
  });

  it('offers everything but Submit', () => {
    assert.equal(card.form, undefined);
    assert.equal(card.files?.title, 'Get the list of 38');
    assert.ok(card.leftOut && card.delete);
  });

  it('offers Submit where policy allows it, and then shows no steps', () => {
    const allowed = drawn(small(38), {}, { smallListGoesToPortal: false });
    assert.equal(allowed.form?.title, 'Submit 38 people');
    assert.equal(allowed.steps, '');
  });

  it('is no rule for signing somebody out', () => {
    const signOut = drawn({ total: 1, wouldChange: 1, already: 0, leftOut: [] }, { kind: 'revoke-sessions', columns: null, fileName: null });
    assert.equal(signOut.form?.title, 'Ask for this sign-out');
    assert.equal(signOut.steps, '');
    assert.match(signOut.lines.join(' '), /cannot be undone, and a second person must approve/);
  });
});

describe('exactly 50', () => {
  it('offers both ways', () => {
    const card = drawn(small(50));
    assert.ok(card.lines.includes('You can also do 50 in the Portal.'));
    assert.equal(card.form?.title, 'Submit 50 people');
    assert.ok(!drawn(small(51)).lines.includes('You can also do 50 in the Portal.'));
  });
});

describe('nothing to submit', () => {
  for (const counts of [small(0), { total: 312, wouldChange: 0, already: 312, leftOut: [] }]) {
    it(`offers no Submit, no steps and no confirmation (${counts.already} already)`, () => {
      const card = drawn({ ...counts, doubts: [] }, bareList);
      assert.deepEqual([card.form, card.confirm, card.steps], [undefined, undefined, '']);
      assert.ok(!card.lines.join().includes('grace period'));
    });
  }
});

describe('doubts', () => {
  const doubts = [{ doubt: 'application', count: 3 }, { doubt: 'disabled', count: 2 }];

  it('that must be confirmed take the place of Submit, apart from the counts', () => {
    const card = drawn({ doubts });
    assert.deepEqual([card.confirm?.title, card.form], ['Confirm 3 application accounts', undefined]);
    assert.deepEqual(card.doubts?.map(({ title }) => title), ['Confirm', 'Note']);
    assert.equal(sumOf(card.counts), 312);
  });

  it('that are confirmed become a note, and Submit comes', () => {
    const card = drawn({ doubts }, { confirmedDoubts: ['application'] });
    assert.deepEqual([card.confirm, card.form?.title], [undefined, 'Submit 271 people']);
    assert.deepEqual(card.doubts?.map(({ title }) => title), ['Note', 'Note']);
  });

  it('of a bare list: it cannot say what is shared, so that is asked first', () => {
    const card = drawn({ doubts: [{ doubt: 'mailbox-type', count: 271 }, ...doubts] }, bareList);
    assert.equal(card.confirm?.title, 'Confirm that none is shared');
    assert.match(card.lines.join(' '), /does not say what kind of mailbox each is.*Send the Mailbox report, or confirm that none is shared\./);
    const next = drawn({ doubts: [{ doubt: 'mailbox-type', count: 271 }, ...doubts] }, { ...bareList, confirmedDoubts: ['mailbox-type'] });
    assert.equal(next.confirm?.title, 'Confirm 3 application accounts');
    assert.match(next.lines.join(' '), /You have confirmed that none is shared\./);
    assert.deepEqual([card, next].map(({ doubts: facts }) => facts?.length), [2, 2], 'what the line says is not said twice');
  });

  it('of a short bare list: the button to confirm is not promised where the Portal comes first', () => {
    assert.match(drawn({ ...small(20), doubts: [{ doubt: 'mailbox-type', count: 20 }] }, bareList).lines.join(' '), /cannot be ruled out: look for them before you tick\./);
  });
});

describe('sign-in methods', () => {
  for (const [name, noMethod, words] of [
    ['before the first snapshot', null, '(sign-in methods not known yet)'],
    ['some without', { count: 38, asOf: at('2022-09-23T05:00:00Z') }, '(38 have no sign-in method yet, as of Friday 23 September 2022, 6am)'],
    ['all with', { count: 0, asOf: at('2022-09-23T05:00:00Z') }, '(0 have no sign-in method yet, as of Friday 23 September 2022, 6am)'],
  ] as const) {
    it(`${name}: ${words}`, () => assert.ok(drawn({ noMethod }).counts[0]?.value.endsWith(words)));
  }
});

describe('a check older than 7 days', () => {
  it('offers to check again and no Submit', () => {
    const card = dataOf(reportCard(aView(), true), 'report');
    assert.deepEqual([card.again?.title, card.form, card.confirm], ['Check this list again', undefined, undefined]);
  });
});

describe('text of people on the report', () => {
  it('is harmless wherever Markdown runs', () => {
    const evil = '[x](https://evil.example) **now** {{DATE()}}';
    const card = drawn({}, { fileName: evil, columns: { address: [evil], read: [evil], ignoredCount: 1, hasMailboxType: true, encoding: 'UTF-8' } });
    for (const text of [card.subtle, card.leftOut?.columns ?? '']) assert.doesNotMatch(text, /(?<!\\)\[x|(?<!\\)\*\*|(?<!\\)\{\{/);
  });
});

describe('rows on the report', () => {
  for (const [fileName, words] of [['March mailbox report.csv', 'Row numbers are as in Excel.'], [null, 'Rows are numbered in the order of your list.']] as const) {
    it(`of ${fileName ?? 'a list that is no file'}: ${words}`, () => assert.equal(drawn({}, { fileName }).leftOut?.heading, `24 left out, by cause. ${words}`));
  }
});
