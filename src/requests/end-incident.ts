// An incident ends: what waits behind it resumes, and its card and notices say so. By its own button, or by the notice that says it is resolved.
import type { Services } from '../services.ts';
import type { Job } from '../store/jobs.ts';
import type { Tables } from '../store/tables.ts';
import type { Incident } from './incident.ts';
import { incidentCard } from './incident-cards.ts';
import { deliver } from './save-move.ts';

/** A notice of the same reference says that requests wait, or start again. */
export const linkToNotices = ({ reference }: Pick<Incident, 'reference'>): Job => ({ name: 'link-incident', key: reference.toUpperCase(), payload: { reference: reference.toUpperCase() } });

/** In the caller's transaction. Once: ended before, it stays as it was. */
export async function saveEnded(tx: Tables, { clock }: Pick<Services, 'clock'>, { id, actorId, key }: { id: string; actorId: string; key: string }): Promise<void> {
  const ended = await tx.incidents.end(id, clock.calendar());
  const incident = ended === null ? null : await tx.incidents.find(id);
  if (ended === null || incident === null) return;
  await tx.audit.append({ requestId: id, at: clock.calendar(), actorId, action: 'incident-ended', detail: { reference: incident.reference } });
  if (ended.postId !== null && (await tx.posts.change(ended.postId, { is: 'card', card: incidentCard(incident, key) }))) await deliver(tx, ended.postId);
  await tx.jobs.add({ name: 'resume-behind', key: id, payload: { incidentId: id } }, linkToNotices(incident));
}
