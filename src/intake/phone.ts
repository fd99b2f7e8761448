// The contact number the helpdesk's ticket needs: a UK number that can be rung.
import { parsePhoneNumberFromString } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

const UK = '44';
/** As the card's input allows; anything longer was not typed as one number. */
const MOST = 40;
/** Ofcom keeps 07700 900000 to 900999 for examples, so the library calls them invalid. Ours are all from there, the sandbox's people too. */
const EXAMPLE = /^\+447700900\d{3}$/;
const ASK = 'Enter a UK phone number, like 07700 900123';

/** `problem` is shown to the person as it is. Extensions are refused: the ticket has no place for one. */
export const checkContactNumber = (raw: string): { number: string } | { problem: string } => {
  const text = raw.normalize('NFKC').replace(/\p{Cf}/gu, '').trim();
  if (text === '') return { problem: ASK };
  const found = text.length > MOST ? undefined : parsePhoneNumberFromString(text, { defaultCountry: 'GB', extract: false }, metadata);
  if (found?.countryCallingCode !== UK || !(found.isValid() || EXAMPLE.test(found.number))) return { problem: ASK };
  if (found.ext) return { problem: 'Enter the number without its extension, like 07700 900123' };
  return { number: found.number };
};
