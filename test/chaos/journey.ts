// One list enabled while the bot is killed: the upload, the check, Start, applying, confirming. People press again until they are answered, as people do.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { headingOf } from '../support/card-reading.ts';
import type { Answer, Chat, Message, Seen } from '../support/chat.ts';
import type { World } from '../support/world.ts';
import { aims, type Killer, type Moment } from './kills.ts';
import type { ListFile } from './list-file.ts';

type Stage = {
  world: World;
  killer: Killer;
  kills: Record<Moment, number>;
  list: ListFile;
  /** The process that answers Teams, and those that do the work. */
  web: string;
  workers: readonly string[];
  /** Longer than a lease, where nobody may take a dead one's work before it lapses. */
  patienceMs: number;
  /** After the check: people leave, and are refused when it comes to them. */
  beforeStart: () => Promise<void>;
  toJoin: number;
  /** More that happens while people join, after the kills. */
  whileApplying: () => Promise<void>;
  /** Called while the process that read an upload is dead. */
  whenCutOff: () => Promise<void>;
};

export type Finished = { outcome: string; resolved: Message; chats: Chat[]; uploads: number };

export async function enableWhileKilled(stage: Stage): Promise<Finished> {
  const la = await stage.world.person('priya').chat();
  const dan = await stage.world.resolvers('dan');
  const uploads = await sendUntilTaken(stage, la);
  for (let n = 0; n < stage.kills.checking; n++) await strikeAtWork(stage, 'checking', 1_200);
  const report = await la.card(/^Checked/, { withinMs: stage.patienceMs });
  await stage.beforeStart();
  const form = await pressed(la, report, 'request.form');
  await pressed(la, form, 'request.submit', { contactNumber: '07700 900123' });
  await start(stage, dan);
  for (const aim of aims(stage.kills.applying, stage.list.toEnable.size, stage.killer.random)) await strikeAtWork(stage, 'applying', 900, aim);
  await stage.whileApplying();
  await until(stage, async () => (await stage.world.group()).count >= stage.toJoin, 'everybody to have joined');
  for (let n = 0; n < stage.kills.confirming; n++) await stage.killer.strike('confirming', 2_500, stage.workers);
  // Reads that came too early are repeated by the calendar.
  await stage.world.wind({ by: 2 * 60_000 });
  await pressed(dan, await dan.card(/^Waiting for the Portal/, { withinMs: stage.patienceMs }), 'request.portal-marked');
  const resolved = await la.card(/^Resolved/, { withinMs: stage.patienceMs });
  await pressed(la, resolved, 'request.outcome');
  return { outcome: await la.acceptFile(/outcome/), resolved, chats: [la, dan], uploads };
}

/** Long enough to save some of the first half's rows. */
const halfSavedMs = 1_000;

/** Kills during the upload; whoever is asked for the file again sends it again. */
async function sendUntilTaken(stage: Stage, la: Chat): Promise<number> {
  const send = () => la.say('', { file: { name: 'march mailboxes.csv', bytes: stage.list.bytes } });
  // Half of the file is there and the rest does not come: a kill falls among the rows, on a machine of any speed.
  await stage.world.faults({ downloadStallMs: 10_000 });
  for (let n = 0; n < stage.kills.receiving; n++) {
    const sent = await taken(send);
    await la.card(/^Checking/, { newerThan: sent, withinMs: stage.patienceMs });
    await pause(halfSavedMs);
    await stage.killer.strike('receiving', 1_000, [stage.web], stage.whenCutOff);
    await la.card(/^Interrupted/, { newerThan: sent, withinMs: stage.patienceMs });
  }
  await stage.world.faults({ downloadStallMs: 0 });
  await taken(send);
  return stage.kills.receiving + 1;
}

/** The bot does not answer while it starts; Teams then says so, and the person tries again. */
async function taken(send: () => Promise<{ id: string; botStatus: number }>): Promise<{ id: string }> {
  for (;;) {
    const said = await send();
    if (said.botStatus >= 200 && said.botStatus < 300) return said;
    await pause(200);
  }
}

async function pressed(chat: Chat, on: Seen, verb: string, inputs: Record<string, unknown> = {}): Promise<Answer> {
  for (;;) {
    const answer = await chat.press(on, verb, inputs);
    if (answer.status === 200) return answer;
    await pause(200);
  }
}

/** Killed while Start is on its way: pressed again, the first answer comes again. A slow directory may ask for another press. */
async function start(stage: Stage, dan: Chat): Promise<void> {
  const card = await dan.card(/^New/, { withinMs: stage.patienceMs });
  for (let n = 0; n < stage.kills.starting; n++) await Promise.all([dan.press(card, 'request.start'), stage.killer.strike('starting', 60, [stage.web])]);
  let answer = await pressed(dan, card, 'request.start');
  for (let n = 0; n < 5 && answer.message?.includes('Try again'); n++) answer = await pressed(dan, card, 'request.start');
  if (!answer.heading.startsWith('In progress')) throw new Error(`Start was answered with "${answer.heading}"`);
}

/** Waits until work goes on after the last kill, then kills in the middle of it. */
async function strikeAtWork(stage: Stage, during: Moment, withinMs: number, onceJoined = 0): Promise<void> {
  const before = await workDone(stage.world);
  const isThere = async () => (await workDone(stage.world)) > before && (onceJoined === 0 || (await stage.killer.joined()) >= onceJoined);
  await until(stage, async () => (await isThere()) || (await isOver(stage, during)), `work to go on while ${during}`);
  await stage.killer.strike(during, withinMs, stage.workers);
}

async function isOver(stage: Stage, during: Moment): Promise<boolean> {
  if (during === 'applying') return (await stage.world.group()).count >= stage.toJoin;
  const la = await stage.world.person('priya').chat();
  return (await la.messages()).some(message => headingOf(message.card).startsWith('Checked'));
}

const log = z.object({ counts: z.record(z.string(), z.number()) });

/** Answers of Graph since the sandbox began, by method and status. */
export const graphCounts = async (world: World): Promise<Record<string, number>> => log.parse(await world.api('GET', '/api/graph-log')).counts;

const workDone = async (world: World): Promise<number> => Object.values(await graphCounts(world)).reduce((sum, count) => sum + count, 0);

async function until(stage: Stage, isSo: () => Promise<boolean>, what: string): Promise<void> {
  const giveUp = performance.now() + stage.patienceMs;
  while (!(await isSo())) {
    if (performance.now() > giveUp) throw new Error(`Waited ${stage.patienceMs / 1_000} s for ${what}.`);
    await pause(100);
  }
}
