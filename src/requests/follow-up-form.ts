// The form that begins a request about one that is closed.
import type { Card } from '../cards.ts';
import { reference } from './service-request.ts';
import { button, people, type View } from './view.ts';

/** `again`: how many of its people may be checked again. `wrong`: what to mend; what was typed stays in its box. */
export function followUpForm(view: View, newId: string, again: number, wrong: { problem: string; typed: string; isAgain: boolean } | null): Card {
  const { request } = view;
  const name = reference(request);
  const heading = wrong?.problem ?? `Not checked yet: a new request about ${name}`;
  return {
    name: 'follow-up-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [`It quotes ${request.ticketNumber ?? name} for you. Nothing changes for anybody until you read its result and press Submit.`, ...(again < (request.shown?.wouldChange ?? 0) ? [`Whoever was taken out of ${name} is not among them: add their address if they are to have MFA again.`] : []), `For a file, write **about ${name}** in the message that you attach it to.`],
      label: 'Addresses to add (optional)',
      typed: wrong?.typed ?? '',
      again: `Check the ${people(again)} of ${name} again too`,
      isAgain: String(again > 0 && (wrong?.isAgain ?? true)),
      newId,
      check: button(view, 'request.follow-up-check', `Check the list about ${name}`),
      cancel: button(view, 'request.back', 'Go back without checking'),
    },
  };
}
