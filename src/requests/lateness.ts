// By when a request is to be finished, why a late one is late, and the new time a resolver promises for it: what cards and messages say of them.
import { forMarkdown, formatDateTime, forPlain, mostWritten } from '../words.ts';
import type { Fact } from '../cards.ts';
import { isUnderWay, reference, type Lateness, type ServiceRequest } from './service-request.ts';

/** In progress, late: ... */
export const withLateness = (request: ServiceRequest, heading: string): string => (request.lateAt === null || !isUnderWay(request) ? heading : heading.replace(/^[^:]+/, '$&, late'));

export const aim = ({ targetAt }: ServiceRequest): string => (targetAt === null ? '' : formatDateTime(targetAt));
export const finishBy = (request: ServiceRequest): Fact => ({ title: request.lateAt === null ? 'Finish by' : 'Was due', value: aim(request) });

/** The promise that is still good, or was missed; null where nobody has said why, or it is not late any more. */
const promised = (request: ServiceRequest): Lateness | null => (request.lateAt !== null && isUnderWay(request) ? request.lateness : null);

export function newTimeLines(request: ServiceRequest): string[] {
  const lateness = promised(request);
  if (lateness === null) return [];
  const until = formatDateTime(lateness.until);
  return [lateness.missedAt === null ? `Now we expect to finish by ${until}.` : `Then we expected to finish by ${until}, and missed that too. The resolvers have been told.`];
}

/** For its Local Administrators alone: what was written to them may name somebody. */
export const whyLate = (request: ServiceRequest): Fact[] => {
  const lateness = promised(request);
  return lateness === null ? [] : [{ title: 'Why late', value: forMarkdown(lateness.reason, { most: mostWritten }) }];
};

/** For resolvers. */
export const newTime = (request: ServiceRequest): Fact[] => {
  const lateness = promised(request);
  return lateness === null ? [] : [{ title: lateness.missedAt === null ? 'Now by' : 'Missed too', value: formatDateTime(lateness.until) }];
};

/** As a sentence, whether it ends like one or not. */
const sentence = (reason: string): string => (/[.!?]$/.test(reason) ? reason : `${reason}.`);

/** Said in the chat of its Local Administrator, once for each new promise. */
export const lateLine = (request: ServiceRequest, { reason, until }: Lateness): string =>
  `${reference(request)} is late: ${forMarkdown(sentence(reason), { most: mostWritten + 1 })} We now expect to finish by ${formatDateTime(until)}. You do not need to do anything.`;

/** On the ticket, where no Markdown runs. */
export const lateComment = (request: ServiceRequest, { reason, until }: Lateness): string =>
  `${reference(request)} is late: ${forPlain(sentence(reason), { most: mostWritten + 1 })} It is now expected by ${formatDateTime(until)}.`;
