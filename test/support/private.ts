// What must never be in a log: addresses, phone numbers, links that are keys, tokens.
import assert from 'node:assert/strict';

const canaries: Record<string, RegExp> = {
  'an address': /[^\s"']+@nhs\.example/i,
  'a phone number': /(?:\+44\s?7700|07700)\s?900\s?\d{3}/,
  'a link that is a key': /tempauth=/i,
  'a bearer token': /bearer\s+[\w-]{8}|eyJ[\w-]{10,}\.[\w-]+/i,
  'a person of the cast': /Priya|Nair|Ashworth|Brandt|Okafor/,
};

/** @throws AssertionError naming what was found, without repeating it. */
export function assertNothingPrivate(log: string): void {
  assert.notEqual(log, '', 'there is no log to look at');
  const found = log.split('\n').flatMap((line, index) => Object.entries(canaries).filter(([, canary]) => canary.test(line)).map(([what]) => `line ${index + 1} holds ${what}`));
  assert.deepEqual(found, []);
}
