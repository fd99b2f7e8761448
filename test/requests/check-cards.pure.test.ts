// Cards of a check before its report, and help: one cause, one way out, nothing that frightens.
import assert from 'node:assert/strict';
import type { Roles } from '../../src/access/roles.ts';
import type { FileProblem } from '../../src/intake/read-rows.ts';
import { checkingCard, chooseColumnCard, unreadableCard } from '../../src/requests/check-cards.ts';
import { helpCard, notOnRoster } from '../../src/requests/help-cards.ts';
import { aRequest, at, aView, dataOf, laOf, noRoles, resolver } from '../support/requests.ts';

describe('the card while a file is checked', () => {
  it('names the file, says when the answer comes, and can be stopped', () => {
    const card = dataOf(checkingCard(aView(aRequest('checking')), null), 'checking');
    assert.equal(card.heading, 'Checking your file: March mailbox report\\.csv');
    assert.equal(card.stop?.title, 'Stop this check');
  });

  it('names no file where the addresses were pasted', () => {
    assert.equal(dataOf(checkingCard(aView(aRequest('checking', { fileName: null })), null), 'checking').heading, 'Checking your list');
  });

  it('says how far it is and when it tries again where the directory is slow', () => {
    const card = dataOf(checkingCard(aView(aRequest('checking')), at('2022-09-23T11:33:10Z')), 'checking');
    assert.equal(card.heading, 'Still checking: 180 of 312 rows, the directory is slow');
    assert.equal(card.line, 'Your rows are kept. We try again by ourselves at 12:34pm, and you do not need to send the file again.');
  });
});

describe('the card of a file that cannot be read', () => {
  const problems: [FileProblem, RegExp][] = [
    [{ problem: 'workbook' }, /it is an Excel workbook$/], [{ problem: 'old-workbook' }, /an older Excel workbook$/], [{ problem: 'zip' }, /a zip file$/], [{ problem: 'pdf' }, /a PDF$/],
    [{ problem: 'picture' }, /a picture$/], [{ problem: 'empty' }, /it is empty$/], [{ problem: 'header-only' }, /only a header$/], [{ problem: 'no-address-column', columns: ['Name', 'Phone'] }, /no column holds email addresses$/],
    [{ problem: 'too-large' }, /larger than 100 MB$/], [{ problem: 'too-many-rows' }, /more than 200,000 rows$/], [{ problem: 'open-quote', row: 118 }, /the quote that opens in row 118 is never closed$/], [{ problem: 'open-quote' }, /a quote is never closed$/],
    [{ problem: 'not-text' }, /not a text file$/],
  ];

  for (const [problem, heading] of problems) {
    it(`${problem.problem}${problem.row === undefined ? '' : ' with a row'}: one cause, numbered steps, nothing kept`, () => {
      const card = dataOf(unreadableCard('leavers list.csv', problem), 'unreadable');
      assert.match(card.heading, heading);
      assert.match(card.speak, /^We could not read leavers list\.csv: .+\.$/);
      assert.match(card.line, /Nothing was checked and nothing was kept\.$/);
      card.steps.split('\n').forEach((step, index) => assert.ok(step.startsWith(`${index + 1}. `), step));
      assert.doesNotMatch(JSON.stringify(card), /corrupt|invalid|error|undefined|text\/csv/i);
    });
  }

  it('names the columns that were there, harmlessly', () => {
    const card = dataOf(unreadableCard(null, { problem: 'no-address-column', columns: ['Name', '[x](https://evil.example)'] }), 'unreadable');
    assert.match(card.line, /^We looked at the columns Name, \\\[x/);
    assert.match(card.heading, /^We could not read your list/);
  });
});

describe('the card that asks for the column', () => {
  it('offers each by its number, harmlessly', () => {
    const card = dataOf(chooseColumnCard(aView(aRequest('choosing', { columns: { address: ['Email', '**Other**'], read: [], ignoredCount: 0, hasMailboxType: false, encoding: 'UTF-8' } }))), 'choose-column');
    assert.equal(card.heading, 'Not checked yet: 2 columns could be the addresses');
    assert.deepEqual(card.choices, [{ title: 'Email', value: '0' }, { title: '\\*\\*Other\\*\\*', value: '1' }]);
  });
});

describe('help', () => {
  const both = { canSignOut: true, readsChannels: true };
  const whoYouAre = (roles: Roles, names: string[]) => dataOf(helpCard(roles, names, { canSignOut: true, readsChannels: false }), 'help').facts.find(({ title }) => title === 'You are')?.value;

  for (const [name, value, expected] of [
    ['one organisation', whoYouAre(laOf('ZZ101'), ['Ashdown Vale Trust']), 'Local Administrator for Ashdown Vale Trust (ZZ101)'],
    ['several', whoYouAre(laOf('ZZ101', 'ZZ202', 'ZZ303'), ['A', 'B', 'C']), 'Local Administrator for 3 organisations'],
    ['a resolver', whoYouAre(resolver, []), 'Resolver'],
    ['both', whoYouAre({ ...laOf('ZZ101'), isResolver: true }, ['Ashdown Vale Trust']), 'Local Administrator for Ashdown Vale Trust (ZZ101), and resolver'],
    ['an operator', whoYouAre({ ...noRoles, isOperator: true }, []), 'Operator'],
    ['nobody', whoYouAre(noRoles, []), 'not a Local Administrator'],
  ] as const) {
    it(`says who you are: ${name}`, () => assert.equal(value, expected));
  }

  it('offers a resolver nothing about sending files', () => {
    assert.deepEqual([helpCard(resolver, [], both), helpCard(laOf('ZZ101'), ['A'], both)].map(card => dataOf(card, 'help').canSend), [false, true]);
  });

  it('for somebody not on the roster names nobody else', () => {
    assert.match(dataOf(notOnRoster('your helpdesk'), 'not-on-roster').lines.join(' '), /Nothing you send here is read.*Ask your Primary Local Administrator/);
  });
});
