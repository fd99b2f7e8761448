// A token that was proved once is not proved again, and nothing is believed longer for it: not past its time, not without its key, not for another bot or address.
import assert from 'node:assert/strict';
import { makeTokenJudge } from '../../src/teams/token.ts';
import type { Keys } from '../../src/teams/keys.ts';
import { APP_ID, goodClaims, keyPair, SERVICE_URL, sign, standingClock, type TestClock } from '../support/teams-server.ts';

describe('a token that comes with many activities', () => {
  let clock: TestClock;
  let asked: string[];
  let listed: Map<string, Awaited<ReturnType<typeof keyPair>>['publicKey']>;
  let judge: ReturnType<typeof makeTokenJudge>;
  let token: string;

  beforeEach(async () => {
    clock = standingClock();
    asked = [];
    listed = new Map([['teams', (await keyPair('teams')).publicKey]]);
    const keys: Keys = {
      find: (kid) => {
        asked.push(kid);
        const key = listed.get(kid);
        return Promise.resolve(key ? { key, endorsements: ['msteams'] } : null);
      },
    };
    judge = makeTokenJudge({ appId: APP_ID, issuer: 'https://api.botframework.com', keys, machine: clock.machine });
    token = await sign(goodClaims(clock));
    assert.equal(await judge(token, SERVICE_URL), true);
  });

  it('is good again, and its key is looked up again', async () => {
    assert.equal(await judge(token, SERVICE_URL), true);
    assert.deepEqual(asked, ['teams', 'teams']);
  });

  it('is not good for an activity from another address', async () => assert.equal(await judge(token, 'https://smba.trafficmanager.net/de/'), false));

  it('is refused once its time is over, and good until then', async () => {
    clock.advance((3_600 + 299) * 1_000);
    assert.equal(await judge(token, SERVICE_URL), true);
    clock.advance(2_000);
    assert.equal(await judge(token, SERVICE_URL), false);
  });

  it('is refused once its key is no longer listed', async () => {
    listed.clear();
    assert.equal(await judge(token, SERVICE_URL), false);
  });

  it('is proved again where another key has the same name: and fails', async () => {
    listed.set('teams', (await keyPair('webchat')).publicKey);
    assert.equal(await judge(token, SERVICE_URL), false);
  });

  it('lends nothing to one with its header and claims and another signature', async () => {
    const [head, claims] = token.split('.');
    const other = (await sign(goodClaims(clock), {}, 'webchat')).split('.')[2] ?? '';
    assert.equal(await judge(`${head ?? ''}.${claims ?? ''}.${other}`, SERVICE_URL), false);
  });

  it('does not make a false one good that was refused before', async () => {
    const forged = await sign(goodClaims(clock), {}, 'webchat');
    assert.deepEqual([await judge(forged, SERVICE_URL), await judge(forged, SERVICE_URL)], [false, false]);
  });
});
