// The LA's status card, state by state.
import type { Fact, Quarter } from '../../../src/cards.ts';
import type { Samples } from '../samples.ts';

const press = (title: string) => ({ title, id: 'r2041', nonce: 'n-status-1' });
const subtle = 'Request R-2041, ticket INC31020417.';
const sent: Fact[] = [
  { title: 'Sent', value: 'Friday 23 September 2022, 12:30pm, by Priya Nair' },
  { title: 'For', value: 'Ashdown Vale Trust (ZZ101)' },
];
const finishBy: Fact = { title: 'Finish by', value: 'Saturday 24 September 2022, 12:30pm' };
const withdraw = {
  ...press('Withdraw R-2041 now'),
  showTitle: 'Withdraw R-2041',
  line: 'Nobody will get MFA from this request. You can send the list again at any time.',
};

/** A bar with so many quarters passed. */
export function barOf(passed: number): Quarter[] {
  return [1, 2, 3, 4].map((quarter) => (quarter <= passed ? { word: 'Done', style: 'accent' } : { word: 'To do', style: 'emphasis' }));
}

type Data = Samples['status'][number]['data'];

function state(title: string, heading: string, more: Partial<Data>): Samples['status'][number] {
  return { title, data: { speak: `${heading}.`, heading, lines: [], bar: [], facts: [], subtle, ...more } };
}

const list = press('Get the list of 271');
const comment = press('Comment on R-2041');
const outcome = press('Get the outcome file');

export const status: Samples['status'] = [
  state('7a submitted', 'Submitted: 271 people, waiting for a resolver to start', {
    lines: ['We aim to finish by Saturday 24 September 2022, 12:30pm.'],
    facts: sent,
    list,
    comment,
    withdraw,
    refresh: { id: 'r2041', nonce: 'n-refresh-1', userIds: ['29:priya'] },
  }),
  state('7a submitted, no ticket yet', 'Submitted: 271 people, waiting for a resolver to start', {
    lines: ['We aim to finish by Saturday 24 September 2022, 12:30pm.'],
    facts: sent,
    subtle: 'Request R-2041, ticket number to follow.',
    list,
    comment,
    withdraw,
  }),
  state('7b in progress', 'In progress: MFA applied to 136 of 271 people', {
    bar: barOf(2),
    lines: ['Half done. The first 25 people went through without problems.'],
    facts: [{ title: 'Confirmed', value: '120 of 271, read back from the policy' }, { title: 'Refused', value: '2, deleted after your check' }, finishBy],
    problems: press('See the 2 refused'),
    list,
    comment,
  }),
  state('7p paused by a resolver', 'On hold: a resolver has paused R-2041', {
    bar: barOf(2),
    lines: ['Since Friday 23 September 2022, 3:05pm. You do not need to do anything.'],
    facts: [{ title: 'Applied', value: '136 of 271. They keep MFA, 133 wait' }, { title: 'Time left', value: '21 hours 25 minutes, clock stopped' }],
    list,
    comment,
  }),
  state('7h on hold', 'On hold because of a high severity incident', {
    lines: ['Since Friday 23 September 2022, 3:05pm. A resolver goes on with it afterwards: you do not need to do anything.'],
    facts: [{ title: 'Reason', value: 'slow sign\\-in for some people' }, { title: 'Applied', value: '136 of 271. They keep MFA, 133 wait' }, { title: 'Time left', value: '21 hours 25 minutes, clock stopped' }],
    list,
    comment,
  }),
  state('7i on hold behind an incident', 'On hold because of incident INC31020388', {
    lines: ['Since Friday 23 September 2022, 3:05pm. It resumes by itself when the incident ends: you do not need to do anything.'],
    facts: [{ title: 'Reason', value: 'slow sign\\-in for some people' }, { title: 'Applied', value: '136 of 271. They keep MFA, 133 wait' }, { title: 'Time left', value: '21 hours 25 minutes, clock stopped' }],
    list,
    read: { title: 'Read about INC31020388', url: 'https://status.nhs.example/INC31020388' },
  }),
  state('7q on hold, a question', 'On hold: we need an answer from you', {
    lines: ['Since Friday 23 September 2022, 3:05pm. A resolver goes on with it when your answer is there.'],
    facts: [{ title: 'Question', value: 'Are the 4 mailboxes that look shared used by one person each?' }, { title: 'Time left', value: '21 hours 25 minutes, clock stopped' }],
    list,
    withdraw,
  }),
  state('7t stopped by failures', 'On hold: R-2041 has stopped, 7 of 136 failed', {
    bar: barOf(2),
    lines: ['A resolver has been told and looks at it. You do not need to do anything.'],
    facts: [{ title: 'Applied', value: '129 of 271. They keep MFA, 135 wait' }, { title: 'Failed', value: '7, tried again when it continues' }],
    list,
  }),
  state('7c confirming', 'Confirming: MFA applied to 269 of 271 people', {
    bar: barOf(4),
    lines: ['All applied. We read each person back from the policy, and a resolver marks them in the Portal.'],
    facts: [{ title: '262', value: 'confirmed in the policy' }, { title: '0', value: 'marked in the Portal so far' }, { title: '2', value: 'refused: deleted after your check' }],
    problems: press('See the 2 refused'),
    list,
  }),
  state('7d resolved', 'Resolved: 269 of 271 people have MFA, 2 do not', {
    lines: ['It closes on Monday 26 September 2022, 6:40pm. Until then you can re-open it.'],
    facts: [{ title: '269', value: 'confirmed in the policy' }, { title: '269', value: 'marked in the Portal' }, { title: '2', value: 'refused: deleted after your check' }],
    outcome,
    reopen: press('Re-open R-2041'),
    problems: press('See the 2 refused'),
    list,
  }),
  state('7d2 resolved, to be undone', 'Resolved: 268 of 271 people have MFA, 3 do not', {
    lines: ['It closes on Monday 26 September 2022, 6:40pm. Until then you can re-open it.'],
    facts: [{ title: '268', value: 'confirmed in the policy' }, { title: '269', value: 'marked in the Portal' }, { title: '2', value: 'refused: deleted after your check' }, { title: '1', value: 'taken out by Priya Nair' }],
    outcome,
    reopen: press('Re-open R-2041'),
    takeOut: press('Take one person out'),
    undo: press('Take MFA off these 268 people'),
  }),
  state('7u1 undo asked', 'Undo asked: 268 people, waiting for a resolver to start', {
    lines: ['Until then they keep MFA. We aim to finish by Saturday 24 September 2022, 12:30pm.'],
    facts: [{ title: 'Asked', value: 'Friday 23 September 2022, 6:50pm, by Tom Ashworth' }, { title: 'Reason', value: 'The list was last year’s' }, { title: 'For', value: 'Ashdown Vale Trust (ZZ101)' }],
    list: press('Get the list of 268'),
    takeOut: press('Take one person out'),
    withdraw: { ...press('Withdraw the undo of R-2041 now'), showTitle: 'Withdraw the undo', line: 'Everybody keeps MFA, and R-2041 is resolved as it was before.' },
  }),
  state('7u2 undo in progress', 'In progress: MFA taken off 136 of 268 people', {
    bar: barOf(2),
    lines: ['Half done. The first 25 people went through without problems. It takes back what this request did.'],
    facts: [{ title: 'Confirmed', value: '120 of 268, read back from the policy' }, finishBy],
    list: press('Get the list of 268'),
    takeOut: press('Take one person out'),
  }),
  state('7u3 undone', 'Resolved: MFA taken off 268 people, 267 confirmed', {
    lines: ['It closes on Tuesday 27 September 2022, 9am. Until then you can re-open it, and they get MFA again.'],
    facts: [{ title: '267', value: 'confirmed: no longer in the policy group' }, { title: '268', value: 'marks taken away in the Portal' }, { title: '1', value: 'still in the policy group: another group may put them there' }],
    outcome,
    reopen: press('Re-open R-2041'),
  }),
  state('7e closed', 'Closed on Monday 26 September 2022, 6:40pm', {
    lines: [
      '269 of 271 people have MFA, 2 do not. If something is wrong now, start a new request: it quotes INC31020417 for you.',
      'We keep the outcome file until Wednesday 26 October 2022.',
    ],
    followUp: press('Start a new request about R-2041'),
    outcome,
  }),
  state('7o re-opened, round 2', 'Submitted: R-2041 is re-opened, 2 people left to do', {
    lines: ['Round 2 waits for a resolver to start. We aim to finish by Saturday 24 September 2022, 6:40pm.'],
    facts: [{ title: 'Re-opened', value: 'Friday 23 September 2022, 6:40pm, by Tom Ashworth' }, { title: 'For', value: 'Ashdown Vale Trust (ZZ101)' }],
    list: press('Get the list of 2'),
    withdraw,
  }),
  state('7w withdrawn', 'Withdrawn: nobody got MFA from R-2041', {
    lines: ['By Priya Nair, Friday 23 September 2022, 1:05pm. You can send the list again at any time.'],
    checkAgain: press('Check this list again'),
  }),
  state('7j rejected', 'Rejected: nobody got MFA from R-2041', {
    lines: ['A resolver wrote: Rows 3 to 9 are reception phones. Please take them out and send it again.'],
    facts: sent,
    checkAgain: press('Check this list again'),
  }),
];
