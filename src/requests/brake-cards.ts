// What operators and resolvers see of a stop of all changes: the question before it, that it is on, and that changes go on.
import type { Card, Fact } from '../cards.ts';
import { kinds } from '../kinds/grid.ts';
import { figure, formatDateTime, forMarkdown, plural } from '../words.ts';
import type { Brake } from './brake.ts';
import { deskButton, type Reader } from './desk-button.ts';
import { reference, refusedCount, type Progress, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';

export type UnderWay = { request: ServiceRequest; organisationName: string; progress: Progress };

/** More would be a card to scroll through. */
export const mostUnderWay = 4;
const largestSlice = Math.max(...Object.values(kinds).map(({ sliceSize }) => sliceSize));

const underWay = ({ request, organisationName, progress }: UnderWay): Fact => ({
  title: reference(request),
  value: `${figure(progress.applied + refusedCount(progress))} of ${people(progress.total)}, ${forMarkdown(organisationName)}`,
});

type Form = { id: string; reader: Reader; shown: readonly UnderWay[]; count: number; problem?: string };

/** `count`: of all that are being changed; with `problem` it says what to mend, and Teams keeps what was typed. */
export function brakeForm({ id, reader, shown, count, problem }: Form): Card {
  const heading = count === 0 ? 'Not stopped yet: nobody is being changed now' : `Not stopped yet: ${plural(count, 'request is', 'requests are')} being changed now`;
  return {
    name: 'stop-changes',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [
        ...(problem === undefined ? [] : [problem]),
        `Once you press, nobody is changed any more, in any request: no MFA, no sign-out, nobody taken out. Only those being changed in this moment, at most ${figure(largestSlice)} people, still go through.`,
        'Checks, tickets and reading back go on, and requests can be started and wait. The times to finish by stay as they are. Nothing is lost.',
      ],
      facts: [...shown.map(underWay), ...(count > shown.length ? [{ title: 'And', value: `${figure(count - shown.length)} more` }] : [])],
      label: 'Why, for resolvers to read',
      stop: deskButton(reader, 'changes.stop', id, 'Stop all changes now'),
    },
  };
}

/** In an operator's own chat with a `reader`, who may let changes go on; in the resolver channel without. */
export function brakeCard(brake: Brake, reader: Reader | null): Card {
  const { endedAt } = brake;
  const isOver = endedAt !== null;
  const heading = isOver ? 'Going on: all changes' : 'Stopped: all changes, by an operator';
  return {
    name: 'stop-changes',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [isOver ? 'Every request goes on where it was. Those paused or on hold stay so.' : 'Nobody is changed in any request until an operator lets changes go on. Checks, tickets and reading back go on; requests can be started and wait. The times to finish by stay.'],
      facts: [
        { title: 'Stopped', value: `${formatDateTime(brake.stoppedAt)}, by ${forMarkdown(brake.stoppedByName)}` },
        { title: 'Why', value: forMarkdown(brake.reason, { most: 200 }) },
        ...(isOver ? [{ title: 'Going on', value: `since ${formatDateTime(endedAt)}, by ${forMarkdown(brake.endedByName ?? '')}` }] : []),
      ],
      ...(isOver || reader === null ? {} : { goOn: { ...deskButton(reader, 'changes.go-on', brake.id, 'Let all changes go on now'), showTitle: 'Let changes go on', line: 'Every request goes on where it was, at once. Those paused or on hold stay so.' } }),
    },
  };
}
