// What handlers may ask for. Types only: the edges (teams, graph, helpdesk, portal, store, jobs) implement them, main.ts puts them together.
import type { Logger } from 'pino';
import type { Content } from './cards.ts';
import type { Settings } from './config.ts';
import type { Helpdesk } from './helpdesk/ticket.ts';
import type { Begins, Booked, Kept } from './store/pace.ts';
import type { Store } from './store/store.ts';
import type { Roles } from './access/roles.ts';

export type Services = {
  settings: Settings;
  clock: Clock;
  log: Logger;
  /** Tells this process from others in leases. */
  processId: string;
  store: Store;
  directory: Directory;
  members: Members;
  sessions: Sessions;
  channelFiles: ChannelFiles;
  messenger: Messenger;
  uploads: Uploads;
  helpdesk: Helpdesk;
  access: Access;
};

export type Clock = {
  /** The date people live by: due times, targets, closing, every date on a card. The sandbox can wind it. */
  calendar(): Date;
  /** Milliseconds since 1970 by the machine: tokens, leases, pacing, timeouts. Never wound. */
  machine(): number;
};

export type Access = {
  /** What this person may be, from the roster and the Entra groups; at most 5 minutes old. */
  rolesOf(personId: string): Promise<Roles>;
  /** For help and lists: the roster too may be 10 seconds old. Whoever presses one button after the other is looked up once. */
  rolesToShow(personId: string): Promise<Roles>;
};

// --- Microsoft Graph -----------------------------------------------------------------------------------------------

export type DirectoryPerson = {
  id: string;
  /** Primary address, lower case: mail, or the user principal name where there is no mail. */
  address: string;
  displayName: string;
  isEnabled: boolean;
  isGuest: boolean;
  /** ODS code from the attribute named by ORGANISATION_ATTRIBUTE, upper case; null where it is empty. */
  organisation: string | null;
};

export type Directory = {
  /** Everybody an address may mean: none, one, or several (then it is ambiguous). Keys are the addresses as given (lower case). */
  resolve(addresses: readonly string[]): Promise<Map<string, DirectoryPerson[]>>;
  /** The same facts by object id. People who are gone are missing from the answer. */
  people(ids: readonly string[]): Promise<Map<string, DirectoryPerson>>;
  /** Which of `groupIds` each person is in, nested membership included. Picks the cheaper of listing and asking. */
  membership(ids: readonly string[], groupIds: readonly [string, ...string[]]): Promise<Map<string, Set<string>>>;
  /** How many people, guests and disabled accounts apart, an organisation has by its ODS code. */
  organisationSize(code: string): Promise<number>;
  /** Object ids holding a directory role or in a role-assignable group. */
  privileged(): Promise<Set<string>>;
  /** Object ids of a group's members, those of groups in it included: people and whatever else is in it. `most` at most. */
  memberIds(groupId: string, most: number): Promise<string[]>;
  group(id: string): Promise<GroupFacts | null>;
  /** The enabled Conditional Access policies that ask for MFA; read once and cached (1 request per second per tenant). */
  mfaPolicies(): Promise<MfaPolicy[]>;
  /** Directory audit entries of one activity about one person since a time. */
  audits(activity: string, personId: string, since: Date): Promise<{ at: Date; result: string }[]>;
  /** Who has a method for MFA, page by page, from Entra's own report; disabled accounts are not in it. */
  registrations(): AsyncIterable<{ id: string; hasMethod: boolean }[]>;
};

export type GroupFacts = { id: string; displayName: string; isSecurity: boolean; isDynamic: boolean; isSynced: boolean; isMailEnabled: boolean; isRoleAssignable: boolean };

export type MfaPolicy = {
  id: string;
  isOn: boolean;
  /** Nothing but whom it is for narrows it: no place, device, risk or application lets somebody past it. */
  asksAtEverySignIn: boolean;
  includeGroups: string[];
  excludeGroups: string[];
  excludeUsers: string[];
};

/** What a write came to, for one person. */
export type Outcome =
  | { is: 'done' }
  | { is: 'already' }
  | { is: 'partial'; steps: string[] }
  | { is: 'refused'; reason: Refusal }
  /** `isUnsure`: the request may have been done, and only its answer lost. Without it nothing was done. */
  | { is: 'again'; afterMs: number; isUnsure?: true };

export type Refusal = 'gone' | 'forbidden' | 'not-allowed' | 'guest' | 'protected' | 'other-organisation' | 'failed';

export type Members = {
  /** At most 400 ids: one $batch of chained PATCHes, refused chunks split until the one at fault is found. Never throws for one person's fault. */
  add(groupId: string, ids: readonly string[]): Promise<Map<string, Outcome>>;
  remove(groupId: string, ids: readonly string[]): Promise<Map<string, Outcome>>;
};

/** A message in a channel, by the ids Teams and Graph know it by. No secret among them. */
export type ChannelMessage = {
  /** The team's group in Entra; null where Teams left it out. */
  groupId: string | null;
  /** The team as Teams knows it. */
  teamId: string;
  channelId: string;
  /** The thread's first message: the message itself where it is a new post. */
  rootId: string;
  id: string;
};

/** `url` is where the file is kept: nothing can be fetched there without a permission of its own. */
export type PostedFile = { name: string; url: string };
export type Posted =
  /** Not readable yet, or gone without a trace: Graph answers the same to both. */
  | { is: 'missing' }
  | { is: 'deleted' }
  /** `files` are those in the channel's own folder; `elsewhere` counts the others, which are never opened. */
  | { is: 'posted'; authorId: string; authorName: string; files: PostedFile[]; elsewhere: number };

export type ChannelFiles = {
  read(message: ChannelMessage & { groupId: string }): Promise<Posted>;
  /** A link for the next minutes; null where the file is not there, or not yet. */
  locate(file: PostedFile): Promise<UploadedFile | null>;
  /** What an administrator has granted the identity for all of the tenant; null where that cannot be told. A team's own consent is not among it. */
  granted(): Promise<string[] | null>;
};

export type Sessions = { revoke(personId: string): Promise<Outcome> };

// --- Teams ---------------------------------------------------------------------------------------------------------

/** Where something can be said in Teams. */
export type Conversation = {
  id: string;
  kind: 'personal' | 'channel';
  serviceUrl: string;
  tenantId: string;
  /** Personal chats: the person's object id, and their id in Teams (29:...). */
  personId: string | null;
  teamsUserId: string | null;
  teamId: string | null;
  channelId: string | null;
};

export type SendResult =
  | { is: 'sent'; activityId: string }
  /** No answer, or one that leaves it open: it may or may not be there. Never repeated by itself. */
  | { is: 'unknown'; status?: number }
  /** The person or channel cannot be reached any more. */
  | { is: 'gone'; reason: string }
  /** Nothing was posted: come back after this long, where Teams says how long. */
  | { is: 'later'; afterMs?: number; status?: number };

export type UpdateResult = { is: 'updated' } | { is: 'missing' } | Extract<SendResult, { is: 'gone' | 'later' }>;

export type Messenger = {
  /** Waits for the moment to say something there that all processes agree on: 0 ms when it is now, otherwise the milliseconds to come back after. `begins`: saved with it where it need not wait. */
  slot(conversation: Conversation, begins?: Begins): Promise<{ ms: number; hasBegun: boolean }>;
  /** These go out at once: `slot` comes before, and before the intent is saved, so that a kill while waiting leaves nothing unknown. */
  send(conversation: Conversation, content: Content): Promise<SendResult>;
  update(conversation: Conversation, activityId: string, content: Content): Promise<UpdateResult>;
  /** The personal chat with somebody the bot has no conversation with yet. Null where the app is not installed for them. `isBooked`: its moment is now. */
  startPersonal(personId: string, isBooked?: boolean): Promise<Conversation | null>;
  /** Moments for deliveries, by conversation, or person where a chat is to be started. `kept`: what became of moments that were given. */
  book(ids: readonly string[], kept: readonly Kept[]): Promise<Booked[]>;
  /** Teams asked for less: no delivery is given a moment for so long. What people wait for goes on. */
  holdDeliveries(ms: number): Promise<void>;
  /** The Entra group behind a team. Null where the app is not in that team any more. */
  groupOf(conversation: Conversation, teamId: string): Promise<string | null>;
};

/** An upload in a personal chat. The address is a bearer secret for a few minutes: never stored, never logged. */
export type UploadedFile = { name: string; downloadUrl: string };
export type Uploads = {
  /** The file's bytes, checked and capped while they stream. Throws UserError for an expired link or a file over the limit. */
  open(file: UploadedFile, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
  /** Puts a file where Teams asked for it after the person accepted. */
  deliver(uploadUrl: string, bytes: Uint8Array): Promise<void>;
};

/** One message from a person, or the app's arrival in a conversation. */
export type Turn = {
  activityId: string;
  conversation: Conversation;
  /** Object id in Entra: the only thing decisions may rest on. */
  personId: string;
  /** For showing only. */
  personName: string;
  /** Without the mention of the bot, trimmed. */
  text: string;
  file: UploadedFile | null;
  /** Files that came with it and are not read: a picture, a channel's reference, or all but the first of several. */
  otherFiles: number;
  /** The sender's id in Teams (29:...), which a message that only they see is addressed to. */
  teamsUserId: string;
  /** Null in a personal chat, and where Teams named no team. */
  channelMessage: ChannelMessage | null;
};

/** One press of a button on a card. `inputs` is everything the card sent, unchecked. */
export type Press = {
  activityId: string;
  conversation: Conversation;
  personId: string;
  personName: string;
  /** Their id in Teams (29:...), which a message that only they see is addressed to. */
  teamsUserId: string;
  verb: string;
  inputs: Record<string, unknown>;
};

/** What the press answers: a card in place of the pressed one, or a short message. */
export type Answer = { card: Content } | { message: string };

/** A file offered by consent, accepted or declined. */
export type FileConsent = {
  activityId: string;
  conversation: Conversation;
  personId: string;
  isAccepted: boolean;
  /** What we put in when offering. */
  context: Record<string, unknown>;
  upload: { uploadUrl: string; contentUrl: string; name: string; uniqueId: string; fileType: string } | null;
};
