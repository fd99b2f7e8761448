// Composing a notice: its kind, its form with a preview, whom it is for, the last look, a second officer's, and the lists.
import { audienceFields } from '../../../src/notices/compose-audience.ts';
import { approvalCard, draftCard } from '../../../src/notices/compose-draft.ts';
import { boxesOf, correctForm, factsForm, form, kindsCard } from '../../../src/notices/compose-form.ts';
import { deskButton } from '../../../src/requests/desk-button.ts';
import { aNotice, audienceOf, noticeId } from '../../support/notices.ts';
import { at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const now = at('2022-09-23T11:41:00Z');
const reader = { key: 'key', personId: 'chloe' };
const channels = [{ name: 'General', id: '19:c001@thread.tacv2' }, { name: 'NHSmail webinar', id: '19:c002@thread.tacv2' }];
const draft = aNotice('draft', { audience: audienceOf({ people: 'las', channels: channels.map(({ id }) => id) }) });
const newsForm = { id: noticeId, kind: 'news' as const, reader, at: now };
const shown = { reader, channels, reach: { people: 1_500, channels: 2 }, at: now };

export const noticeKinds: Samples['notice-kinds'] = [{ title: '19a kinds of notices', data: dataOf(kindsCard(noticeId, reader), 'notice-kinds') }];

/** Every box that a kind may ask for. */
const everyBox = form('Not sent yet: every kind of box', [], {
  fields: boxesOf([
    { id: 'name', label: 'Name', kind: 'line', value: 'Linden 1.0', isRequired: true },
    { id: 'items', label: 'Items, one a line', kind: 'text', value: '', hint: 'Descoped ones too.' },
    { id: 'on', label: 'On', kind: 'date', value: '2022-11-10' },
    { id: 'from', label: 'From', kind: 'time', value: '18:00' },
    { id: 'severity', label: 'Severity', kind: 'choice', value: 'high', choices: [{ title: 'High', value: 'high' }, { title: 'Low', value: 'low' }] },
    { id: 'isSure', label: 'Tentative', kind: 'toggle', value: 'false' },
  ], null),
  look: { ...deskButton(reader, 'notice.preview', noticeId, 'Show preview'), kind: 'news' },
});

export const noticeForm: Samples['notice-form'] = [
  { title: '19b form', data: dataOf(factsForm({ ...newsForm, facts: null, typed: { title: 'Directory search' }, problem: 'Enter a heading, what it says, and a link that begins with https:// or none.' }), 'notice-form') },
  { title: '19c form with its preview', data: dataOf(factsForm({ ...newsForm, facts: draft.facts, preview: draft }), 'notice-form') },
  { title: '19d who gets it and when', data: dataOf(form('Not sent yet: choose who gets it, and when', [], { fields: boxesOf(audienceFields(draft, channels), null), who: deskButton(reader, 'notice.who', noticeId, 'Check who gets it'), back: deskButton(reader, 'notice.form', noticeId, 'Change what it says') }), 'notice-form') },
  { title: '19e correction', data: dataOf(correctForm({ notice: aNotice('sent'), reader, at: now, preview: aNotice('sent') }), 'notice-form') },
  { title: '19f every box', data: dataOf(everyBox, 'notice-form') },
];

export const noticeDraft: Samples['notice-draft'] = [
  { title: '19g last look', data: dataOf(draftCard({ ...shown, notice: draft, needsApproval: false }), 'notice-draft') },
  { title: '19h last look, approval is needed', data: dataOf(draftCard({ ...shown, notice: { ...draft, sendAt: at('2022-09-30T08:00:00Z') }, needsApproval: true, problem: 'Not sent: it was changed since you pressed. Look at it again.' }), 'notice-draft') },
  { title: '19i to approve', data: dataOf(approvalCard({ ...shown, reader: { ...reader, personId: 'mina' }, notice: { ...draft, state: 'awaiting-approval' }, needsApproval: true }), 'notice-draft') },
];

export const notices: Samples['notices'] = [
  {
    title: '19j latest notices',
    data: { speak: '2 notices, newest first.', heading: '2 notices, newest first', items: [{ title: 'Directory search is quicker: sent', line: 'News, by Chloe Marsh, Friday 23 September 2022, 10:15am.', show: deskButton(reader, 'notice.show', noticeId, 'Open Directory search is quicker') }, { title: 'TLS 1\\.1 ends: scheduled', line: 'News, by Chloe Marsh, Friday 30 September 2022, 9am.', show: deskButton(reader, 'notice.show', noticeId, 'Open TLS 1.1 ends') }], subtle: 'As of Friday 23 September 2022, 12:41pm. To compose one, type **notice**.' },
  },
];
