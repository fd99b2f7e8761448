// One plan played: a list of fresh people is checked, submitted, applied and confirmed by the real jobs while the sandbox's Graph fails as planned.
import { z } from 'zod';
import type { ServiceRequest } from '../../../src/requests/service-request.ts';
import { graphAs, type Graph } from '../../sandbox/graph-caller.ts';
import { press, requestOf, resolvers } from '../../support/desk.ts';
import { received } from '../../support/journey.ts';
import { readLedger, type Ledger } from '../ledger.ts';
import type { Fate, Plan } from './plan.ts';
import { openPlay, type Play, type Stage } from './stage.ts';

const hour = 3_600_000;
const mfa = '6f0e0000-0000-4000-8000-00000000a001';
const exclusions = '6f0e0000-0000-4000-8000-00000000a002';

type Person = { id: string; address: string; fate: Fate };
type Row = { address: string; personId: string | null; cause: string | null; isAlready: boolean; state: string | null; reason: string | null; isConfirmed: boolean; contradicted: string | null };

export type Facts = {
  people: Person[];
  request: ServiceRequest;
  rows: Row[];
  ledger: Ledger;
  /** The sandbox's truth at the end. */
  inGroup: string[];
  asked: string[];
  gone: string[];
  strangers: string[];
  /** Where it stood still for a person to press. */
  stops: string[];
  accepted: number;
  requests: number;
  /** Answers that went wrong on purpose. */
  faults: number;
  slices: number;
  early: string[];
  errors: string[];
};

/** Called once the faults have lasted so long, or a person has to press: what is said by then, and how they end. */
export type Watching = { forMs: number; ended(play: Play, request: ServiceRequest): Promise<void> };

let played = 0;

/** @throws Error where it does not come to its end. */
export async function enable(stage: Stage, plan: Plan, random: () => number, watching?: Watching): Promise<Facts> {
  const people = await prepare(stage, plan);
  const play = await openPlay(stage, random);
  try {
    return await journey(stage, play, plan, people, watching);
  } finally {
    await play.end();
    await put(stage, []);
    await stage.api('PUT', '/api/faults', { staleReadsMs: 1_000 });
    for (const { id } of people) await change(stage, id, { gone: true, role: false });
  }
}

const put = (stage: Stage, rules: readonly object[]) => stage.api('PUT', '/api/graph-faults', rules);
const change = (stage: Stage, id: string, to: object) => stage.api('PATCH', `/api/directory/people/${id}`, to);

const made = z.object({ addresses: z.array(z.string()) });
const shown = z.object({ id: z.string(), gone: z.boolean() });
const look = async (stage: Stage, key: string) => shown.parse(await stage.api('GET', `/api/directory/people/${encodeURIComponent(key)}`));

async function prepare(stage: Stage, { fates, isLarge, staleReadsMs }: Plan): Promise<Person[]> {
  const { addresses } = made.parse(await stage.api('POST', '/api/directory/people', { count: fates.length, organisation: 'ZZ101', prefix: `seed${(played += 1)}-` }));
  const people = await Promise.all(addresses.map(async (address, n): Promise<Person> => ({ address, id: (await look(stage, address)).id, fate: fates[n] ?? 'joins' })));
  const write = await graphAs(sandboxOf(stage), 'MEMBERS');
  for (const [group, fate] of [[mfa, 'already'], [exclusions, 'excluded']] as const) for (const { id } of people.filter(person => person.fate === fate)) await addTo(write, group, id);
  await stage.api('PATCH', '/api/group', { bareMembers: isLarge ? 1_000_000 : 0 });
  await stage.api('PUT', '/api/faults', { staleReadsMs });
  stage.clock.pass(staleReadsMs + 1_000);
  return people;
}

const sandboxOf = (stage: Stage) => ({ url: stage.url, api: stage.api, dataDir: '', kill: () => Promise.resolve(), stop: () => Promise.resolve() });

async function addTo(write: Graph, group: string, id: string): Promise<void> {
  const { status } = await write('POST', `/groups/${group}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });
  if (status !== 204) throw new Error(`Not prepared: ${status}`);
}

async function journey(stage: Stage, play: Play, plan: Plan, people: Person[], watching?: Watching): Promise<Facts> {
  stage.watch.reset();
  const strangers = Array.from({ length: plan.strangers }, (_, n) => `nobody${n + 1}@nhs.example`);
  const given = { rules: 0, left: 0 };
  const switchOn = async (rules: readonly { times?: number | undefined }[]) => {
    given.left += await leftOf(stage);
    given.rules += rules.reduce((sum, { times = 1 }) => sum + times, 0);
    await put(stage, rules);
  };
  await switchOn(plan.atCheck);
  const request = await received(play, [...people.map(({ address }) => address), ...strangers]);
  const now = () => requestOf(play, request);
  if (plan.atCheck.length > 0) await watch(play, now, watching);
  await reach(play, async () => (await now()).status !== 'checking', 12 * hour, 'a checked list');
  for (const { id, fate } of people) await meet(stage, id, fate);
  // The snapshot of who is protected grows old.
  stage.clock.pass(6 * 60_000);
  await switchOn(plan.atApply);
  const end = await apply(play, now, plan.atApply.length > 0 ? watching : undefined);
  given.left += await leftOf(stage);
  await put(stage, []);
  return { ...end, ...(await truth(stage, play, people, await now())), people, strangers, requests: stage.watch.count(), faults: given.rules - given.left, early: stage.watch.early(), errors: play.logged(50).map(({ msg }) => msg) };
}

const leftOf = async (stage: Stage): Promise<number> => z.array(z.object({ times: z.number() })).parse(await stage.api('GET', '/api/graph-faults')).reduce((sum, { times }) => sum + times, 0);

async function reach(play: Play, isReached: () => Promise<boolean>, withinMs: number, what: string): Promise<void> {
  if (!(await play.until(isReached, withinMs))) throw new Error(`It never came to ${what}.`);
}

/** What happens to some people after the check. */
async function meet(stage: Stage, id: string, fate: Fate): Promise<void> {
  if (fate === 'leaves') await change(stage, id, { gone: true });
  if (fate === 'moves') await change(stage, id, { organisation: 'ZZ202' });
  if (fate === 'promoted') await change(stage, id, { role: true });
}

async function watch(play: Play, now: () => Promise<ServiceRequest>, watching: Watching | undefined): Promise<void> {
  if (watching === undefined) return;
  await play.until(async () => (await now()).halted !== null, watching.forMs);
  await watching.ended(play, await now());
}

type End = Pick<Facts, 'stops' | 'accepted'>;

/** Submits, starts, and presses what a resolver would press, until it is resolved. */
async function apply(play: Play, now: () => Promise<ServiceRequest>, watching?: Watching): Promise<End> {
  const stops: string[] = [];
  const request = await now();
  if ((await play.store.rows.totals(request.id)).wouldChange === 0) return { stops, accepted: 0 };
  await press(play, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123' } });
  await press(play, 'dan', 'request.start', request, { in: resolvers(play) });
  await watch(play, now, watching);
  for (let presses = 0; (await now()).status === 'in-progress'; presses++) {
    await reach(play, async () => (await now()).status !== 'in-progress' || (await now()).halted !== null, 12 * hour, 'the end of applying');
    const { halted, reason } = await now();
    if (halted === null) break;
    if (presses > 20) throw new Error('It stops again and again.');
    stops.push(reason ?? '');
    await press(play, 'dan', 'request.continue', request, { in: resolvers(play) });
  }
  const progress = async () => play.store.effects.progress(request.id, (await now()).round, 6);
  await play.until(async () => { const { applied, confirmed, contradicted } = await progress(); return confirmed + contradicted === applied; }, 12 * hour);
  const { applied, confirmed } = await progress();
  if (applied > 0) await press(play, 'dan', 'request.portal-marked', request, { in: resolvers(play) });
  if ((await now()).status === 'confirming') await press(play, 'dan', 'request.accept', request, { in: resolvers(play) });
  await play.until(() => Promise.resolve(false), 2 * 60_000);
  return { stops, accepted: applied - confirmed };
}

const group = z.object({ members: z.array(z.string()) });
const signIn = z.object({ asksForMfa: z.boolean() });

async function truth(stage: Stage, play: Play, people: readonly Person[], request: ServiceRequest): Promise<Pick<Facts, 'request' | 'rows' | 'ledger' | 'inGroup' | 'asked' | 'gone' | 'slices'>> {
  const { members } = group.parse(await stage.api('GET', '/api/group'));
  const asked = await Promise.all(people.map(async ({ id, address }) => ({ id, isAsked: signIn.parse(await stage.api('GET', `/api/sign-in?address=${encodeURIComponent(address)}`)).asksForMfa })));
  const gone = await Promise.all(people.map(async ({ id }) => look(stage, id)));
  return {
    request, rows: await play.store.rows.outcomes(request.id, request.round, 0, 500), ledger: await readLedger(play.connection.db),
    inGroup: people.filter(({ id }) => members.includes(id)).map(({ id }) => id),
    asked: asked.filter(({ isAsked }) => isAsked).map(({ id }) => id),
    gone: gone.filter(person => person.gone).map(({ id }) => id),
    slices: (await play.store.rounds.find(request.id, request.round))?.slices ?? 0,
  };
}
