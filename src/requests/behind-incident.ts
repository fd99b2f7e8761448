// Puts requests on hold behind an incident, and resumes them when it has ended: one after the other, each in a transaction of its own.
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { heldLine } from './incident-cards.ts';
import type { Incident } from './incident.ts';
import { advance } from './lifecycle.ts';
import { saveMove, say } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'settings'>;

/** Machine time between two that resume: their first people go through before the next begins. */
const apartMs = 2_000;

/** Runs as often as it likes: who is on hold already, or ended since, is passed over. */
export async function holdBehind(needs: Needs, { incidentId }: { incidentId: string }): Promise<Again> {
  const incident = await needs.store.incidents.find(incidentId);
  for (const requestId of incident?.requestIds ?? []) await needs.store.transaction(tx => holdOne(tx, needs, incidentId, requestId));
  return undefined;
}

async function holdOne(tx: Tables, needs: Needs, incidentId: string, requestId: string): Promise<void> {
  const incident = await tx.incidents.findOpen(incidentId);
  const request = incident && (await tx.requests.lock(requestId));
  if (incident === null || request === null) return;
  const move = advance(request, { is: 'held', why: incident.kind, words: incident.title, behind: incident }, needs.clock.calendar());
  if (move === null) return;
  await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'held', detail: { why: incident.kind, behind: incident.reference } });
  await tell(tx, needs, incident, request.conversationId);
}

async function tell(tx: Tables, { clock }: Needs, incident: Incident, conversationId: string): Promise<void> {
  if (!(await tx.incidents.isNewFor(incident.id, conversationId))) return;
  const count = await tx.requests.countIn(conversationId, incident.requestIds);
  await say(tx, conversationId, { is: 'text', text: heldLine(incident, count) }, clock.calendar());
}

export async function resumeBehind(needs: Needs, { incidentId }: { incidentId: string }): Promise<Again> {
  return needs.store.transaction(async tx => {
    const request = await tx.requests.oldestBehind(incidentId);
    const move = request && advance(request, { is: 'resumed' }, needs.clock.calendar());
    if (!move) return undefined;
    await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'resumed', detail: { behind: request.hold?.reference ?? '' } });
    return { againAfterMs: apartMs };
  });
}
