// Requests, counts, progress and views to test with: each complete, each with what a test says about it put over.
import type { Roles } from '../../src/access/roles.ts';
import type { Card, CardData, CardName } from '../../src/cards.ts';
import { readSettings, type Settings } from '../../src/config.ts';
import type { Counts, Progress, ServiceRequest, Status } from '../../src/requests/service-request.ts';
import type { View } from '../../src/requests/view.ts';
import type { Answer, Conversation } from '../../src/services.ts';

export const at = (date: string): Date => new Date(date);

const id = (end: string) => `6f0e0000-0000-4000-8000-0000000${end}`;

/** All that has to be set, and nothing else. */
export const completeEnv: Record<string, string> = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '5aeb0a1d-0000-4000-8000-00000000b071',
  MicrosoftAppPassword: 'not-a-real-one',
  MicrosoftAppTenantId: '11111111-2222-4333-8444-555555555555',
  DATABASE_URL: 'postgres://127.0.0.1/la_desk',
  GRAPH_READ_CLIENT_ID: id('0ad01'),
  GRAPH_READ_CLIENT_SECRET: 'r',
  GRAPH_MEMBERS_CLIENT_ID: id('0ad02'),
  GRAPH_MEMBERS_CLIENT_SECRET: 'm',
  GRAPH_ROLES_CLIENT_ID: id('0ad04'),
  GRAPH_ROLES_CLIENT_SECRET: 'o',
  MFA_GROUP: id('0a001'),
  RESOLVER_GROUP: id('0a003'),
  RESOLVER_CHANNEL: '19:bulk-mfa@thread.tacv2',
};

/** At any time of day, so that a test need not care when it happens; those of the hours themselves put the product's own over it. */
export const alwaysOpen = 'Mon-Sun 00:00-24:00';
export const { WORKING_HOURS: workingHours } = readSettings(completeEnv);
export const testSettings = (more: Partial<Settings> = {}): Settings => ({ ...readSettings({ ...completeEnv, WORKING_HOURS: alwaysOpen }), ...more });

export const noRoles: Roles = { organisations: [], primaryOf: [], names: {}, isResolver: false, isCommunications: false, isOperator: false };
export const laOf = (...organisations: string[]): Roles => ({ ...noRoles, organisations, names: Object.fromEntries(organisations.map(code => [code, organisationNames[code] ?? code])) });
export const organisationNames: Readonly<Record<string, string>> = { ZZ101: 'Ashdown Vale Trust', ZZ202: 'Harbour Mental Health Trust' };
export const resolver: Roles = { ...noRoles, isResolver: true };

const submittedOn: readonly Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', 'closed', 'withdrawn', 'rejected'];
const startedOn: readonly Status[] = ['in-progress', 'on-hold', 'confirming', 'resolved', 'closed'];

/** A request as it is in `status`, with every date and number that goes with that. */
export function aRequest(status: Status = 'checked', more: Partial<ServiceRequest> = {}): ServiceRequest {
  const isSubmitted = submittedOn.includes(status);
  const isStarted = startedOn.includes(status);
  const isOver = status === 'resolved' || status === 'closed';
  return {
    id: '00000000-0000-4000-8000-000000002041', number: isSubmitted ? 2041 : null, kind: 'enable-mfa', status, version: 7, round: 1,
    requesterId: 'priya', requesterName: 'Priya Nair', conversationId: 'a:priya', organisation: 'ZZ101', fileName: 'March mailbox report.csv',
    columns: { address: ['EmailAddress'], read: ['Status', 'MailboxType', 'AccountType'], ignoredCount: 39, hasMailboxType: true, encoding: 'UTF-8' },
    problem: null, totalRows: 312, contactNumber: isSubmitted ? '+447700900123' : null, listHash: 'abc', shown: isSubmitted ? someCounts() : null,
    halted: null, hold: status === 'on-hold' ? { why: 'incident', words: null, incidentId: null, reference: null, link: null, since: at('2022-09-23T14:05:00Z'), from: 'in-progress' } : null, isToldToContinue: false, reason: null, confirmedDoubts: [],
    startedBy: isStarted ? 'dan' : null, startedByName: isStarted ? 'Dan Ferris' : null, approvedBy: null, approvedHash: null,
    portalMarkedCount: 0, acceptedUnconfirmed: 0, ticketNumber: isSubmitted ? 'INC31020417' : null, ticketState: null, ticketWanted: null,
    triesAgainAt: null, createdAt: at('2022-09-23T11:20:00Z'), checkedAt: at('2022-09-23T11:24:00Z'), submittedAt: isSubmitted ? at('2022-09-23T11:30:00Z') : null,
    targetAt: isSubmitted ? at('2022-09-24T11:30:00Z') : null, dueSoonAt: null, lateAt: null, startedAt: isStarted ? at('2022-09-23T13:00:00Z') : null,
    resolvedAt: isOver ? at('2022-09-23T17:40:00Z') : null, closesAt: isOver ? at('2022-09-26T17:40:00Z') : null, nudgedAt: null, closedAt: status === 'closed' ? at('2022-09-26T17:40:00Z') : null,
    follows: null,
    ownerId: isStarted ? 'dan' : null, ownerName: isStarted ? 'Dan Ferris' : null, mentionedAt: null,
    notBefore: null, outsideHours: null,
    organisationSize: null,
    lateness: null,
    lastRound: 1, undo: null,
    weekToldAt: null,
    ...more,
  };
}

const range = (count: number, from = 2) => Array.from({ length: count }, (_, index) => from + index);

/** The sample Mailbox report: 271 + 17 + 5 + 4 + 6 + 9 = 312. */
export function someCounts(more: Partial<Counts> = {}): Counts {
  return {
    total: 312, wouldChange: 271, already: 17,
    leftOut: [
      { cause: 'shared', count: 9, rows: range(9) },
      { cause: 'not-found', count: 4, rows: [57, 140, 141, 299] },
      { cause: 'other-organisation', count: 5, rows: [14, 88, 102, 230, 231] },
      { cause: 'deleted', count: 6, rows: [9, 31, 77, 160, 203, 310] },
    ],
    doubts: [], noMethod: null, alsoOpen: [], doneBefore: [], organisationSize: null, ...more,
  };
}

export const someProgress = (more: Partial<Progress> = {}): Progress => ({ total: 271, waiting: 0, calling: 0, applied: 271, confirmed: 0, refused: [], contradicted: 0, overdue: 0, takenOut: [], ...more });

export function aView(request: ServiceRequest = aRequest(), more: Partial<View> = {}): View {
  return {
    request, counts: request.shown ?? someCounts(), progress: request.startedAt === null ? null : someProgress(), checkedRows: 180, organisationName: 'Ashdown Vale Trust',
    reader: 'priya', nonceKey: 'key', portalUrl: 'https://portal.nhs.example', smallListGoesToPortal: true, openIncidents: [], brake: null, requesterTeamsId: '29:priya', workingHours, waitsUntil: null, standing: 0, ...more,
  };
}

/** The data of a card that must be of this name. */
export function dataOf<N extends CardName>(card: Card, name: N): CardData[N] {
  if (card.name !== name) throw new Error(`Expected the card ${name}, found ${card.name}: ${JSON.stringify(card.data)}`);
  return card.data as CardData[N];
}

/** What a press answered: the card's heading, or the message. */
export function saidBy(answer: Answer): string {
  if ('message' in answer) return answer.message;
  return answer.card.is === 'card' && 'heading' in answer.card.card.data ? answer.card.card.data.heading : answer.card.is;
}

export const personal = (personId: string): Conversation => ({ id: `a:${personId}`, kind: 'personal', serviceUrl: 'https://smba.nhs.example/uk', tenantId: 't', personId, teamsUserId: `29:${personId}`, teamId: null, channelId: null });
export const channel = (channelId = completeEnv['RESOLVER_CHANNEL'] ?? ''): Conversation => ({ id: channelId, kind: 'channel', serviceUrl: 'https://smba.nhs.example/uk', tenantId: 't', personId: null, teamsUserId: null, teamId: 'team', channelId });
