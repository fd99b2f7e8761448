// An incident that requests wait behind: its form, and its card in the resolver channel.
import type { Fact } from '../../../src/cards.ts';
import type { Samples } from '../samples.ts';

const id = '00000000-0000-4000-8000-00000000a388';
const how = 'Requests on hold change nobody, and their clock stands still. They resume by themselves, oldest first, when you say that it has ended. Each Local Administrator is told once.';
const open = { title: 'Open it and hold requests', id, nonce: 'n-incident-1' };
const kinds: Fact[] = [{ title: 'High severity incident', value: 'incident' }, { title: 'Emergency release', value: 'release' }];
const choices: Fact[] = [
  { title: 'R\\-2038, Harbour Mental Health Trust: 412 people, submitted', value: 'r2038' },
  { title: 'R\\-2041, Ashdown Vale Trust: 271 people, in progress', value: 'r2041' },
];
const facts: Fact[] = [{ title: 'What', value: 'slow sign\\-in for some people' }, { title: 'Opened', value: 'Friday 23 September 2022, 3:05pm, by Dan Ferris' }];

export const incidentForm: Samples['incident-form'] = [
  {
    title: '12f open an incident',
    data: {
      speak: 'Not open yet: 2 requests could wait behind it.', heading: 'Not open yet: 2 requests could wait behind it', lines: [how],
      kinds, scopes: [{ title: 'All 2', value: 'all' }, { title: 'Only those chosen below', value: 'chosen' }], choices, all: 'r2038,r2041', open,
    },
  },
  {
    title: '12g open an incident, nothing waits',
    data: { speak: 'Not open yet: no request would wait behind it.', heading: 'Not open yet: no request would wait behind it', lines: [how], kinds, scopes: [{ title: 'Nothing now', value: 'all' }], choices: [], all: '', open },
  },
];

export const incident: Samples['incident'] = [
  {
    title: '12h incident open',
    data: {
      speak: 'Open: incident INC31020388.', heading: 'Open: incident INC31020388', lines: ['2 requests put on hold behind it. They resume by themselves when it ends.'], facts,
      link: { title: 'Read about INC31020388', url: 'https://status.nhs.example/INC31020388' },
      end: { title: 'End INC31020388 now', id, nonce: 'n-incident-2', showTitle: 'End INC31020388', line: 'What waits behind it goes on by itself, oldest first, a few seconds apart.' },
    },
  },
  {
    title: '12i incident ended',
    data: {
      speak: 'Ended: incident INC31020388.', heading: 'Ended: incident INC31020388', lines: ['What waits behind it resumes now, oldest first.'],
      facts: [...facts, { title: 'Ended', value: 'Friday 23 September 2022, 4:50pm' }],
    },
  },
];
