// What readers press on a notice's card, in their own chat or in a channel: "Got it", and to be told when something changes.
import { onDesk } from '../requests/desk-press.ts';
import type { Services } from '../services.ts';
import { noticeKinds } from './grid.ts';
import { nothingToPress, withdrawn } from './nothing-to-press.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

export const acknowledge = onDesk('notice.ack', async ({ store, clock }: Needs, { press: { personId }, id }) => {
  const at = clock.calendar();
  const notice = await store.notices.find(id);
  const nothing = nothingToPress(notice);
  if (notice === null || nothing !== null) return nothing ?? withdrawn;
  await store.transaction(async tx => {
    if (await tx.notices.pressed(id, personId, 'ack', at)) await tx.jobs.add({ name: 'show-delivery', key: id, payload: { noticeId: id } });
  });
  return { message: `Noted that you have read it: ${noticeKinds[notice.kind].face(notice.facts, at).about}.` };
});

export const follow = onDesk('notice.follow', async ({ store, clock }: Needs, { press: { personId }, id }) => {
  const at = clock.calendar();
  const notice = await store.notices.find(id);
  const nothing = nothingToPress(notice);
  if (notice === null || nothing !== null) return nothing ?? withdrawn;
  await store.transaction(async tx => {
    await tx.notices.pressed(id, personId, 'follow', at);
    await tx.notices.follow(id, personId, at);
  });
  return { message: `You will be told in your own chat with LA Desk when it changes: ${noticeKinds[notice.kind].face(notice.facts, at).about}.` };
});
