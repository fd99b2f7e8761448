// The resolver channel's card, state by state, and the second approver's.
import type { Fact } from '../../../src/cards.ts';
import type { Samples } from '../samples.ts';
import { barOf } from './status.ts';

const press = (title: string) => ({ title, id: 'r2041', nonce: 'n-resolver-1' });
const subtle = 'Ashdown Vale Trust (ZZ101), ticket INC31020417.';
const finishLine = 'Finish by Saturday 24 September 2022, 12:30pm.';
const finishBy: Fact = { title: 'Finish by', value: 'Saturday 24 September 2022, 12:30pm' };
const owner: Fact = { title: 'Owner', value: 'Dan Ferris' };
const reject = { ...press('Reject R-2041 for this reason'), showTitle: 'Reject R-2041', label: 'Why, in words the LA will read' };
const choices = [{ title: 'High severity incident', why: 'incident' as const }, { title: 'Emergency release', why: 'release' as const }, { title: 'Waiting for the LA to answer', why: 'answer' as const }];
const hold = { ...press('Hold R-2041'), line: 'The clock stops. What is applied stays, and nothing more is changed until somebody resumes it.', choices };
const details = press('Send me the list and contact number');
const take = press('Take R-2041');
const takeFrom = press('Take R-2041 from Dan Ferris');
const handOver = press('Hand over R-2041');

type Data = Samples['resolver'][number]['data'];

function state(title: string, heading: string, more: Partial<Data>): Samples['resolver'][number] {
  return { title, data: { speak: `${heading}.`, heading, lines: [], bar: [], facts: [], subtle, ...more } };
}

const fine: Fact[] = [
  { title: 'OK', value: '271 of 2,084 people of the organisation, 13%' },
  { title: 'OK', value: 'people are there to help, if it starts by 4pm, or 2pm on a Friday' },
  { title: 'Owner', value: 'nobody yet' },
];

export const resolver: Samples['resolver'] = [
  state('8 new', 'New: R-2041, 271 people. Check 3 points, then start', {
    lines: [finishLine],
    facts: [
      { title: 'Check', value: '4 mailboxes look shared' },
      { title: 'Check', value: '3 application accounts' },
      { title: 'Check', value: '38 with no sign-in method (as of 6am)' },
      ...fine,
    ],
    start: press('Start R-2041'),
    hold: { ...hold, label: 'For the LA to read (optional)' },
    details,
    take,
    handOver,
    reject,
    refresh: { id: 'r2041', nonce: 'n-refresh-1', userIds: ['29:dan', '29:amara'] },
  }),
  state('8n new, nothing to check', 'New: R-2041, 271 people. Ready to start', { lines: [finishLine], facts: fine, start: press('Start R-2041'), details, take, handOver, reject }),
  state('8q new, as the requester sees it', 'New: R-2041, 271 people. Another resolver has to start it', {
    lines: ['You sent this request, so you cannot start it.', finishLine],
    facts: fine,
  }),
  state('8b in progress', 'In progress: R-2041, applied to 136 of 271 people', {
    bar: barOf(2),
    lines: ['Half done. 120 confirmed, 2 refused. It stops by itself if more than 2% and at least 5 fail.'],
    facts: [finishBy, owner],
    pause: press('Pause R-2041'),
    hold,
    problems: press('See the 2 refused'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8p paused', 'On hold: R-2041, applied to 136 of 271 people', {
    bar: barOf(2),
    lines: ['Paused by Dan Ferris, Friday 23 September 2022, 3:05pm. The clock is stopped.'],
    facts: [owner],
    continue: press('Continue R-2041'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8h on hold', 'On hold: R-2041, because of a high severity incident', {
    lines: ['Since Friday 23 September 2022, 3:05pm. Nothing is changed until somebody resumes it.'],
    facts: [{ title: 'Applied', value: '136 of 271. They keep MFA, 133 wait' }, { title: 'Time left', value: '21 hours 25 minutes, clock stopped' }, owner],
    resume: press('Resume R-2041'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8t stopped', 'Stopped: R-2041, 7 of 136 failed', {
    bar: barOf(2),
    lines: ['The directory refused 7 people: permission missing. Nobody else is changed until you continue.'],
    facts: [finishBy, owner],
    continue: { ...press('Continue R-2041 now'), ask: { title: 'Continue R-2041', line: 'The 7 are tried again, then the other 135. It stops again at the next failure of the same kind.' } },
    problems: press('See the 7 failed'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8m waiting for the Portal', 'Waiting for the Portal: mark 269 people', {
    lines: ['Have the list sent to you, mark these people in the Portal, then press **Marked in the Portal**.'],
    counts: [{ title: '269', value: 'confirmed in the policy' }, { title: '0', value: 'marked in the Portal so far' }, { title: '2', value: 'refused' }],
    facts: [finishBy, owner],
    marked: press('Marked in the Portal: 269'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8c confirming, some not seen', 'Confirming: R-2041, 262 of 269 people confirmed', {
    bar: barOf(4),
    lines: ['7 are applied but not seen in the policy yet. We read them again at 6:40pm, or you can finish without them.'],
    facts: [finishBy, owner],
    accept: press('Finish with 7 not confirmed'),
    problems: press('See the 7 not confirmed'),
    details,
    take: takeFrom,
    handOver,
  }),
  state('8u undo asked', 'Undo asked: R-2041, take MFA off 268 people', {
    lines: [`${finishLine} It is for exactly those whom R-2041 added. The reason comes with the list.`],
    facts: [owner],
    start: press('Start taking MFA off 268 people'),
    hold: { ...hold, label: 'For the LA to read (optional)' },
    details,
    reject: { ...press('Reject the undo of R-2041 for this reason'), showTitle: 'Reject the undo', label: 'Why, for the LA to read' },
  }),
  state('8v waiting for the Portal, undone', 'Waiting for the Portal: R-2041, take the marks off 268 people', {
    lines: ['Have the list sent to you, take the marks of these people away in the Portal, then press **Marks taken away**.'],
    counts: [{ title: '268', value: 'confirmed: no longer in the policy group' }, { title: '0', value: 'marks taken away in the Portal so far' }],
    facts: [finishBy, owner],
    marked: press('Marks taken away: 268'),
    details,
  }),
  state('8r resolved', 'Resolved: R-2041, 269 of 271 people have MFA', {
    lines: ['It closes on Monday 26 September 2022, 6:40pm.'],
    counts: [{ title: '269', value: 'confirmed in the policy' }, { title: '269', value: 'marked in the Portal' }, { title: '2', value: 'refused: deleted after the check' }],
  }),
];

export const approval: Samples['approval'] = [
  {
    title: '8a approval',
    data: {
      speak: 'Waiting for you: sign one person out everywhere.',
      heading: 'Waiting for you: sign 1 person out everywhere, R-2050',
      lines: ['Approve only if you know why. They are asked to sign in again on every device. This cannot be undone.'],
      facts: [{ title: 'Asked by', value: 'Priya Nair, Friday 23 September 2022, 12:30pm' }, { title: 'For', value: 'Ashdown Vale Trust (ZZ101)' }, { title: 'Ends', value: 'Saturday 24 September 2022, 12:30pm, if nobody decides' }],
      subtle: 'Request R-2050, ticket number to follow.',
      approve: { title: 'Approve R-2050', id: 'r2050', nonce: 'n-approve-1' },
      details: { title: 'Send me who R-2050 is for', id: 'r2050', nonce: 'n-details-1' },
      reject: { title: 'Reject R-2050 for this reason', id: 'r2050', nonce: 'n-reject-1', showTitle: 'Reject R-2050', label: 'Why, in words the LA will read' },
    },
  },
  {
    title: '8a approval, decided',
    data: {
      speak: 'Approved: sign one person out everywhere.',
      heading: 'Approved: sign 1 person out everywhere, R-2050',
      lines: ['By Grace Okafor, Friday 23 September 2022, 12:50pm. You do not need to do anything.'],
      facts: [],
      subtle: 'Request R-2050, ticket INC31020420.',
    },
  },
];
