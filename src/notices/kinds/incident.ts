// An incident: open with a next update due, late where that is missed, resolved with how long it lasted.
import { z } from 'zod';
import { capitalised, duration, formatDate, formatDateTime, formatTime, forMarkdown, forPlain } from '../../words.ts';
import { noticeKind, type Change, type Changed, type Face, type Field } from '../kind.ts';
import { httpsLink } from '../links.ts';
import { instant, momentFields, momentTyped, timeBeside } from '../moments.ts';

const severities = ['high', 'medium', 'low'] as const;
const mostWords = 500;
const said = z.object({ at: instant, text: z.string().trim().min(3).max(mostWords) });

export const incidentFacts = z.object({
  reference: z.string().trim().toUpperCase().regex(/^(?:INC|PRB)\d{4,12}$/),
  problem: z.string().trim().toUpperCase().regex(/^(?:|PRB\d{4,12})$/),
  severity: z.enum(severities),
  title: z.string().trim().min(3).max(80),
  effect: z.string().trim().min(3).max(mostWords),
  toDo: z.string().trim().min(3).max(mostWords),
  link: httpsLink,
  since: instant,
  latest: said.nullable(),
  updateDue: instant.nullable(),
  /** The due time whose passing the card has admitted, and of which its author was reminded. */
  lateFor: instant.nullable(),
  resolved: said.nullable(),
  /** Bulk requests that wait behind the incident of this reference. */
  bulk: z.enum(['none', 'held', 'resuming']),
  changedAt: instant.nullable(),
});
export type IncidentNotice = z.infer<typeof incidentFacts>;
type Typed = Readonly<Record<string, string>>;

const words = (text: string): string => forMarkdown(text, { most: mostWords });
const bulkWords = { none: '', held: 'On hold. It resumes by itself.', resuming: 'Starting again, oldest first' } as const;

function headingOf({ severity, title, resolved, updateDue }: IncidentNotice, at: Date, shown: (text: string) => string): string {
  if (resolved !== null) return `Resolved: ${shown(title)}, at ${formatTime(new Date(resolved.at))} on ${formatDate(new Date(resolved.at))}`;
  return `Open, ${severity} severity${updateDue !== null && at >= new Date(updateDue) ? ', update late' : ''}: ${shown(title)}`;
}

function lineOf({ resolved, updateDue, lateFor }: IncidentNotice, at: Date): string {
  if (resolved !== null) return words(resolved.text);
  if (updateDue === null) return 'This card says when it is resolved.';
  const due = formatDateTime(new Date(updateDue));
  if (at < new Date(updateDue)) return `Next update due by ${due}.`;
  return `It was due by ${due}.${lateFor === updateDue ? ' We have reminded its owner.' : ''}`;
}

function factsOf({ since, latest, effect, toDo, resolved, bulk }: IncidentNotice): Face['facts'] {
  const began = new Date(since);
  const held = bulk === 'none' ? [] : [{ title: 'Bulk MFA', value: bulkWords[bulk] }];
  if (resolved !== null) {
    const over = new Date(resolved.at);
    return [{ title: 'Lasted', value: `${duration(over.getTime() - began.getTime())}, from ${timeBeside(began, over)}` }, ...held];
  }
  return [...(latest === null ? [] : [{ title: 'Latest', value: `${timeBeside(new Date(latest.at), began)}: ${words(latest.text)}` }]), { title: 'Effect', value: words(effect) }, { title: 'Do', value: words(toDo) }, ...held];
}

function face(facts: IncidentNotice, at: Date): Face {
  const { reference, problem, link, since, resolved } = facts;
  const name = reference.startsWith('PRB') ? 'Problem' : 'Incident';
  return {
    heading: headingOf(facts, at, text => forMarkdown(text)),
    speak: `${headingOf(facts, at, text => forPlain(text))}.`,
    lines: [lineOf(facts, at)],
    list: '',
    facts: factsOf(facts),
    sections: [],
    subtle: `${name} ${reference}${problem === '' ? '' : `, problem ${problem}`}${resolved === null ? `, since ${formatDateTime(new Date(since))}` : ''}.`,
    ...(link === '' ? {} : { link: { title: `Read ${name.toLowerCase()} ${reference}`, url: link } }),
    ...(resolved === null ? { follow: 'Tell me when it is resolved' } : {}),
    about: reference,
  };
}

const textField = (id: string, label: string, value = '', most = mostWords): Field => ({ id, label, kind: 'text', value, isRequired: true, most });
const dueFields = (due: string | null): Field[] => momentFields('due', 'Next update due', due === null ? null : new Date(due));

type DueTyped = { due: string | null } | { problem: string };
/** One that has passed already is kept where it stands, and not given anew. */
function dueTyped(typed: Typed, at: Date, before: string | null): DueTyped {
  const due = momentTyped(typed, 'due');
  if (due === undefined) return { due: null };
  if (due === null || (due <= at && due.toISOString() !== before)) return { problem: 'Give the day and the time of the next update, still to come, or neither.' };
  return { due: due.toISOString() };
}

function update(facts: IncidentNotice, at: Date): Change<IncidentNotice> {
  const make = (typed: Typed): Changed<IncidentNotice> => {
    const latest = said.safeParse({ at: at.toISOString(), text: typed['text'] });
    const due = dueTyped(typed, at, null);
    if (!latest.success) return { problem: 'Not added: write what is new.' };
    if ('problem' in due) return { problem: `Not added. ${due.problem}` };
    return { facts: { ...facts, latest: latest.data, updateDue: due.due, changedAt: at.toISOString() }, alert: null };
  };
  const lines = ['It takes the place of the latest update on every card. Nobody is alerted.'];
  return { id: 'update', title: `Add an update to ${facts.reference}`, lines, fields: [textField('text', 'What is new'), ...dueFields(null)], make };
}

function resolve(facts: IncidentNotice, at: Date): Change<IncidentNotice> {
  const isHeld = facts.bulk === 'held';
  const make = (typed: Typed): Changed<IncidentNotice> => {
    const over = momentTyped(typed, 'over') ?? null;
    if (over === null || over > at || over < new Date(facts.since)) return { problem: 'Not resolved: give when it was over, after it began and not later than now.' };
    const resolved = said.safeParse({ at: over.toISOString(), text: typed['text'] });
    if (!resolved.success) return { problem: 'Not resolved: write what is so now.' };
    return {
      facts: { ...facts, resolved: resolved.data, updateDue: null, lateFor: null, bulk: isHeld ? 'resuming' : facts.bulk, changedAt: at.toISOString() },
      alert: { words: `${facts.reference} is resolved: ${forMarkdown(facts.title)}.`, to: 'followers' },
      ends: facts.reference,
    };
  };
  const lines = ['Every card of it says so. Those who asked to be told are told.', ...(isHeld ? ['Bulk requests that wait behind it start again by themselves, oldest first.'] : [])];
  const fields = [textField('text', 'What is so now', 'You do not need to do anything.'), ...momentFields('over', 'Over since', at, true)];
  return { id: 'resolve', title: `Resolve ${facts.reference}${isHeld ? ', and resume bulk MFA' : ''}`, lines, fields, make };
}

function reopen(facts: IncidentNotice, at: Date): Change<IncidentNotice> {
  const make = (typed: Typed): Changed<IncidentNotice> => {
    const latest = said.safeParse({ at: at.toISOString(), text: typed['text'] });
    const due = dueTyped(typed, at, null);
    if (!latest.success) return { problem: 'Not opened: write what is so now.' };
    if ('problem' in due) return { problem: `Not opened. ${due.problem}` };
    return { facts: { ...facts, resolved: null, latest: latest.data, updateDue: due.due, bulk: 'none', changedAt: at.toISOString() }, alert: { words: `${facts.reference} is open again: ${forMarkdown(facts.title)}.`, to: 'everybody' } };
  };
  return { id: 'reopen', title: `Open ${facts.reference} again`, lines: ['Every card of it says so, and everybody who has it is told. It holds no bulk requests: a resolver decides that.'], fields: [textField('text', 'What is so now'), ...dueFields(null)], make };
}

export const incident = noticeKind<IncidentNotice>({
  word: 'incident',
  facts: incidentFacts,
  fields: (now, at) => [
    { id: 'reference', label: 'Reference, INC or PRB', kind: 'line', value: now?.reference ?? '', isRequired: true, most: 20 },
    { id: 'problem', label: 'Problem, PRB (optional)', kind: 'line', value: now?.problem ?? '', most: 20 },
    { id: 'severity', label: 'Severity', kind: 'choice', value: now?.severity ?? 'high', choices: severities.map(value => ({ title: capitalised(value), value })), isRequired: true },
    { id: 'title', label: 'What is wrong, for whom', kind: 'line', value: now?.title ?? '', isRequired: true, most: 80 },
    textField('effect', 'What people notice', now?.effect),
    textField('toDo', 'What to do meanwhile', now?.toDo),
    ...momentFields('since', 'Since', now === null ? at : new Date(now.since), true),
    ...dueFields(now?.updateDue ?? null),
    { id: 'link', label: 'Link, https (optional)', kind: 'line', value: now?.link ?? '' },
  ],
  read: (typed, at, before) => {
    const [since, due] = [momentTyped(typed, 'since') ?? null, dueTyped(typed, at, before?.updateDue ?? null)];
    if (since === null || since > at) return { problem: 'Give the day and the time since when it is so, not later than now.' };
    if (before?.resolved != null && since > new Date(before.resolved.at)) return { problem: 'Give the day and the time since when it was so, before it was over.' };
    if ('problem' in due) return due;
    const kept = { latest: before?.latest ?? null, lateFor: before?.lateFor ?? null, resolved: before?.resolved ?? null, bulk: before?.bulk ?? 'none', changedAt: before?.changedAt ?? null };
    const read = incidentFacts.safeParse({ ...typed, ...kept, problem: typed['problem'] ?? '', link: typed['link'] ?? '', since: since.toISOString(), updateDue: due.due });
    // Another incident: what waits behind that one is looked up when it is saved.
    const isOther = read.data?.reference !== before?.reference;
    return read.success ? { facts: { ...read.data, bulk: isOther ? 'none' : read.data.bulk } } : { problem: 'Enter a reference like INC31020388, a problem like PRB0102790 or none, what is wrong, what people notice, what to do, and a link that begins with https:// or none.' };
  },
  face,
  isUrgent: ({ severity, resolved }) => severity === 'high' && resolved === null,
  changes: (facts, at) => (facts.resolved === null ? [update(facts, at), resolve(facts, at)] : [reopen(facts, at)]),
  changedAt: ({ changedAt }) => changedAt,
  timed: {
    next: ({ resolved, updateDue, lateFor }) => (resolved !== null || updateDue === null || lateFor === updateDue ? null : new Date(updateDue)),
    due: facts => ({ facts: { ...facts, lateFor: facts.updateDue }, redraw: true, alert: null, skipped: [], remind: `The update of ${facts.reference} is late, and its card says so. It was due by ${facts.updateDue === null ? '' : formatDateTime(new Date(facts.updateDue))}.` }),
  },
  gathered: ({ resolved }) => (resolved === null ? 'actioned' : 'live'),
});
