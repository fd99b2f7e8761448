// The resolvers' queue: what is open, oldest first, with the time left and who has it. Organisation, size and state only.
import type { Button, Card } from '../cards.ts';
import { duration, figure, formatDateTime, formatTime, forMarkdown, forPlain, plural } from '../words.ts';
import type { Brake } from './brake.ts';
import { isUndoAsked, reference, refusedCount, sizeOf, stateWord, type Progress, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';

export type Waiting = { request: ServiceRequest; organisationName: string; /** Null before it was started. */ progress: Progress | null; /** Started, and nobody is changed before then. */ waitsUntil: Date | null };

const soonMs = 2 * 3_600_000;
/** More rows would be a card to scroll through. */
export const mostRows = 4;
/** To tick in a form: more would be scrolled through, and a press decides on each. */
export const mostChoices = 15;

/** Takes the place of a queue card once a newer one is in the channel: one of them follows the queue. */
export const replacedBoard = (now: Date): Card => {
  const heading = `Out of date: a newer queue card was asked for at ${formatTime(now)}`;
  return { name: 'plain', data: { speak: `${heading}.`, heading, lines: ['Only the newest one in this channel follows the queue. Type **queue** to have it at the end.'] } };
};

const leftMs = ({ targetAt }: ServiceRequest, now: Date): number => (targetAt?.getTime() ?? 0) - now.getTime();
const isRunning = ({ status }: ServiceRequest): boolean => status !== 'on-hold';

/** `open`: shows the oldest. */
export function queueCard(requests: readonly ServiceRequest[], shown: readonly Waiting[], now: Date, open: Button | null, brake: Brake | null = null): Card {
  const running = requests.filter(isRunning);
  const late = running.filter(request => leftMs(request, now) <= 0).length;
  const soon = running.filter(request => leftMs(request, now) > 0 && leftMs(request, now) <= soonMs).length;
  const heading = requests.length === 0 ? 'No requests are open' : [`${plural(requests.length, 'request', 'requests')} open`, ...(late > 0 ? [`${figure(late)} late`] : []), ...(soon > 0 ? [`${figure(soon)} due within 2 hours`] : [])].join(', ');
  const left = requests.length - shown.length;
  return {
    name: 'queue',
    data: {
      speak: `${heading}.`,
      heading,
      ...(brake === null ? {} : { stopped: `All changes are stopped by ${forMarkdown(brake.stoppedByName)}, since ${formatDateTime(brake.stoppedAt)}.` }),
      subtle: `Oldest first. As of ${formatDateTime(now)}.`,
      items: shown.map(one => ({ title: `${reference(one.request)}: ${dueWords(one.request, now)}`, line: lineOf(one) })),
      more: left > 0 ? `And ${figure(left)} more.` : '',
      ...(open === null ? {} : { open }),
      canPick: requests.length > 0,
    },
  };
}

export function dueWords(request: ServiceRequest, now: Date): string {
  if (!isRunning(request)) return 'clock stopped, on hold';
  const left = leftMs(request, now);
  return left > 0 ? `due in ${duration(left)}` : `late by ${duration(-left)}`;
}

function lineOf({ request, organisationName, progress, waitsUntil }: Waiting): string {
  const size = `${people(sizeOf(request))}${request.kind === 'revoke-sessions' ? ' to sign out' : ''}`;
  const owner = request.ownerName === null ? 'nobody yet' : forMarkdown(request.ownerName);
  return `${forMarkdown(organisationName)}. ${size}, ${stateOf(request, progress, waitsUntil)}. Owner: ${owner}.`;
}

export function stateOf(request: ServiceRequest, progress: Progress | null, waitsUntil: Date | null = null): string {
  const { hold, halted } = request;
  const howFar = progress === null ? '' : ` (${figure(progress.applied + refusedCount(progress))} of ${figure(progress.total)})`;
  if (hold !== null) return hold.reference === null ? `on hold${howFar}` : `behind ${forMarkdown(forPlain(hold.reference))}`;
  return `${halted ?? stateWord(request, waitsUntil)}${isUndoAsked(request) ? '' : howFar}`;
}
