// Every reason has its own words: what it is, and what to do about it.
import assert from 'node:assert/strict';
import { causeOrder, causeWords, doubtWords, refusalWords, toConfirm } from '../../src/requests/causes.ts';

/** From intake's rules, the directory's rules and the check itself. */
const allCauses = ['bad-address', 'no-address', 'shared', 'resource', 'deleted', 'unreadable-row', 'not-found', 'ambiguous', 'guest', 'other-organisation', 'second-organisation', 'no-organisation', 'protected', 'duplicate'];
const allDoubts = ['disabled', 'locked', 'pending', 'leaver', 'application', 'looks-shared', 'mailbox-type'];
const allRefusals = ['gone', 'forbidden', 'not-allowed', 'guest', 'protected', 'other-organisation', 'failed'];
const unlike = (words: string[]) => new Set(words).size === words.length;

describe('words for causes', () => {
  it('exist for every cause, each once in the order of the card', () => {
    assert.deepEqual(causeOrder.toSorted(), allCauses.toSorted());
  });

  it('differ, say what to do, and never say error or invalid', () => {
    assert.ok(unlike(allCauses.map(cause => causeWords(cause).count)));
    for (const cause of allCauses) {
      assert.match(causeWords(cause).todo, /\.$/, cause);
      assert.doesNotMatch(`${causeWords(cause).count} ${causeWords(cause).todo}`, /error|invalid|don't|cannot be processed/i);
    }
  });

  it('put those that the requester cannot change first, and those that need nothing last', () => {
    assert.equal(causeOrder[0], 'other-organisation');
    assert.equal(causeOrder.at(-1), 'duplicate');
  });

  for (const unknown of ['', 'constructor', '__proto__', 'something-new']) {
    it(`exist for a cause nobody wrote words for (${JSON.stringify(unknown)})`, () => assert.equal(causeWords(unknown).count, 'left out'));
  }
});

describe('words for doubts', () => {
  it('differ, and agree with one and with several', () => {
    assert.ok(unlike(allDoubts.map(doubt => doubtWords(doubt).fact(2))));
    assert.equal(doubtWords('looks-shared').fact(1), '1 mailbox looks shared');
    assert.equal(doubtWords('looks-shared').fact(4), '4 mailboxes look shared');
    assert.equal(doubtWords('application').button(1), 'Confirm 1 application account');
    assert.equal(doubtWords('application').button(3), 'Confirm 3 application accounts');
  });

  for (const doubt of ['something-new', 'constructor', '__proto__']) {
    it(`exist for a doubt nobody wrote words for (${doubt})`, () => assert.equal(doubtWords(doubt).fact(2), '2 to look at'));
  }
});

describe('what has to be confirmed', () => {
  const found = [{ doubt: 'mailbox-type', count: 30 }, { doubt: 'application', count: 3 }, { doubt: 'disabled', count: 2 }];

  it('is asked one at a time, and warnings are not asked', () => {
    assert.deepEqual(toConfirm(found, []).map(({ doubt }) => doubt), ['mailbox-type', 'application']);
    assert.deepEqual(toConfirm(found, ['mailbox-type']).map(({ doubt }) => doubt), ['application']);
    assert.deepEqual(toConfirm(found, ['mailbox-type', 'application']), []);
  });

  it('is nothing where nobody is meant', () => {
    assert.deepEqual(toConfirm([{ doubt: 'application', count: 0 }], []), []);
  });
});

describe('words for refusals', () => {
  it('exist for every reason, and say no code', () => {
    for (const reason of allRefusals) assert.doesNotMatch(refusalWords(reason), /^the directory refused it$|_|-allowed/, reason);
  });
});
