// The form that begins a request about one that is closed.
import type { Samples } from '../samples.ts';

const press = (title: string) => ({ title, id: 'r2041', nonce: 'n-follow-1' });
const data = {
  lines: ['It quotes INC31020417 for you. Nothing changes for anybody until you read its result and press Submit.', 'For a file, write **about R-2041** in the message that you attach it to.'],
  label: 'Addresses to add (optional)', again: 'Check the 271 people of R-2041 again too', isAgain: 'true', newId: 'n1', check: press('Check the list about R-2041'), cancel: press('Go back without checking'),
};
const form = (title: string, heading: string, typed: string): Samples['follow-up-form'][number] => ({ title, data: { speak: `${heading}.`, heading, ...data, typed } });

export const followUpForm: Samples['follow-up-form'] = [
  form('a new request about one that is closed', 'Not checked yet: a new request about R-2041', ''),
  form('a new request, with what was typed', 'Not checked: what you typed are no addresses', 'the new nurse'),
];
