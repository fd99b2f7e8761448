// An incident's notice says whether bulk requests wait behind the incident of its reference.
import type { Tables } from '../store/tables.ts';
import { incidentFacts } from './kinds/incident.ts';
import type { Notice } from './notice.ts';

/** The same notice where there is nothing new to say. Never which requests, how many, or whose. */
export async function withIncident(tx: Tables, notice: Notice): Promise<Notice> {
  if (notice.kind !== 'incident') return notice;
  const facts = incidentFacts.parse(notice.facts);
  const isHeld = (await tx.incidents.openBy(facts.reference)).some(({ requestIds }) => requestIds.length > 0);
  const bulk = isHeld ? 'held' : facts.bulk === 'held' ? 'resuming' : facts.bulk;
  return bulk === facts.bulk ? notice : { ...notice, facts: { ...facts, bulk } };
}
