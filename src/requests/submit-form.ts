// The form between the report and a request: a number to ring, a time to wait for, and a message for those whom it is about.
import type { Card, CardData } from '../cards.ts';
import { isAlways, targetAt } from '../schedule.ts';
import { formatDateTime, formatHours } from '../words.ts';
import { messageForColleagues } from './colleagues.ts';
import { readNotBefore } from './not-before.ts';
import { opensAt } from './opening.ts';
import { countToType } from './share.ts';
import { button, people, words, type View } from './view.ts';

/** What was typed, as it was typed. */
export type Typed = { contactNumber: string; typedCount: string; notBeforeDate: string; notBeforeTime: string; message: 'true' | 'false' };

const untouched: Typed = { contactNumber: '', typedCount: '', notBeforeDate: '', notBeforeTime: '', message: 'true' };

/** `wrong`: what to mend in what was typed, each box in words of its own. What was typed stays in its box. */
export function submitForm(view: View, now: Date, wrong: { problems: readonly string[]; typed: Typed } | null): Card {
  const count = view.counts?.wouldChange ?? 0;
  const [first, ...more] = wrong?.problems ?? [];
  const heading = first === undefined ? `Not submitted yet: ${people(count)}, one step left` : `Not submitted: ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  const typed = wrong?.typed ?? untouched;
  const isSecond = view.request.kind === 'revoke-sessions';
  const asked = isSecond ? null : countToType(view.counts);
  return {
    name: 'submit-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [
        ...more.map(problem => `${problem}.`),
        ...(asked === null ? [] : [asked.line]),
        isSecond ? 'A second person must approve it before anybody is signed out.' : `If you submit now, we aim to finish by ${formatDateTime(targetAt(now))}.`,
        'The helpdesk may ring the number you give.',
      ],
      subtle: isSecond ? `${people(count)} ${words(view).would}.` : '',
      contactNumber: typed.contactNumber,
      ...(asked === null ? {} : { typedCountLabel: asked.label, typedCount: typed.typedCount }),
      ...(isSecond ? {} : { timing: timing(view, now, count, typed) }),
      submit: button(view, 'request.submit', `Submit ${people(count)}`),
      cancel: button(view, 'request.form-cancel', 'Go back without submitting'),
    },
  };
}

function timing(view: View, now: Date, count: number, typed: Typed): NonNullable<CardData['submit-form']['timing']> {
  const asked = readNotBefore({ day: typed.notBeforeDate, time: typed.notBeforeTime }, view.request, now);
  const from = opensAt({ notBefore: 'notBefore' in asked ? asked.notBefore : null, outsideHours: null }, view.workingHours, now);
  return {
    line: `${isAlways(view.workingHours) ? '' : `MFA is applied in working hours: ${formatHours(view.workingHours)}. `}With a date here it is not applied before then, and we aim to finish within 24 hours of it.`,
    date: typed.notBeforeDate,
    time: typed.notBeforeTime,
    message: typed.message,
    toggle: count === 1 ? 'Send me a message to forward to this person' : `Send me a message to forward to the ${people(count)}`,
    hint: 'Without it, a first MFA prompt can look like phishing.',
    read: {
      title: 'Read the message',
      lines: messageForColleagues({ requesterName: view.request.requesterName, organisationName: view.organisationName, from }),
      hint: 'With a date in "Not before", the message says that date.',
    },
  };
}
