// When a request may be called resolved: nobody waits, everybody is confirmed or accepted, the Portal is marked.
import assert from 'node:assert/strict';
import { kinds } from '../../src/kinds/grid.ts';
import { isComplete, unconfirmedCount } from '../../src/requests/completion.ts';
import type { Progress, ServiceRequest } from '../../src/requests/service-request.ts';
import { aRequest, someProgress } from '../support/requests.ts';

const allDone = { applied: 269, confirmed: 269, refused: [{ reason: 'gone', count: 2 }] };

const cases: [string, Partial<ServiceRequest>, Partial<Progress>, boolean][] = [
  ['all confirmed and marked', { portalMarkedCount: 269 }, allDone, true],
  ['the Portal not marked', { portalMarkedCount: 0 }, allDone, false],
  ['the Portal marked for one too few', { portalMarkedCount: 268 }, allDone, false],
  ['one not confirmed', { portalMarkedCount: 269 }, { ...allDone, confirmed: 268 }, false],
  ['one not confirmed, and accepted', { portalMarkedCount: 269, acceptedUnconfirmed: 1 }, { ...allDone, confirmed: 268 }, true],
  ['two not confirmed, one accepted', { portalMarkedCount: 269, acceptedUnconfirmed: 1 }, { ...allDone, confirmed: 267 }, false],
  ['one contradicted and not accepted', { portalMarkedCount: 269 }, { ...allDone, confirmed: 268, contradicted: 1 }, false],
  ['accepted, and confirmed after all', { portalMarkedCount: 269, acceptedUnconfirmed: 2 }, allDone, true],
  ['one still waiting', { portalMarkedCount: 269 }, { ...allDone, waiting: 1 }, false],
  ['one being called', { portalMarkedCount: 269 }, { ...allDone, calling: 1 }, false],
  ['everybody refused: nothing to mark', {}, { applied: 0, confirmed: 0, refused: [{ reason: 'gone', count: 271 }] }, true],
  ['still being applied', { status: 'in-progress', portalMarkedCount: 269 }, allDone, false],
  ['already resolved', { status: 'resolved', portalMarkedCount: 269 }, allDone, false],
];

describe('a request is complete', () => {
  for (const [name, request, progress, is] of cases) {
    it(`${name}: ${is ? 'yes' : 'no'}`, () => assert.equal(isComplete(aRequest('confirming', request), kinds['enable-mfa'], someProgress(progress)), is));
  }

  it('without the Portal where the kind has nothing to mark', () => {
    const request = aRequest('confirming', { kind: 'revoke-sessions' });
    assert.equal(isComplete(request, kinds['revoke-sessions'], someProgress({ total: 1, applied: 1, confirmed: 1 })), true);
    assert.equal(isComplete(request, kinds['revoke-sessions'], someProgress({ total: 1, applied: 1, confirmed: 0 })), false);
  });

  it('counts those the policy leaves out as not confirmed', () => {
    assert.equal(unconfirmedCount(someProgress({ applied: 10, confirmed: 7, contradicted: 2 })), 3);
  });
});
