// What the audit trail keeps of each decision: whoever looks a year later sees what the one who pressed saw, and whether it would have had an effect.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { decidedOn } from '../../src/requests/decided.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, submitted } from '../support/journey.ts';
import { aRequest, someCounts } from '../support/requests.ts';

describe('a decision', () => {
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' })));

  it('keeps the counts shown, the hash of the list, the version and the state of the policy', async () => {
    const kept = await decidedOn(desk.services, aRequest('submitted', { shown: someCounts({ doubts: [{ doubt: 'application', count: 3 }] }) }));
    const shown = { total: 312, wouldChange: 271, already: 17, organisationSize: null, leftOut: { shared: 9, 'not-found': 4, 'other-organisation': 5, deleted: 6 }, doubts: { application: 3 } };
    assert.deepEqual(kept, { listHash: 'abc', versionShown: 7, shown, policy: 'on' });
  });

  it('says that the policy was off, not known, or not asked for', async () => {
    const policyOf = async (kind: 'enable-mfa' | 'revoke-sessions' = 'enable-mfa') => (await decidedOn(desk.services, aRequest('submitted', { kind })))['policy'];
    assert.equal(await policyOf('revoke-sessions'), null);
    desk.world.policies = [];
    assert.equal(await policyOf(), 'off');
    for (const failure of ['unavailable', 'refused'] as const) {
      desk.world.faults.push(new WorldError(failure, 'away'));
      assert.equal(await policyOf(), 'unknown');
    }
    desk.services.directory.mfaPolicies = () => new Promise<never>(() => undefined);
    assert.equal(await policyOf(), 'unknown');
  });

  it('keeps them whichever it was, all through the life of a request', async () => {
    const inChannel = { in: resolvers(desk) };
    const request = await submitted(desk, addressesOf(addPeople(desk, 30)));
    await press(desk, 'dan', 'request.start', request, inChannel);
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'dan', 'request.portal-marked', request, inChannel);
    await press(desk, 'priya', 'request.reopen', request);
    await press(desk, 'dan', 'request.pause', request, inChannel);
    await press(desk, 'dan', 'request.continue', request, inChannel);
    assert.equal((await requestOf(desk, request)).status, 'in-progress');
    const decisions = (await desk.store.audit.ofRequest(request.id)).filter(row => row.actor_id !== 'la-desk' && row.action !== 'received');
    assert.deepEqual(decisions.map(row => row.action), ['submitted', 'started', 'portal-marked', 'reopened', 'paused', 'continued']);
    for (const { action, detail } of decisions) {
      assert.deepEqual([detail['listHash'], detail['policy'], typeof detail['versionShown'], typeof detail['version']], [request.listHash, 'on', 'number', 'number'], action);
      assert.equal((detail['shown'] as { wouldChange: number }).wouldChange, 30, action);
    }
  });
});
