// What somebody is to a request. Every cell of the table is pressed in every-cell.test.ts.
import assert from 'node:assert/strict';
import { isRequestVerb, relations } from '../../src/access/permissions.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { aRequest, laOf, noRoles } from '../support/requests.ts';

describe('relations', () => {
  const request = aRequest('submitted', { kind: 'revoke-sessions' });

  it('the requester is never resolver nor approver of their own request, whatever roles they hold', () => {
    const found = relations('priya', { ...laOf('ZZ101'), primaryOf: ['ZZ101'], isResolver: true, isOperator: true, isCommunications: true }, request);
    assert.deepEqual([...found].toSorted(), ['la', 'requester']);
  });

  it('a request of an organisation is nothing to the administrators of another', () => {
    assert.deepEqual([...relations('lena', laOf('ZZ202', 'ZZ303'), request)], []);
  });

  it('a check is its requester’s alone until it is submitted', () => {
    const check = aRequest('checked');
    assert.deepEqual([...relations('tom', { ...laOf('ZZ101'), isResolver: true }, check)], []);
    assert.deepEqual([...relations('priya', laOf('ZZ101'), check)], ['requester']);
  });

  it('before the organisation is known, being somebody’s Local Administrator is enough', () => {
    const reading: ServiceRequest = aRequest('receiving', { organisation: null });
    assert.deepEqual([...relations('priya', laOf('ZZ202'), reading)], ['requester']);
    assert.deepEqual([...relations('priya', noRoles, reading)], []);
  });
});

describe('a verb', () => {
  for (const name of ['constructor', '__proto__', 'toString', 'request.', '']) {
    it(`is none of ours when it is ${JSON.stringify(name)}`, () => assert.equal(isRequestVerb(name), false));
  }
});
