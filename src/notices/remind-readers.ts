// Whoever has a notice and has not pressed "Got it" is reminded: by a press bound to their number, or by itself on the day that was chosen; once a day.
import { z } from 'zod';
import type { Again } from '../jobs/run-job.ts';
import { onDesk } from '../requests/desk-press.ts';
import { addDays, inLondon, londonDay } from '../schedule.ts';
import type { Answer, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { formatDateTime, formatTime, plural } from '../words.ts';
import { isOut, type Notice } from './notice.ts';
import { onDay, reminderText } from './remind-card.ts';
import { saveAndAlert } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const counted = z.looseObject({ count: z.coerce.number().int() });
const chosen = z.looseObject({ day: z.iso.date() });
const over: Answer = { message: 'Nobody was reminded: this notice does not ask for Got it, or was withdrawn.' };

const asks = (notice: Notice | null): notice is Notice => notice?.wantsAck === true && isOut(notice);

/** How many were reminded; 0 where they were today already. */
async function remindNow(tx: Tables, needs: Pick<Services, 'clock'>, notice: Notice, askedBy: string): Promise<number> {
  const at = needs.clock.calendar();
  const people = await tx.deliveries.unread(notice.id);
  if (people === 0 || !(await tx.reminders.sent(notice.id, { day: londonDay(at), dueAt: at, askedBy }, people))) return 0;
  await saveAndAlert(tx, needs, notice, reminderText(notice, at), { actorId: askedBy, action: 'notice-reminded', detail: { people } }, 'unread');
  return people;
}

export const remind = onDesk('notice.remind', async (needs: Needs, { press: { personId, inputs }, id }): Promise<Answer> => {
  const seen = counted.safeParse(inputs).data?.count;
  const at = needs.clock.calendar();
  return needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(id);
    if (!asks(notice)) return over;
    const before = (await tx.reminders.of(id)).find(({ day, sentAt }) => day === londonDay(at) && sentAt !== null);
    if (before?.sentAt != null) return { message: `Reminded today already, at ${formatTime(before.sentAt)}: ${plural(before.people ?? 0, 'person', 'people')}. You can remind whoever is left tomorrow.` };
    const unread = await tx.deliveries.unread(id);
    await tx.jobs.add({ name: 'show-delivery', key: id, payload: { noticeId: id } });
    if (unread !== seen) return { message: `Nobody was reminded: it is ${plural(unread, 'person', 'people')} now. The card shows the new number in a moment.` };
    return { message: `Reminding ${plural(await remindNow(tx, needs, notice, personId), 'person', 'people')} to press Got it.` };
  });
});

const longestDays = 60;
const atHour = '10:00';

export const remindOn = onDesk('notice.remind-on', async ({ store, clock }: Needs, { press: { personId, inputs }, id }): Promise<Answer> => {
  const { data } = chosen.safeParse(inputs);
  const at = clock.calendar();
  const dueAt = data === undefined ? null : inLondon(data.day, atHour);
  if (data === undefined || dueAt === null || data.day <= londonDay(at) || dueAt > addDays(at, longestDays)) return { message: `Choose a day from tomorrow on, within ${longestDays} days.` };
  return store.transaction(async tx => {
    if (!asks(await tx.notices.lock(id))) return over;
    await tx.reminders.plan(id, { day: data.day, dueAt, askedBy: personId });
    await tx.jobs.add({ name: 'remind-readers', key: id, payload: { noticeId: id }, dueAt, replaceDue: true }, { name: 'show-delivery', key: id, payload: { noticeId: id } });
    return { message: `Whoever has not pressed Got it by ${onDay(data.day)}, 10am, is reminded then.` };
  });
});

/** Its day has come. A day late it would only startle people, so it is left out. */
export async function remindReaders(needs: Pick<Services, 'store' | 'clock' | 'log'>, { noticeId }: { noticeId: string }): Promise<Again> {
  return needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const at = needs.clock.calendar();
    const planned = (await tx.reminders.of(noticeId)).find(({ sentAt }) => sentAt === null);
    if (!asks(notice) || planned === undefined) return undefined;
    if (planned.dueAt > at) return { againAt: planned.dueAt };
    await tx.reminders.forgetPlan(noticeId);
    if (planned.day === londonDay(at)) await remindNow(tx, needs, notice, planned.askedBy);
    else needs.log.warn({ noticeId, due: formatDateTime(planned.dueAt) }, 'a reminder of a notice came too late and was not sent');
    return undefined;
  });
}
