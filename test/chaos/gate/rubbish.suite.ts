// Rubbish on the bot's socket: no death, nothing let in, nothing blamed on us (5xx), and whoever is good is answered meanwhile.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import fc from 'fast-check';
import { chaosSeed, share } from '../../support/environment.ts';
import { sendRaw } from './raw.ts';
import { anyRubbish, known, wrongWith, type Rubbish } from './rubbish.ts';
import { goodTarget, type Target } from './target.ts';

const cases = share(20_000, 300);
const seed = chaosSeed ?? randomInt(2 ** 31);
const atOnce = 16;

/** Sends one piece of rubbish after another, `atOnce` of them at a time; answers what was wrong. */
async function throwAll(port: number, all: readonly Rubbish[]): Promise<string[]> {
  const wrong: string[] = [];
  const left = all[Symbol.iterator]();
  const thrower = async (): Promise<void> => {
    for (const rubbish of left) {
      const { statuses, isOpen } = await sendRaw(port, rubbish.pieces);
      const why = isOpen ? 'is still open after 30 s' : wrongWith(statuses);
      if (why !== null) wrong.push(`${rubbish.what} ${why}: ${JSON.stringify(rubbish.pieces.map(piece => Buffer.from(piece).toString('latin1').slice(0, 300)))}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, thrower));
  return wrong;
}

describe('the bot under rubbish', function () {
  this.timeout(900_000);
  let target: Target;
  let loggedBefore = '';
  before(async () => {
    target = await goodTarget();
    loggedBefore = target.bot.log();
  });

  for (const rubbish of known) {
    it(`stands: ${rubbish.what}`, async () => assert.deepEqual(await throwAll(target.port, [rubbish]), []));
  }

  it('answers one after the other what came in one go', async () => {
    const { statuses } = await sendRaw(target.port, ['GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100)]);
    assert.deepEqual(statuses, Array.from({ length: 100 }, () => 200));
  });

  it(`stands ${cases} pieces of chance, and answers Teams all the while`, async () => {
    const began = performance.now();
    let isOver = false;
    const before = await target.heard();
    const throwing = throwAll(target.port, fc.sample(anyRubbish, { numRuns: cases, seed })).finally(() => { isOver = true; });
    const good: number[] = [];
    do good.push(await target.deliver()); while (!isOver);
    assert.deepEqual(await throwing, []);
    assert.deepEqual([...new Set(good)], [200]);
    process.stdout.write(`    CHAOS_SEED=${seed}: ${cases} pieces of rubbish in ${((performance.now() - began) / 1_000).toFixed(1)} s, ${good.length} good messages meanwhile\n`);
    assert.ok((await target.heard()) >= before);
    assert.ok(target.isAlive());
    assert.equal(await target.page('/healthz'), 200);
  });

  it('leaves nothing in the log but lines of ours, and not one for each', () => {
    const lines = target.bot.log().slice(loggedBefore.length).split('\n').filter(line => line !== '');
    assert.deepEqual(lines.filter(line => !line.startsWith('{')), []);
    assert.ok(lines.length < 2_000 + cases / 10, `${lines.length} lines`);
    assert.deepEqual(lines.filter(line => line.includes('"level":50')), []);
  });

  describe('the check itself', () => {
    let lax: Server;
    before(async () => {
      lax = createServer(socket => socket.on('error', () => undefined).end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')).listen(0, '127.0.0.1');
      await once(lax, 'listening');
    });
    after(() => lax.close());

    it('sees a server that lets all of it in', async () => {
      const wrong = await throwAll((lax.address() as AddressInfo).port, known);
      assert.equal(wrong.length, known.length);
    });
  });
});
