// One kill at each named step of applying and of posting; what the database and Teams say at that very moment shows that it fell there.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Connection } from '../../../src/store/connect.ts';
import type { World } from '../../support/world.ts';
import type { Fleet } from '../fleet.ts';
import type { Aim, Step } from './aim.ts';

export const applyingSteps = ['intent-saved', 'before-call', 'call-done', 'answer-read', 'outcome-uncommitted', 'outcome-saved'] as const satisfies Step[];
export const postingSteps = ['before-post', 'post-sent'] as const satisfies Step[];

type Scene = { fleet: Fleet; world: World; aim: Aim; gone: ReadonlySet<string>; open: () => Promise<Connection>; patienceMs: number };

/** In this order each kill of applying falls on people whom nobody has changed yet, as the checks ask: the first three on one slice, each other on a new one. */
export async function killAtEachStep(scene: Scene): Promise<void> {
  for (const step of applyingSteps) {
    await killAt(scene, step, async () => assert.deepEqual(notAt(step, await stateIn(scene), new Set((await scene.world.group()).members), scene.gone), [], `the kill "${step}" fell elsewhere`));
  }
  for (const step of postingSteps) await killWhilePosting(scene, step);
}

async function killAt({ aim, fleet, patienceMs }: Scene, step: Step, whileDead: () => Promise<void>, provoke = () => Promise.resolve()): Promise<void> {
  aim.at(step, 'SIGKILL');
  await provoke();
  const pid = await aim.struck(step, patienceMs);
  await fleet.kill(await fleet.nameOf(pid), whileDead);
}

/** Somebody asks for help, and asks again where no answer came: the first answer's post is begun, and either there or not. */
async function killWhilePosting(scene: Scene, step: 'before-post' | 'post-sent'): Promise<void> {
  const la = await scene.world.person('priya').chat();
  const answers = async () => (await la.messages()).filter(message => message.from === 'bot').length;
  const before = await answers();
  const listed = scene.fleet.unknownPosts().length;
  const help = async (): Promise<void> => {
    await scene.fleet.ready();
    await la.say('help');
  };
  await killAt(scene, step, async () => {
    const { posting } = await stateIn(scene);
    assert.deepEqual([posting, await answers() - before], [[{ subject: 'card', activity_id: null }], step === 'post-sent' ? 1 : 0], `the kill "${step}" fell elsewhere`);
  }, help);
  for (const until = performance.now() + scene.patienceMs; scene.fleet.unknownPosts().length === listed; await pause(100)) assert.ok(performance.now() < until, `the post of "${step}" was not listed as unknown`);
  assert.equal(await answers() - before, step === 'post-sent' ? 1 : 0, 'an unknown post was repeated');
}

const state = z.object({
  calling: z.array(z.string()), saved: z.array(z.string()), audited: z.array(z.string()), follows: z.array(z.string()),
  posting: z.array(z.object({ subject: z.string(), activity_id: z.string().nullable() })),
});
type State = z.infer<typeof state>;

async function stateIn({ open }: Scene): Promise<State> {
  const connection = await open();
  const ids = async (statement: ReturnType<typeof sql>) => (await statement.execute(connection.db)).rows.map(row => z.object({ id: z.string() }).parse(row).id);
  try {
    return state.parse({
      calling: await ids(sql`select person_id as id from effect where state = 'calling'`),
      saved: await ids(sql`select person_id as id from effect where state in ('done', 'already')`),
      audited: await ids(sql`select person_id as id from audit where action in ('applied', 'already') and person_id is not null`),
      follows: await ids(sql`select name as id from job where name in ('confirm-round', 'run-lane')`),
      posting: (await sql`select subject, activity_id from post where state = 'posting'`.execute(connection.db)).rows,
    });
  } finally {
    await connection.close();
  }
}

/** What contradicts that the process died at this step. `group`: the directory's truth; `gone`: those whom no call is about. */
function notAt(step: (typeof applyingSteps)[number], { calling, saved, audited, follows }: State, group: ReadonlySet<string>, gone: ReadonlySet<string>): string[] {
  const told = new Set(audited);
  const wrong = saved.every(id => told.has(id)) && told.size === saved.length ? [] : ['outcomes and audit differ'];
  if (step === 'outcome-saved') {
    return [
      ...wrong, ...(calling.length > 0 ? ['somebody is still being called'] : []), ...(saved.length > 0 ? [] : ['no outcome is saved']),
      ...(saved.every(id => group.has(id)) ? [] : ['an outcome without its effect']), ...(follows.length === 2 ? [] : [`what follows is only ${follows.join()}`]),
    ];
  }
  const isDone = step !== 'intent-saved' && step !== 'before-call';
  const called = calling.filter(id => !gone.has(id));
  return [
    ...wrong, ...(called.length > 0 ? [] : ['no intent is saved']), ...(calling.some(id => told.has(id)) ? ['an outcome is saved'] : []),
    ...(called.every(id => group.has(id) === isDone) ? [] : [isDone ? 'the call was not done' : 'the call was done']),
  ];
}
