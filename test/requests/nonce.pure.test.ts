// A press is proved by its nonce: for this request, version, verb and reader, and nothing else.
import assert from 'node:assert/strict';
import { anyResolver, boundTo, nonceFor } from '../../src/requests/nonce.ts';

const key = 'a key';
const request = { id: 'r1', version: 7 };
const start = { requestId: 'r1', version: 7, verb: 'request.start', personId: anyResolver };

describe('a nonce', () => {
  it('is the same each time the card is drawn', () => {
    assert.equal(nonceFor(key, start), nonceFor(key, { ...start }));
  });

  it('fits in a card: 22 characters that need no escaping', () => {
    assert.match(nonceFor(key, start), /^[\w-]{22}$/);
  });

  for (const [what, other] of [
    ['another request', { requestId: 'r2' }],
    ['another version', { version: 8 }],
    ['another verb', { verb: 'request.reject' }],
    ['another reader', { personId: 'priya' }],
    ['the same letters split elsewhere', { verb: 'request.star', personId: `t${anyResolver}` }],
  ] as const) {
    it(`is another for ${what}`, () => assert.notEqual(nonceFor(key, { ...start, ...other }), nonceFor(key, start)));
  }

  it('is another with another key', () => {
    assert.notEqual(nonceFor('another key', start), nonceFor(key, start));
  });
});

describe('what a nonce is bound to', () => {
  const bound = (nonce: string, readers = ['dan', anyResolver], verb = 'request.start') => boundTo(key, nonce, request, verb, readers);

  it('is found again for the reader it was made for', () => {
    assert.deepEqual(bound(nonceFor(key, start)), { version: 7, personId: anyResolver });
    assert.deepEqual(bound(nonceFor(key, { ...start, personId: 'dan' })), { version: 7, personId: 'dan' });
  });

  it('is found for an older version, so that an old card can be told from a forged one', () => {
    assert.deepEqual(bound(nonceFor(key, { ...start, version: 1 })), { version: 1, personId: anyResolver });
  });

  it('is not found for a version still to come', () => {
    assert.equal(bound(nonceFor(key, { ...start, version: 8 })), null);
  });

  it('is not found for another reader or another verb', () => {
    assert.equal(bound(nonceFor(key, { ...start, personId: 'priya' })), null);
    assert.equal(bound(nonceFor(key, start), ['dan', anyResolver], 'request.reject'), null);
  });

  for (const forged of ['', 'x', 'a'.repeat(22), 'a'.repeat(64), 'é'.repeat(22), nonceFor(key, start).slice(0, 21), `${nonceFor(key, start)}=`]) {
    it(`is nothing for ${JSON.stringify(forged.slice(0, 24))}`, () => assert.equal(bound(forged), null));
  }

  it('is not looked for among more than 40 versions', () => {
    const old = nonceFor(key, { ...start, version: 60 });
    assert.equal(boundTo(key, old, { id: 'r1', version: 100 }, 'request.start', [anyResolver]), null);
    assert.deepEqual(boundTo(key, old, { id: 'r1', version: 99 }, 'request.start', [anyResolver]), { version: 60, personId: anyResolver });
  });
});
