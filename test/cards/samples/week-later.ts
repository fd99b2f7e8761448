// A week after a request: some without a sign-in method, some not known, and switched off.
import { preferenceCard, weekCard } from '../../../src/requests/week-later.ts';
import { aRequest, at, dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const reader = { key: 'key', personId: 'priya' };
const about = { request: aRequest('closed'), organisationName: 'Ashdown Vale Trust', reader };
const asOf = at('2022-09-30T05:00:00Z');
const some = { total: 271, without: 38, unknown: 0, asOf };
const off = { reader, requestId: about.request.id };

export const weekLater: Samples['week-later'] = [
  { title: '17a a week later', data: dataOf(weekCard(about, some), 'week-later') },
  { title: '17b a week later, one and some not known', data: dataOf(weekCard(about, { ...some, without: 1, unknown: 2 }), 'week-later') },
  { title: '17c a week later, nobody left but not all are known', data: dataOf(weekCard(about, { ...some, without: 0, unknown: 2 }), 'week-later') },
  { title: '17d a week later, off', data: dataOf(preferenceCard(false, off, { about, counted: some }), 'week-later') },
  { title: '17e a week later, on again, the request forgotten', data: dataOf(preferenceCard(true, off, null), 'week-later') },
];
