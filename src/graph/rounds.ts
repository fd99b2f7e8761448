// Writing to one group for many people: rounds of one $batch each, until every person has an outcome.
// Writes to one group must not overlap (409), so a round is a chain; a chain ends at the first refusal, and what was not used comes
// back in the next round. The first "already" makes us look who is there: after a lost reply that is everybody, and splitting alone
// would take hundreds of rounds. Reads can be stale, so we look again when "already" goes on; what no look sees is still found by splitting.
import { WorldError } from '../errors.ts';
import type { Outcome } from '../services.ts';
import { isSuccess, problemOf, toWorldError, type Answer } from './answer.ts';
import { batchAnswers, batchRequest, inChunks, mostItems, slowestOf, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { backoffMs, isPassing, longestWaitMs, mostTries } from './retry.ts';

/** When to come back where Graph does not say. */
export const againMs = 30_000;

/** What one answer means for the people of one request. */
export type Verdict =
  | { is: 'settled'; outcome: Outcome }
  /** Refused because of at least one of them: halves are tried apart. */
  | { is: 'split' }
  /** Not tried. */
  | { is: 'unused' }
  /** Tried, not done: throttled or in conflict. */
  | { is: 'held' }
  /** Nobody can tell whether it was done. */
  | { is: 'unsure' };

export type Writing = {
  /** How many people fit in one request. Read before each round: it may change. */
  most(): number;
  request(ids: readonly string[]): Item;
  /** `isUnsure`: an earlier request for the person may have been done. */
  judge(answer: Answer, ids: readonly string[], isUnsure: boolean): Verdict;
  /** Graph says that one of them is as wanted already: worth looking once who else is. */
  saysAlready(answer: Answer): boolean;
  /** Those of them who are as wanted already, by reading. Empty where a read cannot be trusted with it. */
  already(ids: readonly string[]): Promise<Set<string>>;
};

/** After a request of ours that nobody answered, "already" is most likely our own doing: counted as done, so that undo takes it back. */
export function thereAlready(isUnsure: boolean): Outcome {
  return isUnsure ? { is: 'done' } : { is: 'already' };
}

type Unit = readonly string[];
type Work = { client: GraphClient; writing: Writing; outcomes: Map<string, Outcome>; open: Unit[]; unsure: Set<string>; alreadySaid: number; looksAt: number; idle: number };
type Judged = { unit: Unit; answer: Answer; verdict: Verdict };

/**
 * An outcome for every id. `again` where Graph was down, busy or unreachable for too long, unsure for those of a request that nobody answered.
 * @throws WorldError('refused') when Graph refuses the whole before anything was settled.
 */
export async function inRounds(client: GraphClient, ids: readonly string[], writing: Writing): Promise<Map<string, Outcome>> {
  const work: Work = { client, writing, outcomes: new Map(), open: inChunks([...new Set(ids)], writing.most()), unsure: new Set(), alreadySaid: 0, looksAt: 1, idle: 0 };
  let afterMs: number | null = null;
  try {
    while (work.open.length > 0 && afterMs === null) afterMs = await round(work);
  } catch (error) {
    if (!(error instanceof WorldError) || (error.failure === 'refused' && work.outcomes.size === 0)) throw error;
    afterMs = error.retryAfterMs ?? againMs;
    // No answer that we understand: the whole $batch may have been done.
    if (error.failure === 'unavailable') work.open.slice(0, mostItems).flat().forEach((id) => work.unsure.add(id));
  }
  for (const id of work.open.flat()) work.outcomes.set(id, { is: 'again', afterMs: afterMs ?? againMs, ...(work.unsure.has(id) && { isUnsure: true }) });
  return work.outcomes;
}

/** Null to go on; otherwise how long to leave Graph alone. */
async function round(work: Work): Promise<number | null> {
  const units = work.open.flatMap((unit) => inChunks(unit, work.writing.most()));
  work.open = units;
  const sent = units.slice(0, mostItems);
  const answers = await send(work, sent);
  const judged = sent.flatMap((unit, n) => judge(work, unit, answers[n]));
  settle(work, judged);
  work.open = [...units.slice(mostItems), ...left(judged, 'unused'), ...left(judged, 'held', 'unsure'), ...left(judged, 'split').flatMap(halves)];
  const isProgress = judged.some(({ verdict }) => verdict.is === 'settled' || verdict.is === 'split');
  work.idle = isProgress ? 0 : work.idle + 1;
  if (judged.some(({ answer }) => work.writing.saysAlready(answer)) && (work.alreadySaid += 1) === work.looksAt) await look(work);
  return rest(work, judged);
}

async function send({ client, writing }: Work, units: readonly Unit[]): Promise<Answer[]> {
  const whole = await client.once(batchRequest(units.map((unit) => writing.request(unit)), true));
  if (isSuccess(whole)) {
    const answers = batchAnswers(whole.body, units.length, client.machine());
    client.heed(answers);
    return answers;
  }
  if (!isPassing(whole.status)) throw toWorldError(whole);
  return units.map(() => whole);
}

async function look(work: Work): Promise<void> {
  work.looksAt *= 4;
  const there = await work.writing.already(work.open.flat()).catch((error: unknown) => {
    // Not being able to look costs rounds, not outcomes.
    if (error instanceof WorldError) return new Set<string>();
    throw error;
  });
  there.forEach((id) => work.outcomes.set(id, thereAlready(work.unsure.has(id))));
  work.open = work.open.map((unit) => unit.filter((id) => !there.has(id))).filter((unit) => unit.length > 0);
}

function judge({ writing, unsure }: Work, unit: Unit, answer: Answer | undefined): Judged[] {
  return answer === undefined ? [] : [{ unit, answer, verdict: writing.judge(answer, unit, unit.every((id) => unsure.has(id))) }];
}

function settle({ client, outcomes, unsure }: Work, judged: readonly Judged[]): void {
  for (const { unit, answer, verdict } of judged) {
    if (verdict.is === 'unsure') unit.forEach((id) => unsure.add(id));
    if (verdict.is !== 'settled') continue;
    unit.forEach((id) => outcomes.set(id, verdict.outcome));
    if (verdict.outcome.is === 'refused') client.log.warn({ status: answer.status, code: problemOf(answer).code, reason: verdict.outcome.reason }, 'Graph refused a change for one person');
  }
}

async function rest({ client, idle }: Work, judged: readonly Judged[]): Promise<number | null> {
  const slowest = slowestOf(judged.filter(isStuck).map(({ answer }) => answer));
  if (slowest === null) return idle >= mostTries ? againMs : null;
  const waitMs = slowest.retryAfterMs ?? backoffMs(Math.max(1, idle), client.random, idle === 0);
  client.log.warn({ status: slowest.status, code: problemOf(slowest).code, attempt: idle, waitMs }, 'Graph did not change the group at once');
  if (waitMs > longestWaitMs) return waitMs;
  if (idle >= mostTries) return Math.max(againMs, waitMs);
  await client.sleep(waitMs);
  return null;
}

function isStuck({ verdict }: Judged): boolean {
  return verdict.is === 'held' || verdict.is === 'unsure';
}

function left(judged: readonly Judged[], ...kinds: Verdict['is'][]): Unit[] {
  return judged.filter(({ verdict }) => kinds.includes(verdict.is)).map(({ unit }) => unit);
}

function halves(unit: Unit): Unit[] {
  const middle = Math.ceil(unit.length / 2);
  return [unit.slice(0, middle), unit.slice(middle)].filter((half) => half.length > 0);
}
