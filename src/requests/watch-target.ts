// The target, watched by the calendar: resolvers are told two hours before it would be missed, and everybody honestly when it was.
import type { Again } from '../jobs/run-job.ts';
import { warnAt } from '../schedule.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { duration, formatDateTime, formatFrom, forPlain } from '../words.ts';
import { brakeNote, isBrakedBy } from './brake.ts';
import { shownProgress } from './gather.ts';
import { advance } from './lifecycle.ts';
import { saveMove, say, wantQueue } from './save-move.ts';
import { isUnderWay, isUndoAsked, isUndoing, reference, sizeOf, stateWord, type Lateness, type ServiceRequest } from './service-request.ts';
import { kindWords, people } from './view.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'settings'>;
/** With until when it waits for working hours, or for the time that was asked for. */
type Watched = { request: ServiceRequest; waitsUntil: Date | null };

export async function watchTarget(needs: Needs, { requestId }: { requestId: string }): Promise<Again> {
  return needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const { targetAt } = request ?? {};
    // On hold its clock stands still: whoever resumes it has it watched again.
    if (request === null || targetAt == null || !isUnderWay(request)) return undefined;
    const at = needs.clock.calendar();
    if (at < warnAt(targetAt)) return { againAt: warnAt(targetAt) };
    const waitsUntil = (await tx.rounds.waiting([request.id], at)).get(request.id) ?? null;
    if (request.lateness !== null) return await watchPromise(tx, needs, { request, waitsUntil }, request.lateness);
    if (at >= targetAt) return void (await tellLate(tx, needs, { request, waitsUntil }, targetAt));
    if (request.dueSoonAt === null) await tellDueSoon(tx, needs, { request, waitsUntil }, targetAt);
    return { againAt: targetAt };
  });
}

/** A new time that a resolver gave for a late one: missed, it is said once more. */
async function watchPromise(tx: Tables, needs: Needs, watched: Watched, { until, missedAt }: Lateness): Promise<Again> {
  const { request } = watched;
  const at = needs.clock.calendar();
  if (missedAt === null && at < until) return { againAt: until };
  const move = advance(request, { is: 'late-again' }, at);
  if (move === null) return undefined;
  await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'late-again' });
  const promised = formatDateTime(until);
  const brake = await brakeOn(tx, request);
  await say(tx, needs.settings.RESOLVER_CHANNEL, { is: 'text', text: `${reference(request)} is late again, it was promised by ${promised}: ${stateOf(watched)}${brake}` }, at, request.id);
  await say(tx, request.conversationId, { is: 'text', text: `${reference(request)} is late again: we expected to finish by ${promised}. ${await soFar(tx, watched)}${brake} The resolvers have been told. You do not need to do anything.` }, at, request.id);
  return undefined;
}

async function tellDueSoon(tx: Tables, { settings, clock }: Needs, watched: Watched, targetAt: Date): Promise<void> {
  const { request } = watched;
  const at = clock.calendar();
  await tx.requests.save({ ...request, dueSoonAt: at });
  await wantQueue(tx, request.id);
  const left = duration(targetAt.getTime() - at.getTime());
  await say(tx, settings.RESOLVER_CHANNEL, { is: 'text', text: `${reference(request)} is due in ${left}, by ${formatDateTime(targetAt)}: ${stateOf(watched)}${await brakeOn(tx, request)}` }, at, request.id);
}

async function tellLate(tx: Tables, needs: Needs, watched: Watched, targetAt: Date): Promise<void> {
  const { request } = watched;
  const at = needs.clock.calendar();
  const move = advance(request, { is: 'late' }, at);
  if (move === null) return;
  await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'late' });
  const aimed = formatDateTime(targetAt);
  const brake = await brakeOn(tx, request);
  await say(tx, needs.settings.RESOLVER_CHANNEL, { is: 'text', text: `${reference(request)} is late, it was due by ${aimed}: ${stateOf(watched)}${brake}` }, at, request.id);
  await say(tx, request.conversationId, { is: 'text', text: `${reference(request)} is late: we aimed to finish by ${aimed}. ${await soFar(tx, watched)}${brake} The resolvers have been told. You do not need to do anything.` }, at, request.id);
}

/** Its clock runs while all changes are stopped, so whoever reads that it is late reads why. */
const brakeOn = async (tx: Tables, request: ServiceRequest): Promise<string> => (isBrakedBy(request) && (await tx.brakes.current()) !== null ? brakeNote : '');

/** For the resolver channel: no organisation's name is needed to act on it, and nobody's but the resolver's who has it. */
function stateOf({ request, waitsUntil }: Watched): string {
  const owner = request.ownerName === null ? 'nobody has it yet' : `${forPlain(request.ownerName)} has it`;
  return `${people(sizeOf(request))}, ${stateWord(request, waitsUntil)}, ${owner}.`;
}

async function soFar(tx: Tables, { request, waitsUntil }: Watched): Promise<string> {
  const progress = await shownProgress(tx, request);
  if (progress === null) return 'Nobody has been changed yet.';
  if (isUndoAsked(request)) return 'Nobody has been changed by the undo yet.';
  const { applied, total } = progress;
  if (isUndoing(request)) return `${kindWords[request.kind].undid} ${applied} of ${people(total)} so far.`;
  return `${applied} of ${people(total)} ${applied === 1 ? kindWords[request.kind].has : kindWords[request.kind].have} so far.${waitsUntil === null ? '' : ` It goes on by itself on ${formatFrom(waitsUntil)}.`}`;
}
