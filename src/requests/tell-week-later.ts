// A week after a request was resolved its requester hears, once, how many of its people still have no sign-in method.
import { seenAs } from '../access/permissions.ts';
import type { Again } from '../jobs/run-job.ts';
import { kinds } from '../kinds/grid.ts';
import { nextAt } from '../schedule.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { nonceKey } from './gather.ts';
import { organisationNameOf } from './organisation-name.ts';
import { say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';
import { goodLine, weekCard, whenToTell, type Counted } from './week-later.ts';

type Needs = Pick<Services, 'store' | 'access' | 'clock' | 'log'>;

export async function tellWeekLater(needs: Needs, { requestId }: { requestId: string }): Promise<Again> {
  const seen = await needs.store.requests.find(requestId);
  if (seen === null) return undefined;
  const { requesterId } = seen;
  // Somebody who left the organisation hears nothing of it.
  const isTheirs = seenAs(requesterId, await needs.access.rolesOf(requesterId), seen) === 'status';
  return needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const time = request && whenToTell(request);
    const at = needs.clock.calendar();
    if (request === null || time === null || !kinds[request.kind].asksForMethod) return undefined;
    if (at < time.from) return { againAt: time.from };
    if (!isTheirs || (await tx.optOuts.has(requesterId, 'week-later'))) return undefined;
    const counted = await count(tx, request);
    if (counted === null) return waitForReport(needs, requestId, at, time.until);
    if (counted.total > 0) await tell(tx, request, counted, at);
    return undefined;
  });
}

/** Null where no report from after it was resolved knows anybody. */
async function count(tx: Tables, { id, round, resolvedAt }: ServiceRequest): Promise<Counted | null> {
  const taken = await tx.snapshots.takenAt('registration');
  if (taken === null || resolvedAt === null || taken.at <= resolvedAt) return null;
  const methods = await tx.effects.methods(id, round);
  return methods.total > 0 && methods.unknown === methods.total ? null : { ...methods, asOf: taken.at };
}

/** An hour after the nightly one is read. Nothing is said in the end: what is not known helps nobody. */
function waitForReport({ log }: Needs, requestId: string, at: Date, until: Date): Again {
  const next = nextAt(at, '07:00');
  if (next <= until) return { againAt: next };
  log.warn({ requestId }, 'no registration report since a request was resolved: its requester was not told who has no sign-in method');
  return undefined;
}

async function tell(tx: Tables, request: ServiceRequest, counted: Counted, at: Date): Promise<void> {
  const line = goodLine(request, counted);
  const about = { request, organisationName: await organisationNameOf(tx, request), reader: { key: await nonceKey(tx), personId: request.requesterId } };
  await tx.requests.save({ ...request, weekToldAt: at });
  await say(tx, request.conversationId, line === null ? { is: 'card', card: weekCard(about, counted) } : { is: 'text', text: line }, at, request.id);
}
