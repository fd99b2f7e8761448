// Typed by communications officers: the latest notices with how far they are, and those that wait for somebody's approval.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { rolesHere } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { plainCard } from '../requests/help-cards.ts';
import type { Services, Turn } from '../services.ts';
import { capitalised, formatDateTime, forMarkdown, forPlain, plural } from '../words.ts';
import { aboutOf } from './compose-form.ts';
import { noticeKinds } from './grid.ts';
import type { Notice, NoticeState } from './notice.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const listed = 10;
/** Of those a hundred latest, which is months of them. */
const searched = 100;

const words: Readonly<Record<NoticeState, string>> = { draft: 'draft', 'awaiting-approval': 'waits for approval', scheduled: 'scheduled', sending: 'sending', paused: 'paused', sent: 'sent', cancelled: 'cancelled', withdrawn: 'withdrawn' };

const itemOf = (notice: Notice, reader: Reader, at: Date) => {
  const about = forPlain(aboutOf(notice, at), { most: 60 });
  return {
    title: `${forMarkdown(about)}: ${words[notice.state]}`,
    line: `${capitalised(noticeKinds[notice.kind].word)}, by ${forMarkdown(notice.composedByName)}, ${formatDateTime(notice.beganAt ?? notice.sendAt ?? notice.createdAt)}.`,
    show: deskButton(reader, 'notice.show', notice.id, `Open ${about}`),
  };
};

function listCard(heading: string, notices: readonly Notice[], reader: Reader, at: Date): Card {
  const seen = new Set<string>();
  const items = notices.map(notice => itemOf(notice, reader, at)).map(item => {
    // Two of the same name are told apart by their place.
    const title = seen.has(item.show.title) ? `${item.show.title} (${seen.size + 1})` : item.show.title;
    seen.add(item.show.title);
    return { ...item, show: { ...item.show, title } };
  });
  return { name: 'notices', data: { speak: `${heading}.`, heading, items, subtle: `As of ${formatDateTime(at)}. To compose one, type **notice**.` } };
}

/** Somebody else's draft is nobody's business yet, and what was deleted before it was sent is over. */
const isListed = (personId: string) => ({ state, composedBy, beganAt }: Notice): boolean => (state !== 'draft' || composedBy === personId) && (state !== 'cancelled' || beganAt !== null);

const asked = (headingFor: (count: number) => string, isShown: (personId: string) => (notice: Notice) => boolean) =>
  async (needs: Needs, turn: Turn): Promise<Reaction> => {
    if ((await rolesHere(needs, 'notice.show', turn)) === null) return { say: { is: 'card', card: plainCard('Not yours to see: notices are sent by communications officers', 'Type **help** for what you can do.') } };
    const shown = (await needs.store.notices.latest(searched)).filter(isShown(turn.personId)).slice(0, listed);
    const reader = { key: await nonceKey(needs.store), personId: turn.personId };
    return { say: { is: 'card', card: listCard(headingFor(shown.length), shown, reader, needs.clock.calendar()) } };
  };

export const showNotices = asked(count => (count === 0 ? 'No notices yet' : `${plural(count, 'notice', 'notices')}, newest first`), isListed);
export const showApprovals = asked(
  count => (count === 0 ? 'Nothing waits for your approval' : `${plural(count, 'notice waits', 'notices wait')} for your approval`),
  personId => ({ state, composedBy }) => state === 'awaiting-approval' && composedBy !== personId,
);
