// Offers the delivery CSV of a notice, in the chat of the communications officer who asks for it.
import { onDesk } from '../requests/desk-press.ts';
import { offerFile } from '../requests/offering.ts';
import type { Services } from '../services.ts';
import { countsOf } from './counting.ts';
import { deliveryDescription, deliveryFileName, usualRowBytes } from './delivery-file.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** Names are looked up when it is accepted: a press does not wait for the directory. */
export const offerDeliveryCsv = onDesk('notice.csv', ({ store, clock }: Needs, { press, id }) =>
  store.transaction(async tx => {
    const notice = await tx.notices.find(id);
    if (notice?.beganAt == null) return { message: 'There is no delivery to report: nobody was sent it.' };
    const { total } = countsOf(await tx.deliveries.counts(id));
    await offerFile(tx, { clock }, press.conversation, { name: deliveryFileName(notice, clock.calendar()), description: deliveryDescription(total), sizeInBytes: (total + 1) * usualRowBytes, context: { noticeId: id, file: 'delivery' } });
    return { message: 'The file is offered below.' };
  }));
