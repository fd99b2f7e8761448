// The queue, the picker of several of its requests, and handing one over.
import type { Samples } from '../samples.ts';

const subtle = 'Oldest first. As of Friday 23 September 2022, 12:41pm.';
const open = { title: 'Open R-2038, the oldest', id: 'r2038', nonce: 'n-queue-1' };
const items = [
  { title: 'R-2038: due in 1 hour 40 minutes', line: 'Harbour Mental Health Trust. 412 people, submitted. Owner: nobody yet.' },
  { title: 'R-2039: due in 6 hours', line: 'Westmoor Community Trust. 60 people, in progress (15 of 60). Owner: Dan Ferris.' },
  { title: 'R-2040: clock stopped, on hold', line: 'Elmsby Ambulance Trust. 96 people, behind INC31020388. Owner: Amara Cole.' },
  { title: 'R-2041: due in 23 hours 50 minutes', line: 'Ashdown Vale Trust. 271 people, submitted. Owner: nobody yet.' },
];

const board = (title: string, heading: string, more: Partial<Samples['queue'][number]['data']>): Samples['queue'][number] => ({ title, data: { speak: `${heading}.`, heading, subtle, items, more: '', open, canPick: true, ...more } });

export const queue: Samples['queue'] = [
  board('9a queue', '4 requests open, 1 due within 2 hours', {}),
  board('9m queue, thirty', '30 requests open, 2 late, 5 due within 2 hours', { more: 'And 26 more.' }),
  board('9o queue, one', '1 request open', { items: items.slice(3), open: { ...open, title: 'Open R-2041, the oldest' } }),
  { title: '9n queue, empty', data: { speak: 'No requests are open.', heading: 'No requests are open', subtle, items: [], more: '', canPick: false } },
];

const press = (title: string) => ({ title, id: '00000000-0000-4000-8000-00000000a9b0', nonce: 'n-pick-1' });
const buttons = {
  take: press('Take chosen requests'),
  start: press('Start chosen requests'),
  hold: { ...press('Hold chosen requests'), line: 'The clock stops. What is applied stays, and nothing more is changed until somebody resumes it.', label: 'For the LAs to read (optional)', choices: [{ title: 'High severity incident', why: 'incident' as const }, { title: 'Emergency release', why: 'release' as const }, { title: 'Waiting for the LA to answer', why: 'answer' as const }] },
};
const label = 'Open requests, as of 12:41pm';
const choices = [
  { title: 'R-2038, Harbour Mental Health Trust: 412 people, submitted, due in 1 hour 40 minutes, no owner', value: 'r2038.n' },
  { title: 'R-2039, Westmoor Community Trust: 60 people, in progress, due in 6 hours, Dan Ferris has it', value: 'r2039.n' },
  { title: 'R-2040, Elmsby Ambulance Trust: 96 people, behind INC31020388, clock stopped, Amara Cole has it', value: 'r2040.n' },
];

const picker = (title: string, heading: string, more: Partial<Samples['queue-picker'][number]['data']>): Samples['queue-picker'][number] => ({ title, data: { speak: `${heading}.`, heading, lines: [], label, choices, ...buttons, ...more } });

export const queuePicker: Samples['queue-picker'] = [
  picker('9b picker', 'Nothing chosen yet: choose requests to work on', {}),
  picker('9c picker, after a press', 'Started 4 of 5 requests', {
    lines: ['Started: R-2038, R-2039, R-2041 and R-2042.', 'R-2043 is your own request, so somebody else has to work on it.'],
  }),
  picker('9d picker, of thirty', 'Nothing chosen yet: choose requests to work on', { lines: ['These are the 15 oldest. 15 more are open.'], choices: Array.from({ length: 15 }, (_, index) => ({ title: `R-${2038 + index}, Ashdown Vale Trust: 271 people, submitted, due in ${index + 2} hours, no owner`, value: `r${2038 + index}.n` })) }),
  { title: '9e picker, nothing open', data: { speak: 'No requests are open.', heading: 'No requests are open', lines: [], label, choices: [] } },
];

export const handOver: Samples['hand-over'] = [
  {
    title: '8i hand over',
    data: {
      speak: 'Not handed over yet: choose who takes on R-2041.',
      heading: 'Not handed over yet: choose who takes on R-2041',
      lines: ['271 people, Ashdown Vale Trust. Dan Ferris has it now. Whoever you choose is told at once.'],
      choices: [{ title: 'Amara Cole', value: 'amara' }, { title: 'Omar Haddad', value: 'omar' }],
      handOver: { title: 'Hand over R-2041', id: 'r2041', nonce: 'n-hand-1' },
    },
  },
];
