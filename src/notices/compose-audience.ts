// Whom a notice is for and when, as a form asks for it and as a button names it. Pure.
import { inLondon } from '../schedule.ts';
import { capitalised, formatDateTime, formatTime, joined, plural } from '../words.ts';
import type { Audience, Recipient } from './audience.ts';
import type { Typed } from './compose-form.ts';
import type { Field } from './kind.ts';
import { boxesFor } from './moments.ts';
import type { Notice } from './notice.ts';

export type NamedChannel = { name: string; id: string };
export type Reach = { people: number; channels: number };
export type Aim = Pick<Notice, 'audience' | 'sendAt' | 'wantsAck'>;

export const reachOf = (recipients: readonly Recipient[]): Reach => ({ people: recipients.filter(one => 'personId' in one).length, channels: recipients.filter(one => 'conversationId' in one).length });

/** 1,500 people and 2 channels. */
export const reachWords = ({ people, channels }: Reach): string => {
  const parts = [...(people > 0 ? [plural(people, 'person', 'people')] : []), ...(channels > 0 ? [plural(channels, 'channel', 'channels')] : [])];
  return parts.length === 0 ? 'nobody' : joined(parts);
};

const whom = { none: 'nobody in their own chat', las: 'all Local Administrators', 'primary-las': 'primary Local Administrators' } as const;

export function audienceFields({ audience, sendAt, wantsAck }: Aim, channels: readonly NamedChannel[]): Field[] {
  const [date, time] = boxesFor(sendAt);
  return [
    ...(channels.length === 0 ? [] : [{ id: 'toChannels', label: 'Channels', kind: 'choices' as const, value: audience.channels.join(','), choices: channels.map(({ name, id }) => ({ title: name, value: id })) }]),
    { id: 'toPeople', label: 'In their own chat', kind: 'choice', value: audience.people, choices: (['none', 'las', 'primary-las'] as const).map(value => ({ title: capitalised(whom[value]), value })) },
    { id: 'toOrganisations', label: 'Only these ODS codes', kind: 'line', value: audience.organisations.join(', '), most: 1_000, hint: 'For some organisations only, enter their ODS codes, separated by commas. Empty: all of them. Channels are not narrowed down.' },
    { id: 'sendDate', label: 'Send on, date', kind: 'date', value: date, hint: 'Leave date and time empty to send it as soon as you press. Both are in London.' },
    { id: 'sendTime', label: 'Send on, time', kind: 'time', value: time },
    { id: 'wantsAck', label: 'Ask for Got it', kind: 'toggle', value: String(wantsAck), hint: 'Ask readers to press Got it' },
  ];
}

type Read = { aim: Aim } | { problem: string };

/** `known`: codes of organisations; a code that is none of them is a typing mistake, and would narrow it down to nobody. */
export function readAudience(typed: Typed, before: Audience, { channels, known, now }: { channels: readonly NamedChannel[]; known: ReadonlySet<string>; now: Date }): Read {
  const codes = (typed['toOrganisations'] ?? '').toUpperCase().split(/[\s,;]+/).filter(Boolean);
  const unknown = codes.filter(code => !known.has(code));
  if (unknown.length > 0) return { problem: `No Local Administrator is known for ${joined(unknown.slice(0, 5).map(code => code.replace(/[^A-Z0-9]/g, '').slice(0, 10) || 'one of the codes'))}. Correct the ODS codes, or empty the box for all organisations.` };
  const toChannels = (typed['toChannels'] ?? '').split(',').filter(id => channels.some(channel => channel.id === id));
  const people = typed['toPeople'] === 'las' || typed['toPeople'] === 'primary-las' ? typed['toPeople'] : 'none';
  if (toChannels.length === 0 && people === 'none') return { problem: 'It is for nobody yet. Choose a channel, or who gets it in their own chat.' };
  const when = readWhen((typed['sendDate'] ?? '').trim(), (typed['sendTime'] ?? '').trim(), now);
  if ('problem' in when) return when;
  const audience: Audience = { ...before, channels: toChannels, people, organisations: [...new Set(codes)] };
  return { aim: { audience, sendAt: when.sendAt, wantsAck: typed['wantsAck'] === 'true' } };
}

function readWhen(day: string, time: string, now: Date): { sendAt: Date | null } | { problem: string } {
  if (day === '' && time === '') return { sendAt: null };
  if (day === '' || time === '') return { problem: 'To send it later, choose both a date and a time. To send it at once, leave both empty.' };
  const sendAt = inLondon(day, time);
  if (sendAt === null) return { problem: 'The date or the time could not be read. Choose them, or write them like 2022-09-26 and 07:30.' };
  if (sendAt <= now) return { problem: `${formatDateTime(sendAt)} has passed: it is ${formatTime(now)} in London now. Choose a later time, or leave both boxes empty to send it at once.` };
  return { sendAt };
}

/** In words, as the card before sending says it. */
export function audienceWords({ channels, people, organisations, merge }: Audience, named: readonly NamedChannel[]): string {
  const names = channels.map(id => named.find(channel => channel.id === id)?.name ?? 'a channel that is no longer in the settings');
  const only = organisations.length === 0 ? '' : ` of ${organisations.length > 8 ? plural(organisations.length, 'organisation', 'organisations') : joined(organisations)}`;
  const merged = merge === null ? '' : `, each with the row of their organisation`;
  return joined([...names, ...(people === 'none' ? [] : [`${whom[people]}${only}${merged}`])]);
}

/** `soon`: what that means where no time was chosen. */
export const whenWords = (sendAt: Date | null, soon: string): string => (sendAt === null ? soon : formatDateTime(sendAt));
