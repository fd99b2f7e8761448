// What people and watchers meet while the database is away and after it: how soon they are answered, and with what.
import { setTimeout as pause } from 'node:timers/promises';
import { pressable } from '../../support/card-reading.ts';
import type { Chat, Message } from '../../support/chat.ts';
import type { World } from '../../support/world.ts';
import type { Outage } from './outages.ts';

/** `tookMs` beside what a page that needs no database took at the same time: that is the machine's own slowness. */
type Met = { what: 'wrote' | 'pressed'; said: string; isExcuse: boolean; tookMs: number; machineMs: number };
export type Lived = { outage: Pick<Outage, 'name' | 'refuses'>; forMs: number; met: Met[]; pages: { healthz: number; readyz: number; afterMs: number }[]; linesPerSecond: number; /** From its end until the bot said it was ready, and until somebody had a real answer. */ readyAfterMs: number; servedAfterMs: number };

const excuse = /quote reference [0-9A-F]{8}/i;
const recoverWithinMs = 60_000;

/** What somebody would complain about, one line each. */
export function wrongMeanwhile({ outage, met, pages, linesPerSecond, readyAfterMs, servedAfterMs }: Lived): string[] {
  const late = met.filter(({ tookMs, machineMs }) => tookMs > 5_000 + 5 * machineMs).map(one => `${one.what}, answered after ${Math.round(one.tookMs)} ms`);
  // A press that only shows may be answered from a database that only reads.
  const mustExcuse = (what: Met['what']): boolean => outage.refuses === 'all' || (outage.refuses === 'writes' && what === 'wrote');
  const unclear = met.filter(({ what, isExcuse, said }) => (mustExcuse(what) && !isExcuse) || /on our side|Microsoft 365|^status/.test(said)).map(one => `${one.what}, was told "${one.said}"`);
  return [
    ...late, ...unclear,
    ...(pages.every(page => page.healthz === 200) ? [] : ['/healthz was not alive']),
    ...(!mustExcuse('wrote') || pages.every(page => page.readyz === 503) ? [] : ['/readyz said it was ready']),
    ...(readyAfterMs < 40_000 ? [] : [`ready only ${readyAfterMs} ms afterwards`]), ...(servedAfterMs < 45_000 ? [] : [`nobody was served before ${servedAfterMs} ms afterwards`]),
    ...(linesPerSecond < 20 ? [] : [`${linesPerSecond} log lines a second`]),
  ].map(wrong => `${outage.name}: ${wrong}`);
}

/** One line about it. */
export function told(one: Lived): Lived {
  const slowest = Math.max(...one.met.map(({ tookMs }) => tookMs));
  process.stdout.write(`    database ${one.outage.name} for ${one.forMs / 1_000} s: ${one.met.length} answers, ${one.met.filter(met => met.isExcuse).length} of them excuses, the slowest after ${(slowest / 1_000).toFixed(1)} s; `
    + `${one.linesPerSecond.toFixed(1)} log lines a second; ready ${(one.readyAfterMs / 1_000).toFixed(1)} s after it, answering ${(one.servedAfterMs / 1_000).toFixed(1)} s after it\n`);
  return one;
}

/** A second person of the same organisation, with a card to press that only shows. */
export async function meetTom(world: World): Promise<Tom> {
  const chat = await world.person('tom').chat();
  const sent = await chat.say('my requests');
  const card = await chat.find(one => one.from === 'bot' && Number(one.id) > Number(sent.id) && pressable(one.card).some(button => button.verb === 'request.show'), { withinMs: 60_000, what: 'my requests' });
  return { chat, card };
}

export type Tom = { chat: Chat; card: Message };

export async function live(world: World, tom: Tom, outage: Outage, forMs: number): Promise<Lived> {
  const met: Met[] = [];
  const pages: Lived['pages'] = [];
  const linesBefore = lines(world);
  const began = performance.now();
  await outage.begin();
  do {
    const [wrote, pressed, page] = await Promise.all([write(world, tom), press(world, tom), look(world, began)]);
    met.push(wrote, pressed);
    pages.push(page);
    await pause(500);
  } while (performance.now() - began < forMs);
  const linesPerSecond = (lines(world) - linesBefore) / ((performance.now() - began) / 1_000);
  await outage.end();
  const ended = performance.now();
  const readyAfterMs = await until(ended, async () => (await look(world, ended)).readyz === 200);
  const servedAfterMs = await until(ended, async () => !(await write(world, tom)).isExcuse);
  return { outage, forMs, met, pages, linesPerSecond, readyAfterMs, servedAfterMs };
}

const lines = (world: World): number => world.log().split('\n').length;

async function until(since: number, isSo: () => Promise<boolean>): Promise<number> {
  while (!(await isSo())) {
    if (performance.now() - since > recoverWithinMs) return Infinity;
    await pause(200);
  }
  return performance.now() - since;
}

/** Both at the same time, so that the one says how slow the machine is. */
async function beside<T>(world: World, work: Promise<T>): Promise<{ result: T; tookMs: number; machineMs: number }> {
  const began = performance.now();
  const page = status(world, '/healthz').then(() => performance.now() - began);
  const result = await work;
  return { result, tookMs: performance.now() - began, machineMs: await page };
}

async function write(world: World, { chat }: Tom): Promise<Met> {
  const answered = (async () => {
    const sent = await chat.say('my requests');
    return chat.find(one => one.from === 'bot' && Number(one.id) > Number(sent.id), { withinMs: 30_000, what: 'any answer' });
  })();
  const { result, ...times } = await beside(world, answered);
  return { what: 'wrote', said: result.text, isExcuse: excuse.test(result.text), ...times };
}

async function press(world: World, { chat, card }: Tom): Promise<Met> {
  const { result, ...times } = await beside(world, chat.press(card, 'request.show'));
  const said = result.message ?? '';
  return { what: 'pressed', said: result.status === 200 ? said : `status ${result.status}`, isExcuse: excuse.test(said), ...times };
}

async function look(world: World, began: number): Promise<Lived['pages'][number]> {
  const [healthz, readyz] = await Promise.all([status(world, '/healthz'), status(world, '/readyz')]);
  return { healthz, readyz, afterMs: performance.now() - began };
}

async function status(world: World, page: string): Promise<number> {
  const answer = await fetch(`${world.bot().url}${page}`, { signal: AbortSignal.timeout(30_000) });
  await answer.body?.cancel();
  return answer.status;
}
