// Releases, incidents, deadlines and bulletins in each state, and what an officer sees who says what has changed.
import { changeForm, changesCard } from '../../../src/notices/change-cards.ts';
import { noticeKinds } from '../../../src/notices/grid.ts';
import { noticeCard } from '../../../src/notices/notice-card.ts';
import type { Notice, NoticeKindName } from '../../../src/notices/notice.ts';
import { factsOf, incidents, releases, typed } from '../../support/notice-kinds.ts';
import { aNotice } from '../../support/notices.ts';
import { at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const [friday, chloe] = ['2022-09-23T14:10:00Z', { key: 'key', personId: 'chloe' }];
const sent = (kind: NoticeKindName, facts: unknown): Notice => aNotice('sent', { kind, facts });
const drawn = (kind: NoticeKindName, facts: unknown, when: string) => dataOf(noticeCard({ notice: sent(kind, facts), key: 'key', at: at(when), personId: 'priya', merge: null }), 'notice');

const released = (more: Record<string, string>) => factsOf('release', { ...typed.release, ...more }, friday);
const retirement = factsOf('deadline', typed.retirement, friday);

export const noticeKindSamples: Samples['notice'] = [
  { title: '11a release planned', data: drawn('release', releases.planned, friday) },
  { title: '11b release moved', data: drawn('release', releases.moved, '2022-10-31T10:15:00Z') },
  { title: '11c release tentative', data: drawn('release', released({ certainty: 'tentative', items: '81681-VN170: Mailbox report in gigabytes', descoped: '' }), friday) },
  { title: '11d release in a week', data: drawn('release', released({ certainty: 'week-commencing' }), friday) },
  { title: '11e release deployed', data: drawn('release', releases.deployed, '2022-11-18T09:00:00Z') },
  { title: '11f release rolled back', data: drawn('release', releases.rolledBack, '2022-11-19T09:00:00Z') },
  { title: '12a incident open', data: drawn('incident', incidents.updated, friday) },
  { title: '12b incident, update late', data: drawn('incident', incidents.late, '2022-09-23T15:31:00Z') },
  { title: '12c incident resolved', data: drawn('incident', incidents.resolved, '2022-09-23T16:25:00Z') },
  { title: '23a retirement to come', data: drawn('deadline', retirement, '2022-10-21T08:00:00Z') },
  { title: '23b retirement over', data: drawn('deadline', retirement, '2022-10-28T18:00:00Z') },
  { title: '23c deadline to come', data: drawn('deadline', factsOf('deadline', typed.deadline, friday), '2022-10-27T08:00:00Z') },
  { title: '24 bulletin', data: drawn('bulletin', factsOf('bulletin', typed.bulletin, friday), friday) },
];

const form = (kind: NoticeKindName, facts: unknown, index: number, wrong: Parameters<typeof changeForm>[4] = null) => {
  const change = noticeKinds[kind].changes(facts, at(friday))[index];
  if (change === undefined) throw new Error(`${kind} offers no such change.`);
  return dataOf(changeForm(sent(kind, facts), change, chloe, at(friday), wrong), 'notice-form');
};

export const noticeChanges: Samples['notice-changes'] = [
  { title: '25a what has changed: release', data: dataOf(changesCard(sent('release', released({ certainty: 'tentative' })), chloe, at(friday)), 'notice-changes') },
  { title: '25b what has changed: incident that holds requests', data: dataOf(changesCard(sent('incident', incidents.updated), chloe, at(friday)), 'notice-changes') },
  { title: '25c what has changed: bulletin', data: dataOf(changesCard(sent('bulletin', factsOf('bulletin', typed.bulletin, friday)), chloe, at(friday)), 'notice-changes') },
];

export const noticeChange: Samples['notice-form'] = [
  { title: '26a moving a release', data: form('release', releases.planned, 0) },
  { title: '26b updating an incident, to be mended', data: form('incident', incidents.updated, 0, { problem: 'Not added: write what is new.', typed: { dueDay: '2022-09-23', dueTime: '18:00' } }) },
  { title: '26c resolving an incident that holds requests', data: form('incident', incidents.updated, 1) },
];
