// Which notices somebody gets, as they choose.
import { preferenceCard } from '../../../src/notices/preference-card.ts';
import { byDefault } from '../../../src/notices/preferences.ts';
import { noticeId } from '../../support/notices.ts';
import { dataOf } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const reader = { key: 'key', personId: 'priya' };

export const preferences: Samples['preferences'] = [
  { title: '20a nothing chosen yet', data: dataOf(preferenceCard(byDefault, noticeId, reader), 'preferences') },
  { title: '20b most of it off', data: dataOf(preferenceCard({ off: ['bulletin', 'news', 'sign-up'], place: 'channel', isQuiet: false }, noticeId, reader), 'preferences') },
];
