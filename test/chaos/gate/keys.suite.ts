// Microsoft's signing keys fail and change, against the bot as a process of its own: nobody false is let in, nobody good stays shut out.
import assert from 'node:assert/strict';
import { usualKeys } from '../../support/teams-server.ts';
import { sharedTarget, type Target } from './target.ts';

const inTurn = ['unavailable', 'html', 'hang'] as const;

describe('the bot while its signing keys fail and change', function () {
  this.timeout(180_000);
  let target: Target;
  before(async () => { target = await sharedTarget(); });
  after(async () => {
    target.openId.state.keys = usualKeys;
    await target.windMachine('half a minute');
    await target.deliver();
  });

  /** Many with an id nobody knows; answers the statuses seen, and how often the keys were fetched meanwhile. */
  async function flood(): Promise<{ statuses: number[]; fetches: number }> {
    const { state } = target.openId;
    const before = state.fetches;
    const statuses = await Promise.all(Array.from({ length: 40 }, () => target.deliver('unheard-of')));
    return { statuses: [...new Set(statuses)], fetches: state.fetches - before };
  }

  for (const mode of inTurn) {
    it(`is asked to come again where there never were any: ${mode}`, async () => {
      target.openId.state.mode = mode;
      await target.windMachine('half a minute');
      assert.equal(await target.deliver(), 503);
      assert.equal(await target.page('/healthz'), 200);
    });
  }

  it('lets in as soon as they are there, without a restart', async () => {
    target.openId.state.mode = 'good';
    assert.equal(await target.deliver(), 503, 'not asked for again within half a minute');
    await target.windMachine('half a minute');
    assert.equal(await target.deliver(), 200);
  });

  it('fetches them once for many who name an unknown key', async () => {
    assert.deepEqual(await flood(), { statuses: [401], fetches: 0 });
    await target.windMachine('half a minute');
    assert.deepEqual(await flood(), { statuses: [401], fetches: 1 });
    assert.deepEqual(await flood(), { statuses: [401], fetches: 0 });
    assert.equal(await target.deliver(), 200);
  });

  for (const mode of inTurn) {
    it(`keeps the last good keys through an hour and more of: ${mode}`, async () => {
      target.openId.state.mode = mode;
      await target.windMachine('an hour');
      assert.equal(await target.deliver(), 200);
      assert.deepEqual((await flood()).statuses, [401]);
      assert.equal(await target.deliver(), 200);
    });
  }

  it('takes a new key after them, and no longer the old one', async () => {
    target.openId.state.mode = 'good';
    target.openId.state.keys = [{ name: 'next', endorsements: ['msteams'] }];
    await target.windMachine('half a minute');
    assert.equal(await target.deliver('next'), 200);
    assert.equal(await target.deliver('teams'), 401);
    assert.ok(target.isAlive());
  });

  it('would be seen to let one in: what it lets in is said in the chat', async () => {
    const before = await target.heard();
    assert.equal(await target.deliver('teams'), 401);
    assert.equal(await target.deliver('next'), 200);
    await target.hears(before + 1);
  });
});
