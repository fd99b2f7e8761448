// The form that begins a request about one that is closed.
import type { Card } from '../cards.ts';
import { reference } from './service-request.ts';
import { button, people, type View } from './view.ts';

/** `wrong`: what to mend. What was typed stays in its box. */
export function followUpForm(view: View, newId: string, wrong: { problem: string; typed: string; isAgain: boolean } | null): Card {
  const { request } = view;
  const name = reference(request);
  const heading = wrong?.problem ?? `Not checked yet: a new request about ${name}`;
  return {
    name: 'follow-up-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [`It quotes ${request.ticketNumber ?? name} for you. Nothing changes for anybody until you read its result and press Submit.`, `For a file, write **about ${name}** in the message that you attach it to.`],
      label: 'Addresses to add (optional)',
      typed: wrong?.typed ?? '',
      again: `Check the ${people(view.progress?.total ?? 0)} of ${name} again too`,
      isAgain: String(wrong?.isAgain ?? true),
      newId,
      check: button(view, 'request.follow-up-check', `Check the list about ${name}`),
      cancel: button(view, 'request.back', 'Go back without checking'),
    },
  };
}
