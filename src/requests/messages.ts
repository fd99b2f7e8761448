// What people can type: help, my requests, status R-2041, revoke sessions and an address. In a channel the answer gives away nothing.
import { seenAs } from '../access/permissions.ts';
import { isLocalAdministrator } from '../access/roles.ts';
import type { Card, Content } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { checkAddress } from '../intake/read-rows.ts';
import { isSetUp } from '../kinds/grid.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { capitalised, formatDateTime, forMarkdown, plural } from '../words.ts';
import { nonceKey } from './gather.ts';
import { channelHelp, helpCard, helpPage, notOnRoster, plainCard } from './help-cards.ts';
import type { Subject } from './draw.ts';
import { newRequest } from './new-request.ts';
import { heardFrom } from './heard-from.ts';
import { advance } from './lifecycle.ts';
import { ownChat } from './own-chat.ts';
import { saveMove, say, showCard } from './save-move.ts';
import { reference, sizeOf, stateWord, type ServiceRequest } from './service-request.ts';
import { buttonOn, people } from './view.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock' | 'messenger'>;

const card = (shown: Card): Content => ({ is: 'card', card: shown });
const says = (shown: Card): Reaction => ({ say: card(shown) });

const isChannel = (turn: Turn) => turn.conversation.kind === 'channel';

async function ownHelp({ access, settings }: Needs, personId: string): Promise<Card> {
  const roles = await access.rolesToShow(personId);
  const names = roles.organisations.map(code => roles.names[code] ?? code);
  return isLocalAdministrator(roles) || roles.isResolver || roles.isOperator || roles.isCommunications ? helpCard(roles, names, { canSignOut: isSetUp(settings, 'revoke-sessions'), readsChannels: settings.CHANNEL_FILES === 'on' }) : notOnRoster(settings.HELP_CONTACT);
}

export async function showHelp(needs: Needs, turn: Turn): Promise<Reaction> {
  return says(isChannel(turn) ? channelHelp(needs.settings.MicrosoftAppId, needs.settings.CHANNEL_FILES === 'on') : await ownHelp(needs, turn.personId));
}

/** Pressed on a card: the same help, in its place. */
export const helpAgain = async (needs: Needs, press: Press): Promise<Answer> => ({ card: card(await ownHelp(needs, press.personId)) });

const exampleCsv = 'EmailAddress,Status,MailboxType\njo.whitlock@nhs.example,Active,User\nsam.okoro@nhs.example,Active,User';
export const helpExampleCsv = (_needs: Needs, _press: Press): Promise<Answer> =>
  Promise.resolve({ card: card(helpPage('Example: a CSV has one person on each line', 'The first line names the columns. Only the addresses are needed; the other two let us leave out shared and deleted mailboxes.', ...exampleCsv.split('\n').map(line => line.replaceAll('@', '\\@')))) });

export const helpExample = (_needs: Needs, _press: Press): Promise<Answer> =>
  Promise.resolve({ card: card(helpPage('Example: 271 of 312 people would get MFA', '17 already have MFA. 24 are left out: 5 not in your organisations, 4 not found, 6 deleted and 9 shared mailboxes.', 'Each row left out has its number and what to do. Then you press Submit, or delete the check.')) });

export const helpMailboxReport = (_needs: Needs, _press: Press): Promise<Answer> =>
  Promise.resolve({ card: card(helpPage('Report: where to find the Mailbox report', '1. Open the Portal, then **Reports**, then **Admin Reports**.\n2. Choose **Mailbox Report** and your organisation.\n3. Wait until it is ready and download it.\n4. Attach it here as it is.')) });

/** The personal chat of somebody who spoke in a channel; null where LA Desk is not installed for them. */
async function personalChat(needs: Needs, turn: Turn) {
  return isChannel(turn) ? ownChat(needs, turn) : turn.conversation;
}

export async function showMyRequests(needs: Needs, turn: Turn): Promise<Reaction> {
  const chat = await personalChat(needs, turn);
  if (chat === null) return says(channelHelp(needs.settings.MicrosoftAppId, needs.settings.CHANNEL_FILES === 'on'));
  const content = card(await listCard(needs, turn.personId));
  return {
    async save(tx) {
      await heardFrom(tx, chat, needs.clock.calendar());
      await say(tx, chat.id, content, needs.clock.calendar());
      if (isChannel(turn)) await say(tx, turn.conversation.id, { is: 'text', text: 'The answer is in your personal chat with LA Desk.' }, needs.clock.calendar());
    },
  };
}

export const myRequestsPressed = async (needs: Needs, press: Press): Promise<Answer> => ({ card: card(await listCard(needs, press.personId)) });

const listed = 10;

async function listCard({ store, access, clock }: Needs, personId: string): Promise<Card> {
  const roles = await access.rolesToShow(personId);
  const found = await store.requests.visibleTo(roles.organisations, listed + 1);
  const key = await nonceKey(store);
  const shown = found.slice(0, listed);
  const heading = shown.length === 0 ? 'No requests yet' : `${plural(shown.length, 'request', 'requests')}, newest first`;
  const waiting = await store.rounds.waiting(shown.map(({ id }) => id), clock.calendar());
  const items = shown.map(request => listItem(key, request, personId, waiting.get(request.id) ?? null));
  return { name: 'requests', data: { speak: `${heading}.`, heading, items, subtle: `As of ${formatDateTime(clock.calendar())}.${found.length > listed ? ' Older ones: type status and the reference.' : ''}` } };
}

const listItem = (key: string, request: ServiceRequest, personId: string, waitsUntil: Date | null) => ({
  title: `${reference(request)}: ${stateWord(request, waitsUntil)}`,
  line: `${people(sizeOf(request))}, sent ${request.submittedAt === null ? '' : formatDateTime(request.submittedAt)}.`,
  show: buttonOn(request, { key, personId }, 'request.show', `Open ${reference(request)}`),
});

export async function showStatus(needs: Needs, turn: Turn, number: number): Promise<Reaction> {
  const request = await needs.store.requests.byNumber(number);
  const roles = await needs.access.rolesOf(turn.personId);
  const unknown = plainCard(`Not found: R-${number}`, 'Look at the number again, or type **my requests**.');
  const seen = request === null ? null : seenAs(turn.personId, roles, request);
  if (request === null || seen === null) return says(unknown);
  const waitsUntil = (await needs.store.rounds.waiting([request.id], needs.clock.calendar())).get(request.id) ?? null;
  if (!isChannel(turn)) return statusInChat(needs, turn, request, seen, waitsUntil);
  const heading = headingOf(request, waitsUntil === null ? stateWord(request) : 'started, waits');
  return says({ name: 'channel-status', data: { speak: `${heading}.`, heading, line: 'Everything else about it is in your personal chat with LA Desk.' } });
}

const headingOf = (request: ServiceRequest, state: string): string => `${capitalised(state)}: ${reference(request)}`;

/** The request's card; where it is already further up in this chat, the state here and a button that opens it. */
async function statusInChat(needs: Needs, turn: Turn, request: ServiceRequest, subject: Subject, waitsUntil: Date | null): Promise<Reaction> {
  const at = needs.clock.calendar();
  if ((await needs.store.posts.cardOf(request.id, turn.conversation.id, subject)) === null) return { save: tx => showCard(tx, request.id, turn.conversation.id, subject, at) };
  const item = listItem(await nonceKey(needs.store), request, turn.personId, waitsUntil);
  const heading = headingOf(request, stateWord(request, waitsUntil));
  return says({ name: 'requests', data: { speak: `${heading}.`, heading, items: [item], subtle: `As of ${formatDateTime(at)}. Its card further up in this chat follows it.` } });
}

const noSignOuts = (contact: string) => plainCard('Not available: sign-outs are not set up here', `Ask ${forMarkdown(contact)} to sign the person out.`);

/** One person signed out everywhere: checked like a list of one, then approved by somebody else. */
export async function revokeSessionsOf(needs: Needs, turn: Turn, raw: string): Promise<Reaction> {
  const roles = await needs.access.rolesOf(turn.personId);
  if (!isLocalAdministrator(roles)) return says(notOnRoster(needs.settings.HELP_CONTACT));
  if (!isSetUp(needs.settings, 'revoke-sessions')) return says(noSignOuts(needs.settings.HELP_CONTACT));
  const checked = checkAddress(raw);
  if ('cause' in checked) return says(plainCard('Not checked: that is not an email address', 'Type **revoke sessions** and one address, for example the person who lost a phone.'));
  const at = needs.clock.calendar();
  const request = newRequest(turn, 'revoke-sessions', null, at);
  const move = advance({ ...request, totalRows: 1 }, { is: 'received', ambiguous: false }, at);
  return {
    async save(tx: Tables) {
      await tx.requests.insert(request, null);
      await tx.rows.insert(request.id, [{ number: 1, address: checked.address, alternatives: null, fileCause: null, doubts: [] }]);
      await showCard(tx, request.id, turn.conversation.id, 'status', at);
      if (move) await saveMove(tx, needs, move, { actorId: turn.personId, action: 'received', detail: { rows: 1 } });
    },
  };
}

