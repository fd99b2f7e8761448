// A notice on its way to many whose chats are known, put into the database as its officer's press would have.
import type { Notice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import type { Store } from '../../src/store/store.ts';
import { testClock } from './clock.ts';
import { aNotice } from './notices.ts';
import { personal } from './requests.ts';

/** Long ago by the sandbox's calendar: all of it is due. */
export const longAgo = testClock('2022-08-01T09:00:00Z');

export const chatOf = (n: number): string => `a:reader-${n}`;

/** Readers, and Chloe, who sees how far it has come. */
export async function knowReaders(store: Store, count: number, serviceUrl: string): Promise<void> {
  const people = [...Array.from({ length: count }, (_, n) => ({ ...personal(`reader-${n}`), id: chatOf(n) })), personal('chloe')];
  await store.transaction(async tx => {
    for (const one of people) await tx.conversations.remember({ ...one, serviceUrl }, longAgo.calendar());
  });
}

export async function sendTo(store: Store, id: string, count: number): Promise<Notice> {
  const at = longAgo.calendar();
  const notice = aNotice('sending', { id, beganAt: at, createdAt: at });
  await store.transaction(async tx => {
    await tx.notices.insert(notice);
    await tx.deliveries.add(id, 'card', Array.from({ length: count }, (_, n) => ({ personId: `reader-${n}`, dueAt: at, merge: null })));
    await saveNotice(tx, { clock: longAgo }, notice, { actorId: 'chloe', action: 'notice-begun' });
  });
  return notice;
}
