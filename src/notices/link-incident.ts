// Brings an incident's notices up to date when a resolver has opened or ended the incident that bulk requests wait behind.
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import type { Services } from '../services.ts';
import { incidentFacts } from './kinds/incident.ts';
import { withIncident } from './incident-link.ts';
import { advanceNotice, isOut } from './notice.ts';
import { remindAuthor } from './remind-author.ts';
import { saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

/** Runs as often as it likes: a notice that says it already is left alone. */
export async function linkIncident(needs: Needs, { reference }: { reference: string }): Promise<Again> {
  const key = await nonceKey(needs.store);
  for (const id of await needs.store.notices.ofIncident(reference)) await linkOne(needs, id, key);
  return undefined;
}

const linkOne = (needs: Needs, id: string, key: string): Promise<void> =>
  needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(id);
    if (notice === null || !isOut(notice)) return;
    const linked = await withIncident(tx, notice);
    const changed = linked === notice ? null : advanceNotice(notice, { is: 'changed', facts: linked.facts }, needs.clock.calendar());
    if (changed === null) return;
    const { bulk, resolved, reference } = incidentFacts.parse(changed.facts);
    await saveNotice(tx, needs, changed, { actorId: 'la-desk', action: 'notice-linked', detail: { bulk } });
    // Bulk MFA goes on, but readers still see an open incident.
    if (bulk === 'resuming' && resolved === null) await remindAuthor(tx, needs, changed, `A resolver ended the incident ${reference}, so bulk requests start again. Its card still says Open: say whether it is resolved.`, key);
  });
