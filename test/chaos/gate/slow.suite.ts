// Hundreds of connections that never come to the point, in each of the ways there are: Teams is answered at its usual pace, and all are closed in half a minute.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { share } from '../../support/environment.ts';
import { drip, type Dripping } from './raw.ts';
import { goodTarget, type Target } from './target.ts';

const slow = share(500, 20);
const recoveryMs = 35_000;
const asked = 30;
/** Far more than noise: a server that waits for one slow connection waits for ten seconds. */
const factor = 10;

const head = 'POST /api/messages HTTP/1.1\r\nHost: bot.nhs.example\r\nContent-Type: application/json\r\n';
const token = ['{"alg":"RS256","kid":"teams"}', '{"iss":"https://api.botframework.com"}', 'x'].map(part => Buffer.from(part).toString('base64url')).join('.');

/** What each says first, and then again and again. */
const ways: [what: string, first: string, rest: string][] = [
  ['say nothing', '', ''],
  ['never finish the request line', 'POST /api/mess', 'a'],
  ['never finish the headers', head, 'X-A: b\r\n'],
  ['never finish one header', `${head}X-A: `, 'b'],
  ['never begin the body', `${head}Content-Length: 1000\r\nAuthorization: Bearer ${token}\r\n\r\n`, ''],
  ['never finish the body', `${head}Content-Length: 100000\r\nAuthorization: Bearer ${token}\r\n\r\n{"type":"`, 'm'],
  ['never finish a chunk', `${head}Transfer-Encoding: chunked\r\nAuthorization: Bearer ${token}\r\n\r\nffff\r\n`, 'x'],
  ['never finish the chunks', `${head}Transfer-Encoding: chunked\r\nAuthorization: Bearer ${token}\r\n\r\n`, '1\r\nx\r\n'],
  ['never finish a body that was refused', `${head}Content-Length: 100000\r\n\r\n`, 'x'],
];

describe(`the bot under ${slow} slow connections`, function () {
  this.timeout(120_000);
  let target: Target;
  let attackers: Dripping[] = [];
  let began = 0;
  let pace = 0;
  let usageBefore: Usage | null = null;
  before(async () => {
    target = await goodTarget();
    // Its first answers warm it up.
    await paceOf(target);
    pace = await paceOf(target);
  });
  after(() => attackers.forEach(({ socket }) => socket.destroy()));

  it('answers Teams at its usual pace while all of them are open', async () => {
    usageBefore = usageOf(target.bot.pid);
    began = performance.now();
    attackers = await Promise.all(Array.from({ length: slow }, (_, n) => dripOne(target.port, n)));
    const during = await paceOf(target);
    const open = attackers.filter(one => one.isOpen()).length;
    process.stdout.write(`    ${open} of ${slow} slow connections open; half of ${asked} good messages answered within ${pace.toFixed(1)} ms before, ${during.toFixed(1)} ms meanwhile\n`);
    assert.equal(open, slow);
    assert.ok(during < factor * pace, `${during} ms, ${pace} ms before`);
  });

  it(`has closed them all by itself after ${recoveryMs / 1_000} s, with nothing but refusals`, async () => {
    const allClosed = Promise.all(attackers.map(one => one.closed));
    await Promise.race([allClosed, pause(recoveryMs - (performance.now() - began), undefined, { ref: false })]);
    const open = attackers.flatMap((one, n) => (one.isOpen() ? [ways[n % ways.length]?.[0] ?? ''] : []));
    process.stdout.write(`    all closed after ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
    assert.deepEqual([...new Set(open)], []);
    assert.deepEqual(attackers.flatMap(one => one.statuses()).filter(status => status < 400 || status >= 500), []);
  });

  it('has its memory and its handles back, and answers as before', async () => {
    const is = await paceOf(target);
    assert.ok(is < factor * pace, `${is} ms, ${pace} ms before`);
    const now = usageOf(target.bot.pid);
    if (usageBefore === null || now === null) return;
    process.stdout.write(`    handles ${usageBefore.handles} before, ${now.handles} after; memory ${usageBefore.megabytes} MB before, ${now.megabytes} MB after\n`);
    // The database's own files and kept-alive connections come and go by a dozen.
    assert.ok(now.handles <= usageBefore.handles + Math.max(10, attackers.length / 2), `${now.handles} handles, ${usageBefore.handles} before`);
    assert.ok(now.megabytes <= usageBefore.megabytes * 1.5 + 50, `${now.megabytes} MB, ${usageBefore.megabytes} MB before`);
  });
});

function dripOne(port: number, n: number): Promise<Dripping> {
  const [, first = '', rest = ''] = ways[n % ways.length] ?? [];
  return drip(port, first, rest, 1_000);
}

/** Half of some messages, one after the other, are answered in so many milliseconds; all are answered well. */
async function paceOf(target: Target): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < asked; n += 1) {
    const began = performance.now();
    assert.equal(await target.deliver(), 200);
    took.push(performance.now() - began);
  }
  return took.sort((one, other) => one - other)[asked / 2] ?? 0;
}

type Usage = { handles: number; megabytes: number };

/** Where the system tells (Linux). */
function usageOf(pid: number): Usage | null {
  if (!existsSync(`/proc/${pid}/fd`)) return null;
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { handles: readdirSync(`/proc/${pid}/fd`).length, megabytes: Math.round(kilobytes / 1_024) };
}
