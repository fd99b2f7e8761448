// Offers the CSVs of a notice, of its delivery and of what was answered to it, in the chat of the communications officer who asks for it.
import { onDesk } from '../requests/desk-press.ts';
import { offerFile } from '../requests/offering.ts';
import type { Services } from '../services.ts';
import { countsOf } from './counting.ts';
import { csvName, deliveryDescription, usualRowBytes } from './delivery-file.ts';
import { signUpDescription } from './sign-up-file.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** Names are looked up when a file is accepted: a press does not wait for the directory. */
export const offerDeliveryCsv = onDesk('notice.csv', ({ store, clock }: Needs, { press, id }) =>
  store.transaction(async tx => {
    const notice = await tx.notices.find(id);
    if (notice?.beganAt == null) return { message: 'There is no delivery to report: nobody was sent it.' };
    const { total } = countsOf(await tx.deliveries.counts(id));
    await offerFile(tx, { clock }, press.conversation, { name: csvName(notice, clock.calendar(), 'delivery'), description: deliveryDescription(total), sizeInBytes: (total + 1) * usualRowBytes, context: { noticeId: id, file: 'delivery' } });
    return { message: 'The file is offered below.' };
  }));

export const offerSignUpCsv = onDesk('notice.sign-ups-csv', ({ store, clock }: Needs, { press, id }) =>
  store.transaction(async tx => {
    const notice = await tx.notices.find(id);
    const answers = notice?.kind === 'sign-up' ? (await tx.signUps.of(id)).length : 0;
    if (notice === null || answers === 0) return { message: 'There are no answers to report.' };
    await offerFile(tx, { clock }, press.conversation, { name: csvName(notice, clock.calendar(), 'sign-ups'), description: signUpDescription(answers), sizeInBytes: (answers + 1) * usualRowBytes, context: { noticeId: id, file: 'sign-ups' } });
    return { message: 'The file is offered below.' };
  }));
