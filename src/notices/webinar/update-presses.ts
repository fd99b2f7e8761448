// Key updates and the recording: written by communications in their own chat, posted as the webinar's card, and kept.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reaction } from '../../dispatch.ts';
import { onDesk, rolesHere, show, type DeskPress } from '../../requests/desk-press.ts';
import { nonceKey } from '../../requests/gather.ts';
import { plainCard } from '../../requests/help-cards.ts';
import type { Answer, Services, Turn } from '../../services.ts';
import { forPlain, formatDate, plural } from '../../words.ts';
import { linkTo, optionalLink } from './links.ts';
import { findPlanned, isPlanned, lookAt, type Planned } from './look.ts';
import { phaseAt } from './occurrence.ts';
import { announce, redrawAndSay } from './publish.ts';
import { nothingTyped, updatesForm } from './update-cards.ts';
import { titleOf } from './webinar-card.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const forOfficers = plainCard('Not yours to write: key updates are for communications', 'To read them, type **webinars**.');

/** Typed: for the webinar that was held last. */
export async function showUpdatesForm(needs: Needs, turn: Turn): Promise<Reaction> {
  const { store, clock } = needs;
  if ((await rolesHere(needs, 'webinar.post-updates', turn)) === null) return { say: { is: 'card', card: forOfficers } };
  const [held] = (await store.occurrences.held(clock.calendar(), 10)).filter(({ seriesId }) => seriesId !== null);
  const shown = held === undefined ? null : await lookAt(store, held);
  if (shown === null || !isPlanned(shown)) return { say: { is: 'card', card: plainCard('Nothing to write yet: no webinar was held', 'Type **webinar series** to see the dates.') } };
  return { say: { is: 'card', card: updatesForm(shown, { updateId: randomUUID(), reader: { key: await nonceKey(store), personId: turn.personId }, typed: nothingTyped }) } };
}

const box = z.string().max(1_000).default('');
const boxes = z.looseObject({ updateId: z.uuid(), recording: box, topic: box, words: box, link: box });
const update = z.looseObject({ topic: z.string().trim().min(2).max(80), words: z.string().trim().min(3).max(1_000), link: optionalLink });

const formAgain = (shown: Planned, { press, key }: DeskPress, { updateId, recording, ...typed }: z.infer<typeof boxes>, problem?: string): Answer =>
  show(updatesForm(shown, { updateId, reader: { key, personId: press.personId }, typed: { topic: typed.topic, words: typed.words, link: typed.link }, recording, ...(problem === undefined ? {} : { problem }) }));

const incomplete = 'Not added: enter a topic and what was said. A link has to begin with https.';

/** Answers what to mend, or null once it is kept, and where nothing was typed. */
async function keep({ store }: Needs, { occurrence }: Planned, typed: z.infer<typeof boxes>): Promise<string | null> {
  if (`${typed.topic}${typed.words}${typed.link}`.trim() === '') return null;
  const parsed = update.safeParse(typed);
  if (!parsed.success) return incomplete;
  const { topic, words, link } = parsed.data;
  await store.keyUpdates.add({ id: typed.updateId, occurrenceId: occurrence.id, topic: forPlain(topic), words: forPlain(words, { most: 1_000 }), link });
  return null;
}

const noDate: Answer = { message: 'This webinar is not in our calendar any more.' };

export const addUpdate = onDesk('webinar.add-update', async (needs: Needs, pressed): Promise<Answer> => {
  const shown = await findPlanned(needs.store, pressed.id);
  if (shown === null) return noDate;
  const typed = boxes.parse(pressed.press.inputs);
  const isEmpty = `${typed.topic}${typed.words}${typed.link}`.trim() === '';
  const problem = isEmpty ? incomplete : await keep(needs, shown, typed);
  if (problem !== null) return formAgain(shown, pressed, typed, problem);
  const now = (await findPlanned(needs.store, pressed.id)) ?? shown;
  return formAgain(now, pressed, { ...typed, ...nothingTyped, updateId: randomUUID() });
});

export const postUpdates = onDesk('webinar.post-updates', async (needs: Needs, pressed): Promise<Answer> => {
  const { store, clock } = needs;
  const shown = await findPlanned(store, pressed.id);
  if (shown === null) return noDate;
  const typed = boxes.parse(pressed.press.inputs);
  const recording = optionalLink.safeParse(typed.recording);
  const problem = phaseAt(shown.occurrence, clock.calendar()) === 'over' ? await keep(needs, shown, typed) : 'Not posted: this webinar is not over yet.';
  if (problem !== null || !recording.success) return formAgain(shown, pressed, typed, problem ?? 'Not posted: the link to the recording has to begin with https.');
  const posted = await publish(needs, pressed, recording.data);
  if (posted === null) return formAgain(shown, pressed, typed, 'Not posted: there is no recording and no key update yet.');
  return show(plainCard(`Posted: ${plural(posted.updates.length, 'key update', 'key updates')} of ${formatDate(posted.occurrence.startsAt)}`, posted.occurrence.recording === null ? 'There is no recording yet. To add it later, type **webinar updates**.' : 'With the recording. To change it, type **webinar updates**.'));
});

/** The first time, and when the recording comes later, with a short new message; otherwise the cards are brought up to date. Null where there is nothing to post. */
function publish(needs: Needs, { press, id }: DeskPress, recording: string | null): Promise<Planned | null> {
  return needs.store.transaction(async tx => {
    const occurrence = await tx.occurrences.lock(id);
    const shown = occurrence && (await lookAt(tx, { ...occurrence, recording: recording ?? occurrence.recording }));
    if (shown === null || !isPlanned(shown) || (shown.updates.length === 0 && shown.occurrence.recording === null)) return null;
    const isNews = !occurrence?.isWrittenUp || (occurrence.recording === null && recording !== null);
    if (!isNews || !(await redrawAndSay(tx, needs, shown, newsOf(shown)))) await announce(tx, needs, shown);
    await tx.occurrences.save({ ...shown.occurrence, isWrittenUp: true });
    await tx.audit.append({ requestId: shown.series.id, at: needs.clock.calendar(), actorId: press.personId, action: 'webinar-updates-posted', detail: { updates: shown.updates.length } });
    return shown;
  });
}

function newsOf(shown: Planned): string {
  const { occurrence: { recording, startsAt }, updates } = shown;
  const what = `${titleOf(shown)}, ${formatDate(startsAt)}.`;
  const where = updates.length === 0 ? '' : ` Its card, further up, has ${plural(updates.length, 'key update', 'key updates')}.`;
  return recording === null ? `Key updates: ${what}${where}` : `Recording ready: ${what} ${linkTo('Watch the recording', recording)}.${where}`;
}
