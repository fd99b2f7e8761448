// Applying and confirming of one request in two workers at once: whoever comes second waits, and neither fails.
import assert from 'node:assert/strict';
import { onPostgres, openPostgresStore } from '../support/database.ts';
import { addPeople, openDesk, requestOf, runJob } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';
import { somebodyWaits } from '../support/lock-waits.ts';

onPostgres('applying while somebody else writes to the same request', () => {
  it('waits its turn instead of deadlocking', async () => {
    const desk = await openDesk(await openPostgresStore(), { SMALL_LIST: 'submit' });
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    const locked = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    // As confirming does: the request first, then its audit chain.
    const other = desk.store.transaction(async tx => {
      await tx.requests.lock(request.id);
      locked.resolve(undefined);
      await goOn.promise;
      await tx.audit.append({ requestId: request.id, at: desk.clock.calendar(), actorId: 'la-desk', action: 'confirmed', personId: 'person-001', detail: {} });
    });
    await locked.promise;
    const applying = runJob(desk, 'run-lane');
    await somebodyWaits(desk.connection);
    goOn.resolve(undefined);
    const [ended] = await Promise.allSettled([other, applying]);
    assert.equal(ended.status, 'fulfilled');
    await applying;
    assert.equal((await desk.store.effects.progress(request.id, 1, 6)).applied, 25);
    assert.deepEqual((await desk.store.audit.verify()).ok, true);
    assert.equal((await requestOf(desk, request)).status, 'in-progress');
  });
});
