// Reads what a card is drawn from. The only place that knows which numbers a view needs in which state.
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { isBrakedBy } from './brake.ts';
import { kindName } from './incident.ts';
import { organisationNameOf } from './organisation-name.ts';
import { readDelays } from './stop-rule.ts';
import { isUndoAsked, isUndoing, takenOutCount, type Counts, type Progress, type ServiceRequest } from './service-request.ts';
import type { View } from './view.ts';

/** Rows shown per cause on a card, and one more to know that there are more. */
const rowsPerCause = 20;

/** `store` may be a transaction: nothing here leaves the database. */
export async function gather(store: Tables, { settings }: Pick<Services, 'settings'>, request: ServiceRequest, reader: string): Promise<View> {
  const requester = await store.conversations.find(request.conversationId);
  return {
    request,
    counts: request.shown ?? (request.status === 'checked' ? await countRows(store, request) : null),
    progress: await shownProgress(store, request),
    checkedRows: request.status === 'checking' ? await store.rows.checkedCount(request.id) : request.totalRows,
    organisationName: await organisationNameOf(store, request),
    reader,
    nonceKey: await nonceKey(store),
    portalUrl: settings.PORTAL_URL,
    smallListGoesToPortal: settings.SMALL_LIST === 'portal',
    openIncidents: request.status === 'submitted' ? (await store.incidents.allOpen()).map(incident => `${kindName[incident.kind]} ${incident.reference}`) : [],
    brake: isBrakedBy(request) ? await store.brakes.current() : null,
    requesterTeamsId: requester?.teamsUserId ?? null,
    workingHours: settings.WORKING_HOURS,
    waitsUntil: request.status === 'in-progress' && request.halted === null ? ((await store.rounds.find(request.id, request.round))?.waitsUntil ?? null) : null,
    standing: request.status === 'resolved' || isUndoAsked(request) ? await store.effects.standingCount(request.id) : 0,
  };
}

/** Null before it was started. */
export const shownProgress = async (store: Tables, request: ServiceRequest): Promise<Progress | null> => (request.startedAt === null ? null : withTotal(await progressOf(store, request), request));

/** Until the executor takes its first turn a round has no effects yet, but how many there will be is known. */
function withTotal(progress: Progress, request: ServiceRequest): Progress {
  // Those taken out of it before its first turn are there already, and are among those it is for.
  const total = isUndoing(request) ? (request.undo?.count ?? 0) : (request.shown?.wouldChange ?? 0);
  const isBegun = request.status === 'in-progress' || request.hold?.from === 'in-progress';
  return !isBegun || progress.total > takenOutCount(progress) ? progress : { ...progress, total, waiting: total - takenOutCount(progress) };
}

export const nonceKey = async (store: Tables): Promise<string> => (await store.settings.key('nonce-key')).toString('base64');

export const progressOf = (store: Tables, request: Pick<ServiceRequest, 'id' | 'round'>): Promise<Progress> => store.effects.progress(request.id, request.round, readDelays.length);

/** The rows of a check by what would happen to them: they add up to the total. */
export async function countRows(store: Tables, request: ServiceRequest): Promise<Counts> {
  const totals = await store.rows.totals(request.id);
  const taken = await store.snapshots.takenAt('registration');
  const doubts = await store.rows.doubts(request.id);
  const typeUnknown = request.kind === 'enable-mfa' && request.columns?.hasMailboxType === false && totals.wouldChange > 0;
  return {
    ...totals,
    leftOut: await store.rows.leftOut(request.id, rowsPerCause),
    doubts: typeUnknown ? [{ doubt: 'mailbox-type', count: totals.wouldChange }, ...doubts] : doubts,
    noMethod: taken === null ? null : { count: await store.rows.noMethodCount(request.id), asOf: taken.at },
    alsoOpen: await store.overlaps.alsoOpen(request.id, rowsPerCause),
    doneBefore: await store.overlaps.doneBefore(request.id),
    organisationSize: request.organisationSize,
  };
}
