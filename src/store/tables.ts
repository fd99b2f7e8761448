// Binds every table's functions to a connection: the same set for the whole database and for one transaction.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely, KyselyPlugin } from 'kysely';
import { activityTable } from './activities.ts';
import { answerTable } from './answers.ts';
import { auditTable } from './audit.ts';
import { brakeTable } from './brakes.ts';
import { commentTable } from './comments.ts';
import { conversationTable } from './conversations.ts';
import { deliveryTable } from './deliveries.ts';
import { effectTable } from './effects.ts';
import { feedbackTable } from './feedback.ts';
import { incidentTable } from './incidents.ts';
import { jobLeases, jobOutcomes } from './job-leases.ts';
import { jobTable, type JobNeeds } from './jobs.ts';
import { keyUpdateTable } from './key-updates.ts';
import { laneTable } from './lanes.ts';
import { nearAfterwards } from './near.ts';
import { nonceTable } from './nonces.ts';
import { noticeTable } from './notices.ts';
import { occurrenceTable } from './occurrences.ts';
import { optOutTable } from './opt-outs.ts';
import { overlapTable } from './overlaps.ts';
import { paceTable } from './pace.ts';
import { postTable } from './posts.ts';
import { preferenceTable } from './preferences.ts';
import { questionTable } from './questions.ts';
import { queueBoardTable } from './queue-boards.ts';
import { requestTable } from './requests.ts';
import { rosterChangeTable } from './roster-changes.ts';
import { rosterTable } from './roster.ts';
import { roundTable } from './rounds.ts';
import { rowTable } from './rows.ts';
import type { Database } from './schema.ts';
import { seriesTable } from './series.ts';
import { settingTable } from './settings.ts';
import { slotAskTable } from './slot-asks.ts';
import { snapshotTable } from './snapshots.ts';
import type { Store } from './store.ts';
import { ticketTable } from './tickets.ts';

export type Tables = ReturnType<typeof bindTables>;

const bindTables = (db: Kysely<Database>, needs: JobNeeds, keys: Parameters<typeof settingTable>[1]) => ({
  settings: settingTable(db, keys),
  requests: requestTable(db),
  rounds: roundTable(db),
  rows: rowTable(db),
  effects: effectTable(db),
  overlaps: overlapTable(db),
  roster: rosterTable(db),
  rosterChanges: rosterChangeTable(db),
  comments: commentTable(db),
  conversations: conversationTable(db),
  activities: activityTable(db),
  answers: answerTable(db, needs),
  posts: postTable(db),
  notices: noticeTable(db),
  deliveries: deliveryTable(db),
  preferences: preferenceTable(db),
  feedback: feedbackTable(db),
  pace: paceTable(db),
  jobs: { ...jobTable(db, needs), ...jobLeases(db, needs.clock), ...jobOutcomes(db, needs.clock) },
  lanes: laneTable(db),
  incidents: incidentTable(db),
  queueBoards: queueBoardTable(db),
  brakes: brakeTable(db),
  optOuts: optOutTable(db),
  nonces: nonceTable(db),
  audit: auditTable(db),
  snapshots: snapshotTable(db),
  tickets: ticketTable(db),
  series: seriesTable(db),
  occurrences: occurrenceTable(db),
  slotAsks: slotAskTable(db),
  questions: questionTable(db),
  keyUpdates: keyUpdateTable(db),
});

type StoreNeeds = Omit<JobNeeds, 'near'> & Partial<Pick<JobNeeds, 'near'>> & { transactionMs?: number };

/**
 * The store over one database. A transaction open longer than `transactionMs` is rolled back and fails by name,
 * and reaching for the store inside one fails at once: on the embedded database both would otherwise wait for ever.
 */
export function createStore(db: Kysely<Database>, { clock, wake, near = () => null, transactionMs = 30_000 }: StoreNeeds): Store {
  const known = new Map<string, Buffer>();
  const scopes = new AsyncLocalStorage<Scope>();
  const refuseInside = () => {
    if (scopes.getStore()?.isOpen) throw new Error('The store was used inside a transaction. Use the tx that the transaction was given.');
  };
  return {
    ...bindTables(db.withPlugin(before(refuseInside)), { clock, wake, near }, { known, isKept: true }),
    async transaction(work) {
      refuseInside();
      const scope: Scope = { isOpen: true };
      const afterwards = nearAfterwards(near);
      const run = () => db.transaction().execute((trx) => {
        const tx = bindTables(trx.withPlugin(before(() => refuseClosed(scope))), { clock, wake, near: afterwards.near }, { known, isKept: false });
        return within(transactionMs, work(tx)).finally(() => (scope.isOpen = false));
      });
      try {
        const result = await scopes.run(scope, run);
        afterwards.committed();
        return result;
      } catch (error) {
        afterwards.undone();
        throw error;
      }
    },
  };
}

type Scope = { isOpen: boolean };

/** After the end its connection belongs to somebody else, and a late statement would be saved on its own. */
function refuseClosed(scope: Scope): void {
  if (!scope.isOpen) throw new Error('A statement came after its transaction had ended. Await everything inside it.');
}

const before = (check: () => void): KyselyPlugin => ({
  transformQuery: ({ node }) => (check(), node),
  transformResult: ({ result }) => Promise.resolve(result),
});

/** Fails after `ms`, so that the transaction rolls back and gives its connection to those who wait for one. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`A transaction was still open after ${ms} ms and was rolled back. Does something inside it wait for the network?`)), ms);
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
