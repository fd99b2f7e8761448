// Who may press what, on a request in which state: one table. The server asks it again at each press, whatever the card showed.
import type { NoticeKindName } from '../notices/notice.ts';
import { isUndoAsked, type ServiceRequest, type Status } from '../requests/service-request.ts';
import { isLocalAdministrator, type Roles } from './roles.ts';

/** What somebody is to a request. */
export type Relation =
  /** Sent it, and is still a Local Administrator of its organisation. */
  | 'requester'
  /** A Local Administrator of its organisation. */
  | 'la'
  | 'resolver'
  /** Where a kind asks for a second person: a Local Administrator of its organisation or a resolver, never the requester. */
  | 'approver';

/** `whenUndo`: while an undo waits to be started, besides. */
type Rule = { by: readonly Relation[]; when: readonly Status[]; kind?: ServiceRequest['kind']; whenUndo?: readonly Status[] };

const submittedOn: readonly Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', 'closed', 'withdrawn', 'rejected'];
/** From the start until closing. */
const touchedOn: readonly Status[] = ['in-progress', 'on-hold', 'confirming', 'resolved'];

const workedOn: readonly Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming'];

export const rules = {
  'check.stop': { by: ['requester'], when: ['receiving', 'choosing', 'checking'] },
  'check.use-column': { by: ['requester'], when: ['choosing'] },
  'check.confirm': { by: ['requester'], when: ['checked'] },
  'check.again': { by: ['requester'], when: ['checked'] },
  'check.files': { by: ['requester'], when: ['checked'] },
  'check.delete': { by: ['requester'], when: ['choosing', 'checked'] },
  'request.form': { by: ['requester'], when: ['checked'] },
  'request.form-cancel': { by: ['requester'], when: ['checked'] },
  'request.submit': { by: ['requester'], when: ['checked'] },
  'request.show': { by: ['la', 'resolver'], when: submittedOn },
  'request.list': { by: ['la'], when: submittedOn },
  'request.outcome': { by: ['la', 'resolver'], when: ['in-progress', 'on-hold', 'confirming', 'resolved', 'closed'], whenUndo: ['submitted'] },
  'request.problems': { by: ['la', 'resolver'], when: ['in-progress', 'on-hold', 'confirming', 'resolved', 'closed'], whenUndo: ['submitted'] },
  'request.comment-form': { by: ['la'], when: ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved'] },
  'request.comment': { by: ['la', 'resolver'], when: ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved'] },
  'request.withdraw': { by: ['la'], when: ['submitted', 'on-hold'] },
  'request.start-sooner': { by: ['la'], when: ['submitted', 'in-progress'], kind: 'enable-mfa' },
  'request.reopen': { by: ['la'], when: ['resolved'], kind: 'enable-mfa' },
  'request.follow-up': { by: ['la'], when: ['closed'], kind: 'enable-mfa' },
  'request.follow-up-check': { by: ['la'], when: ['closed'], kind: 'enable-mfa' },
  'request.start': { by: ['resolver'], when: ['submitted'], kind: 'enable-mfa' },
  'request.outside-hours': { by: ['resolver'], when: ['in-progress'], kind: 'enable-mfa' },
  'request.approve': { by: ['approver'], when: ['submitted'], kind: 'revoke-sessions' },
  'request.reject': { by: ['resolver', 'approver'], when: ['submitted', 'on-hold'] },
  'request.pause': { by: ['resolver'], when: ['in-progress'] },
  'request.continue': { by: ['resolver'], when: ['in-progress'] },
  'request.hold': { by: ['resolver'], when: ['submitted', 'in-progress'], kind: 'enable-mfa' },
  'request.resume': { by: ['resolver'], when: ['on-hold'], kind: 'enable-mfa' },
  'request.portal-marked': { by: ['resolver'], when: ['confirming'], kind: 'enable-mfa' },
  'request.accept': { by: ['resolver'], when: ['confirming'] },
  'request.late-form': { by: ['resolver'], when: ['submitted', 'in-progress', 'confirming'] },
  'request.late': { by: ['resolver'], when: ['submitted', 'in-progress', 'confirming'] },
  'request.details-to-me': { by: ['resolver', 'approver'], when: submittedOn },
  'request.take': { by: ['resolver'], when: workedOn },
  'request.hand-over-form': { by: ['resolver'], when: workedOn },
  'request.hand-over': { by: ['resolver'], when: workedOn },
  'request.back': { by: ['la'], when: submittedOn },
  'request.undo-form': { by: ['la'], when: ['resolved'], kind: 'enable-mfa' },
  'request.undo': { by: ['la'], when: ['resolved'], kind: 'enable-mfa' },
  'request.take-out-form': { by: ['la'], when: touchedOn, kind: 'enable-mfa', whenUndo: ['submitted'] },
  'request.take-out-find': { by: ['la'], when: touchedOn, kind: 'enable-mfa', whenUndo: ['submitted'] },
  'request.take-out': { by: ['la'], when: touchedOn, kind: 'enable-mfa', whenUndo: ['submitted'] },
  'request.refresh': { by: ['la', 'resolver', 'approver'], when: submittedOn },
} as const satisfies Record<string, Rule>;

export type RequestVerb = keyof typeof rules;
export const isRequestVerb = (verb: string): verb is RequestVerb => Object.hasOwn(rules, verb);

/** Everything `personId` is to the request now. Before submission it belongs to nobody but the requester. */
export function relations(personId: string, roles: Roles, request: Pick<ServiceRequest, 'requesterId' | 'organisation' | 'number' | 'kind'>): Set<Relation> {
  const found = new Set<Relation>();
  const isRequester = personId === request.requesterId;
  const looksAfter = request.organisation === null ? roles.organisations.length > 0 : roles.organisations.includes(request.organisation);
  if (isRequester && looksAfter) found.add('requester');
  if (request.number === null) return found;
  if (looksAfter) found.add('la');
  // Approver is never requester, also where one person is both.
  if (roles.isResolver && !isRequester) found.add('resolver');
  if (request.kind === 'revoke-sessions' && (looksAfter || roles.isResolver) && !isRequester) found.add('approver');
  return found;
}

/** Whether this person sees the request at all, and as what: with a Local Administrator's card or a resolver's. Asked at each press and each redraw. */
export function seenAs(personId: string, roles: Roles, request: Pick<ServiceRequest, 'requesterId' | 'organisation' | 'number' | 'kind'>): 'status' | 'resolver' | null {
  const are = relations(personId, roles, request);
  if (are.has('requester') || are.has('la')) return 'status';
  return are.has('resolver') ? 'resolver' : null;
}

export type Permission = 'yes' | 'not-you' | 'not-now';

/** Some things are done for one kind of request alone. */
export function isForKind(verb: RequestVerb, { kind }: Pick<ServiceRequest, 'kind'>): boolean {
  const rule: Rule = rules[verb];
  return rule.kind === undefined || rule.kind === kind;
}

export function may(verb: RequestVerb, personId: string, roles: Roles, request: ServiceRequest): Permission {
  const rule: Rule = rules[verb];
  const are = relations(personId, roles, request);
  if (!isForKind(verb, request)) return 'not-you';
  if (!rule.by.some(relation => are.has(relation))) return 'not-you';
  return rule.when.includes(request.status) || (isUndoAsked(request) && rule.whenUndo?.includes(request.status) === true) ? 'yes' : 'not-now';
}

/** Where a card stands: it counts there and nowhere else. */
export type Place = 'own chat' | 'resolver channel' | 'another channel';

/** `involved`: whoever the table above lets comment on the request, or have its list; `officer`: whoever may say what has changed in a notice, of some kind; `la`: whoever looks after any organisation; `anybody`: whoever can read the card. */
type DeskRule = { by: 'isResolver' | 'isOperator' | 'isCommunications' | 'isPrimary' | 'officer' | 'involved' | 'la' | 'anybody'; in: readonly Place[] };

const bothPlaces: readonly Place[] = ['own chat', 'resolver channel'];
const everywhere: readonly Place[] = [...bothPlaces, 'another channel'];
/** A webinar's channel is one that Local Administrators read. */
const readPlaces: readonly Place[] = ['own chat', 'another channel'];

/** Verbs that are about no one request, or about no state of one. What is done to requests through them is asked of the table above again, for each of them. */
export const deskRules = {
  'queue.refresh': { by: 'isResolver', in: bothPlaces },
  'queue.open': { by: 'isResolver', in: bothPlaces },
  'queue.pick': { by: 'isResolver', in: bothPlaces },
  'queue.take': { by: 'isResolver', in: bothPlaces },
  'queue.start': { by: 'isResolver', in: bothPlaces },
  'queue.hold': { by: 'isResolver', in: bothPlaces },
  'comment.read': { by: 'isResolver', in: ['resolver channel'] },
  'comment.reply': { by: 'involved', in: ['own chat'] },
  'week.list': { by: 'involved', in: ['own chat'] },
  'week.message': { by: 'involved', in: ['own chat'] },
  'week.stop': { by: 'la', in: ['own chat'] },
  'week.again': { by: 'la', in: ['own chat'] },
  'incident.open': { by: 'isResolver', in: ['own chat'] },
  'incident.end': { by: 'isResolver', in: ['resolver channel'] },
  'notice.ack': { by: 'anybody', in: everywhere },
  'notice.follow': { by: 'anybody', in: everywhere },
  'notices.preferences': { by: 'la', in: ['own chat'] },
  'notices.prefer': { by: 'la', in: ['own chat'] },
  'notice.sign-up': { by: 'la', in: everywhere },
  'notice.take-back': { by: 'la', in: everywhere },
  'notice.sign-ups-csv': { by: 'isCommunications', in: ['own chat'] },
  'notice.remind': { by: 'isCommunications', in: ['own chat'] },
  'notice.remind-on': { by: 'isCommunications', in: ['own chat'] },
  'feedback.report': { by: 'la', in: ['own chat'] },
  'feedback.send': { by: 'la', in: ['own chat'] },
  'feedback.add': { by: 'anybody', in: ['own chat'] },
  'feedback.list': { by: 'isCommunications', in: ['own chat'] },
  'feedback.open': { by: 'isCommunications', in: ['own chat'] },
  'feedback.answer': { by: 'isCommunications', in: ['own chat'] },
  'notice.compose': { by: 'isCommunications', in: ['own chat'] },
  'notice.preview': { by: 'isCommunications', in: ['own chat'] },
  'notice.next': { by: 'isCommunications', in: ['own chat'] },
  'notice.form': { by: 'isCommunications', in: ['own chat'] },
  'notice.who-form': { by: 'isCommunications', in: ['own chat'] },
  'notice.who': { by: 'isCommunications', in: ['own chat'] },
  'notice.to-me': { by: 'isCommunications', in: ['own chat'] },
  'notice.send': { by: 'isCommunications', in: ['own chat'] },
  'notice.drop': { by: 'isCommunications', in: ['own chat'] },
  'notice.approve': { by: 'isCommunications', in: ['own chat'] },
  'notice.decline': { by: 'isCommunications', in: ['own chat'] },
  'notice.show': { by: 'isCommunications', in: ['own chat'] },
  'notice.pause': { by: 'isCommunications', in: ['own chat'] },
  'notice.resume': { by: 'isCommunications', in: ['own chat'] },
  'notice.send-now': { by: 'isCommunications', in: ['own chat'] },
  'notice.cancel': { by: 'isCommunications', in: ['own chat'] },
  'notice.resend-failed': { by: 'isCommunications', in: ['own chat'] },
  'notice.resend-unknown': { by: 'isCommunications', in: ['own chat'] },
  'notice.csv': { by: 'isCommunications', in: ['own chat'] },
  'notice.correct-form': { by: 'isCommunications', in: ['own chat'] },
  'notice.correct-preview': { by: 'isCommunications', in: ['own chat'] },
  'notice.correct': { by: 'isCommunications', in: ['own chat'] },
  'notice.withdraw': { by: 'isCommunications', in: ['own chat'] },
  'notice.changes': { by: 'officer', in: ['own chat'] },
  'notice.change-form': { by: 'officer', in: ['own chat'] },
  'notice.change': { by: 'officer', in: ['own chat'] },
  'changes.stop': { by: 'isOperator', in: ['own chat'] },
  'changes.go-on': { by: 'isOperator', in: ['own chat'] },
  'roster.propose': { by: 'isPrimary', in: ['own chat'] },
  'roster.confirm': { by: 'isOperator', in: ['own chat'] },
  'roster.reject': { by: 'isOperator', in: ['own chat'] },
  'webinar.ics': { by: 'anybody', in: readPlaces },
  'webinar.remind': { by: 'anybody', in: readPlaces },
  'webinar.open': { by: 'anybody', in: ['own chat'] },
  'webinar.slot-form': { by: 'la', in: readPlaces },
  'webinar.ask-slot': { by: 'la', in: ['own chat'] },
  'webinar.question-form': { by: 'la', in: readPlaces },
  'webinar.ask': { by: 'la', in: ['own chat'] },
  'webinar.ask-anyway': { by: 'la', in: ['own chat'] },
  'webinar.series-form': { by: 'isCommunications', in: ['own chat'] },
  'webinar.create': { by: 'isCommunications', in: ['own chat'] },
  'webinar.change-form': { by: 'isCommunications', in: ['own chat'] },
  'webinar.change': { by: 'isCommunications', in: ['own chat'] },
  'webinar.end': { by: 'isCommunications', in: ['own chat'] },
  'webinar.skip': { by: 'isCommunications', in: ['own chat'] },
  'webinar.move': { by: 'isCommunications', in: ['own chat'] },
  'webinar.add': { by: 'isCommunications', in: ['own chat'] },
  'webinar.accept-slot': { by: 'isCommunications', in: ['own chat'] },
  'webinar.decline-slot': { by: 'isCommunications', in: ['own chat'] },
  'webinar.answered': { by: 'isCommunications', in: ['own chat'] },
  'webinar.add-update': { by: 'isCommunications', in: ['own chat'] },
  'webinar.post-updates': { by: 'isCommunications', in: ['own chat'] },
} as const satisfies Record<string, DeskRule>;

export type DeskVerb = keyof typeof deskRules;

function isOne(by: DeskRule['by'], roles: Roles): boolean {
  switch (by) {
    case 'involved':
    case 'anybody':
      return true;
    case 'officer':
      return roles.isCommunications || roles.isResolver;
    case 'la':
      return isLocalAdministrator(roles);
    case 'isPrimary':
      return roles.primaryOf.length > 0;
    default:
      return roles[by];
  }
}

export function mayHere(verb: DeskVerb, roles: Roles, place: Place): boolean {
  const rule: DeskRule = deskRules[verb];
  return isOne(rule.by, roles) && rule.in.includes(place);
}

/** Communications answer for every notice; resolvers for incidents too, which they know first. */
export const mayChange = (kind: NoticeKindName, roles: Roles): boolean => roles.isCommunications || (kind === 'incident' && roles.isResolver);

/** Beyond that, on the roster: a primary LA proposes for an organisation of theirs, an operator decides, and never on what they proposed themselves. */
export function mayOnRoster(verb: 'roster.propose' | 'roster.confirm' | 'roster.reject', personId: string, roles: Roles, change: { is: 'proposal' | 'import'; askedBy: string; organisation: string | null }): boolean {
  // Its cards are in people's own chats, which the nonce has shown already.
  if (!mayHere(verb, roles, 'own chat')) return false;
  if (verb === 'roster.propose') return change.organisation === null || roles.primaryOf.includes(change.organisation);
  // A file is its sender's own from the beginning: nobody else has its card.
  return (personId === change.askedBy) === (change.is === 'import');
}
