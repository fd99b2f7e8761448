// A notice in any state, as tests and samples want it.
import { audience, type Audience } from '../../src/notices/audience.ts';
import type { Notice, NoticeState } from '../../src/notices/notice.ts';
import type { SignUpFacts } from '../../src/notices/kinds/sign-up.ts';
import { at } from './requests.ts';

export const noticeId = '5aeb0a1d-0000-4000-8000-00000000e001';

export const audienceOf = (more: Partial<Audience>): Audience => audience.parse(more);

/** News about the directory by Chloe, for every Local Administrator. */
export function aNotice(state: NoticeState, more: Partial<Notice> = {}): Notice {
  const isBegun = !['draft', 'awaiting-approval', 'scheduled'].includes(state);
  return {
    id: noticeId, kind: 'news', facts: { title: 'Directory search is quicker', text: 'Search finds people by their job title too.', link: 'https://support.nhs.example/search', picture: null },
    audience: audienceOf({ people: 'las' }), state, revision: 1, wantsAck: true, sendAt: null, composedBy: 'chloe', composedByName: 'Chloe Marsh', approvedBy: null, approvedByName: null,
    createdAt: at('2022-09-23T09:00:00Z'), beganAt: isBegun ? at('2022-09-23T09:15:00Z') : null, endedAt: state === 'sent' ? at('2022-09-23T09:16:00Z') : null, ...more,
  };
}

/** Digital Heroes, until Friday 7 October 2022 at 5pm, for as many as come. */
export const aSignUp = (more: Partial<SignUpFacts> = {}): SignUpFacts => ({ title: 'Digital Heroes, second group', text: 'Help colleagues with their digital skills.', closesAt: '2022-10-07T16:00:00.000Z', places: null, options: [], link: '', isClosed: false, ...more });
