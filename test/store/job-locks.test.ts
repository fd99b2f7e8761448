// The heartbeat of running jobs beside a transaction that adds the same jobs again.
import assert from 'node:assert/strict';
import { onPostgres, openPostgresStore } from '../support/database.ts';
import { somebodyWaits } from '../support/lock-waits.ts';

onPostgres('the end of a job', () => {
  it('waits for a transaction that wants its card again, instead of deadlocking', async () => {
    const { store, connection, clock } = await openPostgresStore();
    const postId = await store.posts.add({ conversationId: 'a:1', subject: 'text', content: { is: 'text', text: 'Hello' }, at: clock.calendar() });
    const job = { name: 'deliver-post', key: postId, payload: { postId } };
    await store.jobs.add(job);
    const [claimed] = await store.jobs.claim({ limit: 1, leaseMs: 30_000 });
    const locked = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    const redrawing = store.transaction(async (tx) => {
      await tx.posts.drawn(postId, 0);
      locked.resolve(undefined);
      await goOn.promise;
      await tx.jobs.add(job);
    });
    await locked.promise;
    const ending = claimed && store.jobs.finish(claimed, store.posts.showing(postId, { activityId: 'a1', drawn: 1, inputsVersion: null }));
    await somebodyWaits(connection);
    goOn.resolve(undefined);
    const [redrawn, ended] = await Promise.allSettled([redrawing, ending]);
    assert.deepEqual([redrawn.status, ended, (await store.posts.find(postId))?.state], ['fulfilled', { status: 'fulfilled', value: true }, 'posted']);
  });
});

onPostgres('renewing leases', () => {
  it('waits for a transaction that adds the same jobs in another order, instead of deadlocking', async () => {
    const { store, connection } = await openPostgresStore();
    const job = (key: string) => ({ name: 'greet', key, payload: {} });
    for (const key of ['a', 'b', 'c']) await store.jobs.add(job(key));
    const owners = (await store.jobs.claim({ limit: 3, leaseMs: 30_000 })).map(({ lease_owner }) => lease_owner);
    const locked = Promise.withResolvers<undefined>();
    const goOn = Promise.withResolvers<undefined>();
    const adding = store.transaction(async (tx) => {
      await tx.jobs.add(job('b'));
      locked.resolve(undefined);
      await goOn.promise;
      await tx.jobs.add(job('a'), job('c'));
    });
    await locked.promise;
    const renewing = store.jobs.renew(owners, 30_000);
    await somebodyWaits(connection);
    goOn.resolve(undefined);
    const [added, renewed] = await Promise.allSettled([adding, renewing]);
    assert.deepEqual([added.status, renewed], ['fulfilled', { status: 'fulfilled', value: new Set(owners) }]);
  });
});
