// What a Local Administrator told us, as tests and samples want it.
import type { Feedback } from '../../src/notices/feedback.ts';
import { at } from './requests.ts';

export const feedbackId = '5aeb0a1d-0000-4000-8000-00000000fb01';

/** Priya's report of a page that is out of date. */
export function aReport(more: Partial<Feedback> = {}): Feedback {
  return {
    id: feedbackId, page: { name: 'https://support.nhs.example/tls', wrong: 'out-of-date' }, words: 'It still says that TLS 1.0 works.\nThe deadline was in June.', personId: 'priya', personName: 'Priya Nair', organisation: 'ZZ101',
    sentAt: at('2022-09-20T10:30:00Z'), state: 'open', answer: null, answeredByName: null, answeredAt: null, ...more,
  };
}
