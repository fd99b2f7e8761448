// Forms made from a notice's fields: what was typed stays in its box, whatever comes of it. Pure.
import { createHash } from 'node:crypto';
import type { Card, CardData } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { forMarkdown, forPlain } from '../words.ts';
import type { FormField } from './card-data.ts';
import { previewOf } from './compose-preview.ts';
import { noticeKinds } from './grid.ts';
import type { Field } from './kind.ts';
import { correctionWarnings } from './merge-columns.ts';
import { composedKindNames, type Notice, type NoticeKindName } from './notice.ts';

/** What was typed, by the ids of the boxes. */
export type Typed = Readonly<Record<string, string>>;

/** A button's own data, which comes back among what was typed. */
const ours = new Set(['id', 'nonce', 'kind', 'seen', 'revision']);

export const typedIn = (inputs: Readonly<Record<string, unknown>>): Typed =>
  Object.fromEntries(Object.entries(inputs).flatMap(([name, value]) => (ours.has(name) ? [] : typeof value === 'string' ? [[name, value]] : typeof value === 'boolean' ? [[name, String(value)]] : [])));

const most = { line: 200, text: 2_000 } as const;

function boxOf(field: Field, typed: Typed | null): FormField {
  const { id, label, kind, isRequired = false, choices = [] } = field;
  const box = { id, label, value: typed?.[id] ?? field.value, isRequired, problem: `Fill in: ${label}` };
  const hint = field.hint === undefined ? '' : field.hint;
  switch (kind) {
    case 'line':
    case 'text':
      return { hint, [kind]: { ...box, most: field.most ?? most[kind] } };
    case 'choice':
    case 'choices':
      return { hint, [kind]: { ...box, choices } };
    case 'toggle':
      return { hint: '', toggle: { ...box, title: field.hint ?? label } };
    default:
      return { hint, [kind]: box };
  }
}

export const boxesOf = (fields: readonly Field[], typed: Typed | null): FormField[] => fields.map(field => boxOf(field, typed));

/** As many beside each other as a card shows at once. */
const inRow = 4;

export function kindsCard(id: string, reader: Reader): Card {
  const heading = 'Nothing composed yet: choose what kind of notice it is';
  const kinds = composedKindNames.map(kind => ({ ...deskButton(reader, 'notice.compose', id, `Compose ${noticeKinds[kind].word} notice`), kind }));
  const rows = Array.from({ length: Math.ceil(kinds.length / inRow) }, (_, row) => ({ kinds: kinds.slice(row * inRow, (row + 1) * inRow) }));
  return { name: 'notice-kinds', data: { speak: `${heading}.`, heading, lines: ['Nobody is sent anything before you have seen the card, chosen who gets it and pressed the button that names how many.'], rows } };
}

export type Shown = { at: Date; typed?: Typed; problem?: string };

/** `facts`: what is there already, null for a new one. With `preview` what was typed could be read, and is saved. */
type FactsForm = Shown & { id: string; kind: NoticeKindName; facts: unknown; reader: Reader; preview?: Notice };

export function factsForm({ id, kind, facts, reader, at, typed, problem, preview }: FactsForm): Card {
  const { word, fields } = noticeKinds[kind];
  const isSeen = preview !== undefined;
  const heading = isSeen ? `Not sent yet: look at the ${word} notice below the boxes` : `Not sent yet: compose ${word} notice`;
  return form(heading, problem === undefined ? [] : [problem], {
    fields: boxesOf(fields(facts, at), typed ?? null),
    ...(isSeen ? { preview: previewOf(preview, at), next: { ...deskButton(reader, 'notice.next', id, 'Choose who gets it'), kind } } : {}),
    look: { ...deskButton(reader, 'notice.preview', id, isSeen ? 'Show preview again' : 'Show preview'), kind },
  });
}

export function form(heading: string, lines: string[], more: Omit<CardData['notice-form'], 'speak' | 'heading' | 'lines'>): Card {
  return { name: 'notice-form', data: { speak: `${heading}.`, heading, lines, ...more } };
}

/** The short new message that goes with a correction. */
const alertField: Field = { id: 'alertText', label: 'Short new message', kind: 'line', value: '', most: 200, hint: 'A card that changes alerts nobody. If people must notice, write one sentence: everybody who has the card is sent it. Empty: no message.' };
export const alertIn = (typed: Typed): string => (typed[alertField.id] ?? '').trim();

/** What a correction is answered for: what it will say. */
export const factsSeen = (facts: unknown): string => createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);

/** Of one that is out. `preview`: what was typed, as it would be read. */
export function correctForm({ notice, reader, at, typed, problem, preview }: Shown & { notice: Notice; reader: Reader; preview?: Notice }): Card {
  const { id, kind, facts, revision } = notice;
  const isSeen = preview !== undefined;
  const heading = isSeen ? 'Not corrected yet: look at the card below the boxes' : `Not corrected yet: ${forMarkdown(aboutOf(notice, at))}`;
  return form(heading, [...(problem === undefined ? [] : [problem]), ...(isSeen ? correctionWarnings(noticeKinds[kind].face(preview.facts, at), forMarkdown(alertIn(typed ?? {}), { most: 200 }), preview.audience) : []), 'Every card of it is changed, in channels and in people\'s own chats.'], {
    fields: boxesOf([...noticeKinds[kind].fields(facts, at), alertField], typed ?? null),
    ...(isSeen ? { preview: previewOf(preview, at), correct: { ...deskButton(reader, 'notice.correct', id, 'Correct this notice everywhere'), revision, seen: factsSeen(preview.facts) } } : {}),
    lookAgain: { ...deskButton(reader, 'notice.correct-preview', id, isSeen ? 'Show preview again' : 'Show preview'), revision },
    leave: deskButton(reader, 'notice.show', id, 'Leave it as it is'),
  });
}

/** As a heading or a list names it. */
export const aboutOf = ({ kind, facts }: Pick<Notice, 'kind' | 'facts'>, at: Date): string => noticeKinds[kind].face(facts, at).about;
export const aboutInMarkdown = (notice: Pick<Notice, 'kind' | 'facts'>, at: Date): string => forMarkdown(forPlain(aboutOf(notice, at)));
