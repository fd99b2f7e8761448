// The form in which one resolver chooses several requests, and what it says came of each. No redraw touches it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../cards.ts';
import { figure, forMarkdown, formatTime, joined, plural } from '../words.ts';
import { deskButton } from './desk-button.ts';
import { boundTo, nonceFor } from './nonce.ts';
import { dueWords, mostChoices, stateOf } from './queue.ts';
import { holdChoices, holdLine } from './hold-words.ts';
import { reference, sizeOf, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';

export type PickVerb = 'queue.take' | 'queue.start' | 'queue.hold';

type Picker = { key: string; personId: string; now: Date; open: readonly ServiceRequest[]; names: ReadonlyMap<string, string>; waiting: ReadonlyMap<string, Date>; came?: { heading: string; lines: string[] } };

/** `open`: oldest first; `waiting`: until when, of those that are started and wait. `came`: of what was chosen before. */
export function pickerCard({ key, personId, now, open, names, waiting, came }: Picker): Card {
  const id = randomUUID();
  const pressed = (verb: PickVerb, title: string) => deskButton({ key, personId }, verb, id, title);
  const shown = open.slice(0, mostChoices);
  const heading = came?.heading ?? (open.length === 0 ? 'No requests are open' : 'Nothing chosen yet: choose requests to work on');
  const left = open.length - shown.length;
  return {
    name: 'queue-picker',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(came?.lines ?? []), ...(left > 0 ? [`These are the ${figure(shown.length)} oldest. ${figure(left)} more ${left === 1 ? 'is' : 'are'} open.`] : [])],
      label: `Open requests, as of ${formatTime(now)}`,
      choices: shown.map(request => ({ title: choiceWords(request, names, now, waiting.get(request.id) ?? null), value: `${request.id}.${nonceFor(key, { ...chosenAs(request, personId), version: request.version })}` })),
      ...(shown.length === 0 ? {} : { take: pressed('queue.take', 'Take chosen requests'), start: pressed('queue.start', 'Start chosen requests'), hold: { ...pressed('queue.hold', 'Hold chosen requests'), line: holdLine, label: 'For the LAs to read (optional)', choices: holdChoices } }),
    },
  };
}

const chosenAs = ({ id }: Pick<ServiceRequest, 'id'>, personId: string) => ({ requestId: id, verb: 'queue.choose', personId });

function choiceWords(request: ServiceRequest, names: ReadonlyMap<string, string>, now: Date, waitsUntil: Date | null): string {
  const owner = request.ownerName === null ? 'no owner' : `${forMarkdown(request.ownerName)} has it`;
  return `${reference(request)}, ${forMarkdown(names.get(request.organisation ?? '') ?? '')}: ${people(sizeOf(request))}, ${stateOf(request, null, waitsUntil)}, ${request.hold === null ? dueWords(request, now) : 'clock stopped'}, ${owner}`;
}

export const onPicker = z.looseObject({ requests: z.string().max(4_000).default('') });

/** One tick: a request, and what proves in which version it was offered. */
export type Tick = { id: string; nonce: string };

/** Teams sends several choices with commas between them. A request counts once. */
export function ticksIn(requests: string): Tick[] {
  const found = requests.split(',').flatMap(value => {
    const [, id, nonce] = /^([0-9a-f-]{36})\.([\w-]{22})$/.exec(value) ?? [];
    return id === undefined || nonce === undefined ? [] : [{ id, nonce }];
  });
  return [...new Map(found.map(tick => [tick.id, tick])).values()].slice(0, mostChoices);
}

/** In which version it was offered to them; null where it never was. */
export const versionOf = (key: string, tick: Tick, request: ServiceRequest, personId: string): number | null => boundTo(key, tick.nonce, request, 'queue.choose', [personId])?.version ?? null;

/** What came of one. `note`: what else to say of one that was done. */
export type Verdict = { reference: string; isDone: true; note?: string } | { reference: string; isDone: false; why: string };

const words: Record<PickVerb, { did: string; nothing: string; each: string; after: string }> = {
  'queue.take': { did: 'Took', nothing: 'Nothing was taken', each: 'Yours now', after: '' },
  'queue.start': { did: 'Started', nothing: 'Nothing was started', each: 'Started', after: '' },
  'queue.hold': { did: 'Put', nothing: 'Nothing was put on hold', each: 'On hold', after: ' on hold' },
};

/** "Started 4 of 5 requests", then each that was not, and why. */
export function cameOf(verb: PickVerb, verdicts: readonly Verdict[]): { heading: string; lines: string[] } {
  const { did, nothing, each, after } = words[verb];
  const done = verdicts.filter(verdict => verdict.isDone);
  const not = verdicts.filter(verdict => !verdict.isDone);
  const count = not.length === 0 ? plural(done.length, 'request', 'requests') : `${figure(done.length)} of ${plural(verdicts.length, 'request', 'requests')}`;
  return {
    heading: done.length === 0 ? nothing : `${did} ${count}${after}`,
    lines: [
      ...(done.length === 0 ? [] : [`${each}: ${joined(done.map(one => one.reference))}.`]),
      ...done.flatMap(one => (one.note === undefined ? [] : [`${one.reference} ${one.note}.`])),
      ...not.map(one => `${one.reference} ${one.why}.`),
      ...(verdicts.length === 0 ? ['Choose at least one request, then press the button again.'] : []),
    ],
  };
}
