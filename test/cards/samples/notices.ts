// Notices as their readers see them, and how far one has come.
import type { Counted } from '../../../src/notices/counting.ts';
import { countsOf } from '../../../src/notices/counting.ts';
import { deliveryCard } from '../../../src/notices/delivery-card.ts';
import { noticeCard } from '../../../src/notices/notice-card.ts';
import { withReminding } from '../../../src/notices/remind-card.ts';
import type { Notice } from '../../../src/notices/notice.ts';
import { releases } from '../../support/notice-kinds.ts';
import { aNotice, aSignUp, noticeId } from '../../support/notices.ts';
import { at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const now = at('2022-09-23T11:41:00Z');
const drawn = (notice: Notice) => dataOf(noticeCard({ notice, key: 'key', at: now, personId: 'priya', merge: null }), 'notice');
const reader = { key: 'key', personId: 'chloe' };
const read: Counted[] = [{ state: 'delivered', reason: null, count: 1_463 }];
const counted = (notice: Notice, rows: Counted[], acknowledged = 0) => dataOf(deliveryCard({ notice, counted: rows, counts: countsOf(rows), readers: { told: rows.find(({ state }) => state === 'delivered')?.count ?? 0, acknowledged, elsewhere: 0, following: acknowledged === 0 ? 0 : 12 }, reader, at: now }), 'delivery');
const picture = { url: 'https://support.nhs.example/search.png', words: 'The search box, with a job title typed into it.' };

export const notice: Samples['notice'] = [
  { title: '18c news that can be followed', data: { ...drawn(aNotice('sent')), follow: { title: 'Tell me when it changes', id: noticeId, nonce: 'n' } } },
  { title: '18a news', data: drawn(aNotice('sent')) },
  { title: '23a sign-up with choices', data: drawn(aNotice('sent', { kind: 'sign-up', wantsAck: false, facts: aSignUp({ places: 30, options: ['Tuesday 11 October, 10am', 'Thursday 13 October, 2pm'] }) })) },
  { title: '23b survey', data: drawn(aNotice('sent', { kind: 'sign-up', wantsAck: false, facts: aSignUp({ title: 'How do you use LA Desk?', link: 'https://survey.nhs.example/la' }) })) },
  { title: '23c sign-up closed', data: drawn(aNotice('sent', { kind: 'sign-up', wantsAck: false, facts: aSignUp({ isClosed: true }) })) },
  { title: '18b news with a picture, nothing to press', data: drawn(aNotice('sent', { wantsAck: false, facts: { title: 'Directory search is quicker', text: 'Search finds people by their job title too.\nIt takes a second.', link: '', picture } })) },
];

export const delivery: Samples['delivery'] = [
  { title: '14a sending', data: counted(aNotice('sending', { approvedByName: 'Amara Cole' }), [{ state: 'delivered', reason: null, count: 760 }, { state: 'waiting', reason: null, count: 740 }]) },
  {
    title: '14b sent',
    data: counted(aNotice('sent'), [
      { state: 'delivered', reason: null, count: 1_463 }, { state: 'failed', reason: 'not-installed', count: 22 }, { state: 'failed', reason: 'blocked', count: 7 }, { state: 'failed', reason: 'gone', count: 2 }, { state: 'unknown', reason: null, count: 6 },
    ], 902),
  },
  { title: '14h some have not pressed Got it', data: dataOf(withReminding(deliveryCard({ notice: aNotice('sent'), counted: read, counts: countsOf(read), readers: { told: 1_463, acknowledged: 902, elsewhere: 0, following: 0 }, reader, at: now }), { notice: aNotice('sent'), unread: 561, reminders: [{ day: '2022-09-22', dueAt: now, askedBy: 'chloe', sentAt: at('2022-09-22T09:15:00Z'), people: 700 }, { day: '2022-09-30', dueAt: at('2022-09-30T09:00:00Z'), askedBy: 'chloe', sentAt: null, people: null }], reader, at: now }), 'delivery') },
  { title: '14c scheduled', data: counted(aNotice('scheduled', { sendAt: at('2022-09-30T08:00:00Z') }), []) },
  { title: '14d cancelled midway', data: counted(aNotice('cancelled'), [{ state: 'delivered', reason: null, count: 760 }, { state: 'cancelled', reason: null, count: 740 }]) },
  { title: '14e paused', data: counted(aNotice('paused'), [{ state: 'delivered', reason: null, count: 760 }, { state: 'waiting', reason: null, count: 740 }]) },
  { title: '14f waiting for approval', data: counted(aNotice('awaiting-approval'), []) },
  { title: '14i sent, a release that can move', data: counted(aNotice('sent', { kind: 'release', facts: releases.planned }), [{ state: 'delivered', reason: null, count: 1_500 }]) },
  { title: '14j a sign-up that is answered', data: dataOf(deliveryCard({ notice: aNotice('sent', { kind: 'sign-up', wantsAck: false, facts: aSignUp({ places: 30, options: ['Tuesday 11 October, 10am', 'Thursday 13 October, 2pm'] }) }), counted: read, counts: countsOf(read), readers: { told: 1_463, acknowledged: 0, elsewhere: 0, following: 0 }, answers: Array.from({ length: 35 }, (_, n) => ({ personId: `${n}`, choice: n % 3 === 0 ? 'Tuesday 11 October, 10am' : 'Thursday 13 October, 2pm', state: n === 34 ? 'out' : n < 30 ? 'in' : 'waiting', n })), reader, at: now }), 'delivery') },
  { title: '14g withdrawn', data: counted(aNotice('withdrawn'), [{ state: 'delivered', reason: null, count: 1_500 }], 902) },
];
