// A notice's time has come: who it is for is asked now, and each of them has a delivery of their own from then on.
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import { withIncident } from './incident-link.ts';
import { advanceNotice } from './notice.ts';
import { recipientsOf } from './recipients.ts';
import { saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'clock'>;

export function beginNotice(needs: Needs, { noticeId }: { noticeId: string }): Promise<Again> {
  return needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const at = needs.clock.calendar();
    const due = notice && advanceNotice(notice, { is: 'due' }, at);
    if (!due) return undefined;
    if (notice.sendAt !== null && notice.sendAt > at) return { againAt: notice.sendAt };
    const begun = await withIncident(tx, due);
    const recipients = await recipientsOf(tx, begun, at);
    await tx.deliveries.add(noticeId, 'card', recipients);
    await saveNotice(tx, needs, begun, { actorId: 'la-desk', action: 'notice-begun', detail: { recipients: recipients.length } });
    return undefined;
  });
}
