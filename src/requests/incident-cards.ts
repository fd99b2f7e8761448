// What resolvers see of an incident that requests wait behind: the form that opens it, and its card in their channel.
import type { Card, Fact } from '../cards.ts';
import { figure, forMarkdown, formatDateTime, forPlain, plural } from '../words.ts';
import { deskButton, type Reader } from './desk-button.ts';
import { kindName, type Incident } from './incident.ts';
import { anyResolver } from './nonce.ts';
import { mostChoices } from './queue.ts';
import { reference, sizeOf, stateWord, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';


const choice = (names: ReadonlyMap<string, string>, request: ServiceRequest): Fact => ({
  title: `${reference(request)}, ${forMarkdown(names.get(request.organisation ?? '') ?? '')}: ${people(sizeOf(request))}, ${stateWord(request)}`,
  value: request.id,
});

type Form = { id: string; reader: Reader; open: readonly ServiceRequest[]; names: ReadonlyMap<string, string>; problem?: string };

/** `names`: of organisations by their code. With `problem` it says what to mend; Teams keeps what was typed. */
export function incidentForm({ id, reader, open, names, problem }: Form): Card {
  const shown = open.slice(0, mostChoices);
  const heading = open.length === 0 ? 'Not open yet: no request would wait behind it' : `Not open yet: ${plural(open.length, 'request', 'requests')} could wait behind it`;
  return {
    name: 'incident-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(problem === undefined ? [] : [problem]), 'Requests on hold change nobody, and their clock stands still. They resume by themselves, oldest first, when you say that it has ended. Each Local Administrator is told once.'],
      kinds: [{ title: 'High severity incident', value: 'incident' }, { title: 'Emergency release', value: 'release' }],
      scopes: [{ title: open.length === 0 ? 'Nothing now' : `All ${figure(open.length)}`, value: 'all' }, ...(open.length === 0 ? [] : [{ title: 'Only those chosen below', value: 'chosen' }])],
      choices: shown.map(request => choice(names, request)),
      all: shown.map(request => request.id).join(','),
      open: deskButton(reader, 'incident.open', id, 'Open it and hold requests'),
    },
  };
}

/** For the resolver channel. */
export function incidentCard(incident: Incident, key: string): Card {
  const { kind, endedAt, requestIds, link } = incident;
  const isOver = endedAt !== null;
  const heading = `${isOver ? 'Ended' : 'Open'}: ${kindName[kind]} ${forPlain(incident.reference)}`;
  const behind = requestIds.length === 0 ? 'No request was waiting then.' : `${plural(requestIds.length, 'request', 'requests')} put on hold behind it.`;
  return {
    name: 'incident',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [isOver ? 'What waits behind it resumes now, oldest first.' : `${behind} They resume by themselves when it ends.`],
      facts: [{ title: 'What', value: forMarkdown(incident.title) }, { title: 'Opened', value: `${formatDateTime(incident.openedAt)}, by ${forMarkdown(incident.openedByName)}` }, ...(isOver ? [{ title: 'Ended', value: formatDateTime(endedAt) }] : [])],
      ...(link === null ? {} : { link: { title: `Read about ${forPlain(incident.reference)}`, url: link } }),
      ...(isOver ? {} : { end: { ...deskButton({ key, personId: anyResolver }, 'incident.end', incident.id, `End ${forPlain(incident.reference)} now`), showTitle: `End ${forPlain(incident.reference)}`, line: 'What waits behind it goes on by itself, oldest first, a few seconds apart.' } }),
    },
  };
}

/** One line for each Local Administrator: a card that changes alerts nobody. */
export const heldLine = (incident: Incident, count: number): string =>
  `On hold: ${count === 1 ? 'your request waits' : 'your requests wait'} behind ${kindName[incident.kind]} ${forPlain(incident.reference)} (${forPlain(incident.title)}). You do not need to do anything: the card says how long is left, and it resumes by itself.`;
