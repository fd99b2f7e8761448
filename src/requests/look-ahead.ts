// What the directory says about the people of the coming slices, read while the present one is written: reads do not queue behind writes.
// Only in this process and for seconds. Whoever is not here is read when their slice is claimed, and nothing is decided from this alone.
import { WorldError } from '../errors.ts';
import type { Kind } from '../kinds/kind.ts';
import type { DirectoryPerson, Services } from '../services.ts';
import type { Round } from '../store/rounds.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'members' | 'sessions' | 'settings' | 'clock'>;
type Turn = { request: Pick<ServiceRequest, 'id'>; kind: Kind; round: Pick<Round, 'round'> };

export type Facts = { people: Map<string, DirectoryPerson>; already: Set<string> };
type Block = { ids: ReadonlySet<string>; readAt: number; facts: Promise<Facts | null> };
type Ahead = { blocks: Block[]; isAlreadyCommon: boolean; touchedAt: number };

/** 600 ids fill two batches. Two blocks: one is used up while the other is read. */
const blockSize = 600;
const mostAhead = 2 * blockSize;
/** Older facts are read anew: a lane may wait a while between two slices. */
const keepMs = 10_000;
/** From one in twenty on, asking who is there already is cheaper than being refused for them. */
const commonShare = 0.05;

const kept = new WeakMap<Services['directory'], Map<string, Ahead>>();

function aheadOf({ directory, clock }: Needs, { request, round }: Turn): Ahead {
  const all = kept.get(directory) ?? new Map<string, Ahead>();
  kept.set(directory, all);
  const now = clock.machine();
  const key = `${request.id}/${round.round}`;
  for (const [other, { touchedAt }] of all) if (other !== key && touchedAt + keepMs < now) all.delete(other);
  const ahead = all.get(key) ?? { blocks: [], isAlreadyCommon: false, touchedAt: now };
  all.set(key, Object.assign(ahead, { touchedAt: now, blocks: ahead.blocks.filter(block => block.readAt + keepMs >= now) }));
  return ahead;
}

/** The facts about these people, no older than some seconds; reads those that are not known. */
export async function factsAbout(needs: Needs, turn: Turn, ids: readonly string[]): Promise<Facts> {
  const ahead = aheadOf(needs, turn);
  const facts: Facts = { people: new Map(), already: new Set() };
  const known = new Set<string>();
  for (const block of ahead.blocks) {
    const mine = ids.filter(id => block.ids.has(id));
    const found = mine.length === 0 ? null : await block.facts;
    if (found === null) continue;
    for (const id of mine) take(facts, found, id, known);
  }
  const missing = ids.filter(id => !known.has(id));
  const read = missing.length === 0 ? facts : await readFacts(needs, turn.kind, missing, ahead.isAlreadyCommon);
  for (const id of missing) take(facts, read, id, known);
  return facts;
}

function take(to: Facts, from: Facts, id: string, known: Set<string>): void {
  const person = from.people.get(id);
  if (person !== undefined) to.people.set(id, person);
  if (from.already.has(id)) to.already.add(id);
  known.add(id);
}

/** Begins to read about those who come next. Never throws: what could not be read ahead is read in its turn. */
export async function lookAhead(needs: Needs, turn: Turn): Promise<void> {
  const ahead = aheadOf(needs, turn);
  const coming = await needs.store.effects.nextPeople(turn.request.id, turn.round.round, mostAhead).catch(() => []);
  ahead.blocks = ahead.blocks.filter(block => coming.some(id => block.ids.has(id)));
  const unread = coming.filter(id => !ahead.blocks.some(block => block.ids.has(id)));
  // A part of a block would be a part of a batch, unless nobody comes after it.
  const isEnd = coming.length < mostAhead;
  for (let n = 0; n < unread.length && (isEnd || unread.length - n >= blockSize); n += blockSize) {
    const ids = unread.slice(n, n + blockSize);
    ahead.blocks.push({ ids: new Set(ids), readAt: needs.clock.machine(), facts: readFacts(needs, turn.kind, ids, ahead.isAlreadyCommon).catch(() => null) });
  }
}

/** A slice came to this many of them being so already. */
export function learn(needs: Needs, turn: Turn, already: number, of: number): void {
  const ahead = aheadOf(needs, turn);
  const isCommon = already > of * commonShare;
  // What was read ahead without it would be refused slice by slice.
  if (isCommon && !ahead.isAlreadyCommon) ahead.blocks = [];
  ahead.isAlreadyCommon = isCommon;
}

async function readFacts(needs: Needs, kind: Kind, ids: readonly string[], asksAlready: boolean): Promise<Facts> {
  const [people, already] = await Promise.all([needs.directory.people(ids), asksAlready ? alreadyAmong(needs, kind, ids) : new Set<string>()]);
  return { people, already };
}

/** Not being able to ask costs time, not outcomes: Graph then says so itself. */
const alreadyAmong = (needs: Needs, kind: Kind, ids: readonly string[]): Promise<Set<string>> =>
  kind.already(needs, ids).catch((error: unknown) => {
    if (error instanceof WorldError) return new Set();
    throw error;
  });
