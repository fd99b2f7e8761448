// The gate under many near misses, over real HTTP: each is refused, none runs a turn.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { chaosSeed, share } from '../../support/environment.ts';
import { personalMessage, startEdge, type Edge } from '../../support/teams-server.ts';
import { attackGate } from './near-misses.ts';

const cases = share(100_000, 1_000);
const seed = chaosSeed ?? randomInt(2 ** 31);

describe('the gate under near misses', () => {
  let edge: Edge;
  before(async () => { edge = await startEdge(); });
  after(() => edge.close());

  it(`refuses ${cases} tokens and bodies, runs no turn, and is still open to Teams`, async () => {
    const began = performance.now();
    await attackGate(edge, cases, seed);
    process.stdout.write(`    CHAOS_SEED=${seed}: ${cases} near misses in ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
    assert.equal((await edge.deliver(personalMessage())).status, 200);
    assert.equal(edge.runs.length, 1);
  }).timeout(900_000);

  it('would be seen to let one in', async () => {
    const open = (body: unknown) => { edge.runs.push(JSON.stringify(body)); return Promise.resolve(new Response('', { status: 200 })); };
    await assert.rejects(attackGate({ clock: edge.clock, runs: [], post: open }, 10, seed));
    const lax = { clock: edge.clock, runs: [], post: (body: unknown, headers: Record<string, string> = {}) => edge.post(body, { ...headers, 'x-lax': '1' }).then(refused => new Response('', { status: refused.status === 400 ? 200 : refused.status })) };
    await assert.rejects(attackGate(lax, 200, seed));
  });
});
