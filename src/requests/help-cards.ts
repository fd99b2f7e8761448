// First contact and help: what it is for and what to do now, in one screen.
import type { Card, Fact } from '../cards.ts';
import { isLocalAdministrator, type Roles } from '../access/roles.ts';
import { forMarkdown, unescaped } from '../words.ts';

/** `canSignOut`: whether sign-outs are set up here; `readsChannels`: whether files in channels are read. */
export function helpCard(roles: Roles, organisationNames: readonly string[], { canSignOut, readsChannels }: { canSignOut: boolean; readsChannels: boolean }): Card {
  if (!isLocalAdministrator(roles) && roles.isResolver) return resolverHelp();
  if (!isLocalAdministrator(roles) && roles.isOperator) return operatorHelp();
  if (!isLocalAdministrator(roles) && roles.isCommunications) return communicationsHelp();
  const heading = 'Ready: attach a CSV and we will check it for MFA';
  return {
    name: 'help',
    data: {
      speak: `${heading}.`,
      heading,
      line: 'You can send the Mailbox report as it is. Nothing changes for anybody until you read the result and press Submit. MFA is multi-factor authentication: a second step at sign-in.',
      facts: [
        { title: 'You are', value: whoYouAre(roles, organisationNames) },
        { title: 'Send', value: 'the Mailbox report, or any CSV with addresses' },
        { title: 'On a phone', value: 'paste the addresses into a message' },
        ...(readsChannels ? [{ title: 'In a channel', value: '**@LA Desk enable MFA** with the file; the result comes to this chat' }] : []),
        ...(roles.primaryOf.length > 0 ? [{ title: 'A new LA', value: 'type **propose an LA**; an operator confirms it' }] : []),
        { title: 'Or type', value: `**my requests**, **status R-2041**, **webinar**, ${canSignOut ? '**revoke sessions** and an address' : '**help**'}` },
      ],
      canSend: true,
    },
  };
}

/** Resolvers and operators send no lists; their work comes to them. */
function ownHelp(heading: string, line: string, ...facts: Fact[]): Card {
  return { name: 'help', data: { speak: `${heading}.`, heading, line, facts, canSend: false } };
}

const resolverHelp = (): Card =>
  ownHelp(
    'Ready: new requests appear in the resolver channel',
    'Each comes with what to check, and a button to start it. Lists and contact numbers come to this chat when you ask for them there.',
    { title: 'You are', value: 'Resolver' },
    { title: 'Incident', value: 'type **open incident**: requests wait behind it; **update INC31020388** changes its notice' },
    { title: 'Or type', value: '**queue**, **status R-2041**, **who changed MFA for** and an address, **help**' },
  );

const operatorHelp = (): Card =>
  ownHelp(
    'Ready: the roster and what we could not say are here',
    'To import a roster, attach its CSV and write **roster** in the same message. Nothing is imported before you have seen what it would change.',
    { title: 'You are', value: 'Operator' },
    { title: 'Roster', value: 'type **roster** to decide on proposed LAs' },
    { title: 'Emergency', value: 'type **stop all changes**: nobody is changed until you let changes go on' },
    { title: 'Or type', value: '**lost posts**, **who changed MFA for** and an address, **help**' },
  );

const communicationsHelp = (): Card =>
  ownHelp(
    'Ready: type notice to compose what Local Administrators are told',
    'You see the card as they will before anybody is sent it. What is sent can be paused, corrected everywhere, counted and withdrawn.',
    { title: 'You are', value: 'Communications officer' },
    { title: 'New', value: 'type **notice**' },
    { title: 'Sent', value: 'type **notices**: how far each is, and what can be done with it' },
    { title: 'Approve', value: 'type **approvals**: what others ask you to approve' },
    { title: 'Webinars', value: 'type **webinar series** to plan them, **questions** for what was asked, **webinar updates** when one is over' },
    { title: 'Or type', value: '**webinars**, **what was said about TLS**, **feedback list**, **help**' },
  );

function whoYouAre(roles: Roles, names: readonly string[]): string {
  const [name] = names;
  const [code] = roles.organisations;
  if (name === undefined || code === undefined) return 'not a Local Administrator';
  const where = names.length === 1 ? `${forMarkdown(name)} (${code})` : `${names.length} organisations`;
  return `Local Administrator for ${where}${roles.isResolver ? ', and resolver' : ''}`;
}

/** `contact`: where people turn when the bot cannot help. */
export function notOnRoster(contact: string): Card {
  const heading = 'We do not know you as a Local Administrator yet';
  return {
    name: 'not-on-roster',
    data: {
      speak: `${heading}.`,
      heading,
      lines: ['Nothing you send here is read until you are on the list for your organisation.', `Ask your Primary Local Administrator to add you. If you do not know who that is, ask ${forMarkdown(contact)}.`],
    },
  };
}

export const ownChatLink = (appId: string) => ({ title: 'Open my chat with LA Desk', url: `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}` });

export function channelHelp(appId: string, readsChannels: boolean): Card {
  const heading = 'Ready: use LA Desk in your personal chat';
  return {
    name: 'channel-help',
    data: {
      speak: `${heading}.`,
      heading,
      line: 'Everybody in this team can read this channel, so files and results belong in your own chat. Here you can type **help**, **my requests** or **status R-2041**.' + (readsChannels ? ' Where you cannot avoid it, attach the CSV here and type **enable MFA**: everyone in the team can open it, and only you get the result.' : ''),
      link: ownChatLink(appId),
    },
  };
}

export const plainCard = (heading: string, ...lines: string[]): Card => ({ name: 'plain', data: { speak: `${unescaped(heading)}.`, heading, lines } });

/** Takes the place of the help card when one of its buttons is pressed, and has the way back. */
export const helpPage = (heading: string, ...lines: string[]): Card => ({ name: 'plain', data: { speak: `${heading}.`, heading, lines, back: true } });

/** For a message whose files are none that Teams hands over: a picture, or something pasted. */
export const howToAttach = (): Card =>
  plainCard(
    'Not read: attach the list as a CSV file',
    'What came with your message is not a file we can open, for example a picture.',
    '1. Save the list as a CSV file, or take the Mailbox report as it is.',
    '2. Attach it in this chat with the paperclip, or with **+** and then **Attach file**, and send it.',
    'On a phone, paste the addresses into a message instead.',
  );
