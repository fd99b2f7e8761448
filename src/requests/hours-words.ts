// What cards say while a request waits for working hours or for the time it was not to start before.
import type { CardData } from '../cards.ts';
import { formatDateTime, formatFrom, formatHours, forMarkdown, mostWritten } from '../words.ts';
import { reference, refusedCount, type Progress } from './service-request.ts';
import { button, type View } from './view.ts';

const isBegun = (progress: Progress): boolean => progress.applied + refusedCount(progress) > 0;

/** Waiting for the time its Local Administrator asked for, rather than for working hours. */
const isAskedFor = ({ request, waitsUntil }: View): boolean => request.notBefore !== null && request.notBefore.getTime() === waitsUntil?.getTime();

/** Null where it does not wait, where how far it came says more, and where nobody knows when changes go on. */
export const waitingHeading = ({ waitsUntil, brake }: View, progress: Progress, what: string): string | null => (waitsUntil === null || brake !== null || isBegun(progress) ? null : `Started: ${what}, applying from ${formatFrom(waitsUntil)}`);

/** `own`: on the card of the Local Administrator who asked. Null where it does not wait. */
export function waitingLine(view: View, progress: Progress, own: boolean): string | null {
  const { waitsUntil, workingHours, brake } = view;
  if (waitsUntil === null) return null;
  if (brake !== null) return isAskedFor(view) ? `Nor does it start before ${formatFrom(waitsUntil)}, as ${own ? 'you' : 'its Local Administrator'} asked.` : `Then it keeps to working hours: ${formatHours(workingHours)}.`;
  if (isAskedFor(view)) return own ? 'It does not start before then, as you asked.' : 'Its Local Administrator asked for it not to start before then.';
  const hours = `in working hours: ${formatHours(workingHours)}`;
  return isBegun(progress) ? `It goes on by itself on ${formatDateTime(waitsUntil)}, ${hours}.` : `It begins by itself then, ${hours}.`;
}

/** The target runs on over a weekend, and is honest about it. */
export const laterThanAimed = ({ request, waitsUntil, brake }: View): string[] =>
  waitsUntil === null || brake !== null || request.targetAt === null || request.lateAt !== null || waitsUntil < request.targetAt ? [] : [`That is later than we aimed for, ${formatDateTime(request.targetAt)}.`];

/** Said for as long as the round lasts. */
export const outsideHoursLine = ({ request }: View): string[] => (request.outsideHours === null ? [] : [`A resolver went on outside working hours. The reason given: ${forMarkdown(request.outsideHours, { most: mostWritten })}`]);

/** For a resolver, where it is working hours that it waits for, and nothing else. */
export function waiving(view: View): Pick<CardData['resolver'], 'waive'> {
  const { request, waitsUntil } = view;
  if (waitsUntil === null || view.brake !== null || request.outsideHours !== null || isAskedFor(view)) return {};
  const name = reference(request);
  const when = request.notBefore === null ? 'at once' : `at once, but not before ${formatFrom(request.notBefore)}, as was asked`;
  return {
    waive: {
      ...button(view, 'request.outside-hours', `Apply ${name} now, outside working hours`),
      showTitle: `Apply ${name} now`,
      line: `MFA is applied ${when}, when fewer may be there to help. Name nobody in the reason: it is kept with the audit trail.`,
      label: 'Why, for the LA to read',
    },
  };
}

/** For Local Administrators, who asked for it to wait. */
export function startingSooner(view: View): Pick<CardData['status'], 'sooner'> {
  const { request } = view;
  const { notBefore } = request;
  if (notBefore === null || (request.status === 'in-progress' && !isAhead(view, notBefore))) return {};
  const name = reference(request);
  return {
    sooner: {
      ...button(view, 'request.start-sooner', `Do not wait until ${formatFrom(notBefore)}`),
      showTitle: `Start ${name} sooner`,
      line: `MFA is then applied as soon as a resolver has started it, in working hours: ${formatHours(view.workingHours)}. If you have told people a date, tell them again.`,
    },
  };
}

const isAhead = ({ request, waitsUntil }: View, notBefore: Date): boolean => waitsUntil !== null && request.startedAt !== null && notBefore > request.startedAt;
