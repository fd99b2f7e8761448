// What is an address: a table, and a second opinion written apart from the code.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkAddress } from '../../src/intake/address.ts';
import { RUNS } from './csv-fuzz.ts';

const isOneOf = (character: string, allowed: string): boolean => allowed.includes(character);
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** RFC 5321 and 5322 read character by character: a dot-atom, one @, labels of a host name of which the last is no number. */
const oracle = (text: string): boolean => {
  const at = text.indexOf('@');
  if (at < 1 || at > 64 || text.length > 254 || at !== text.lastIndexOf('@')) return false;
  let previous = '.';
  for (const character of text.slice(0, at)) {
    if (!isOneOf(character, `${LETTERS}${DIGITS}!#$%&'*+-/=?^_\`{|}~.`) || (character === '.' && previous === '.')) return false;
    previous = character;
  }
  const labels = text.slice(at + 1).split('.');
  const isLabel = (label: string): boolean =>
    label.length > 0 && label.length < 64 && !label.startsWith('-') && !label.endsWith('-') && Array.from(label).every((c) => isOneOf(c, `${LETTERS}${DIGITS}-`));
  const last = labels.at(-1) ?? '';
  return previous !== '.' && labels.length > 1 && labels.every(isLabel) && last.length > 1 && Array.from(last).some((c) => isOneOf(c, LETTERS));
};

describe('checkAddress', () => {
  const good: [string, string][] = [
    ['sam.okoro@nhs.example', 'sam.okoro@nhs.example'],
    ['Sam.Okoro2@NHS.Example', 'sam.okoro2@nhs.example'],
    ["siobhan.o'neil@nhs.example", "siobhan.o'neil@nhs.example"],
    ['  sam.okoro@nhs.example\u00A0', 'sam.okoro@nhs.example'],
    ['\u202Asam.okoro@nhs.example\u202C', 'sam.okoro@nhs.example'],
    ['\uFEFFsam.okoro@nhs.example\u200B', 'sam.okoro@nhs.example'],
    ['"sam.okoro@nhs.example"', 'sam.okoro@nhs.example'],
    ["'sam.okoro@nhs.example'", 'sam.okoro@nhs.example'],
    ['<sam.okoro@nhs.example>', 'sam.okoro@nhs.example'],
    ['Sam Okoro <sam.okoro@nhs.example>;', 'sam.okoro@nhs.example'],
    ['"OKORO, Sam (ASHDOWN VALE TRUST)" <sam.okoro@nhs.example>', 'sam.okoro@nhs.example'],
    ['mailto:sam.okoro@nhs.example?subject=MFA', 'sam.okoro@nhs.example'],
    ['SMTP:sam.okoro@nhs.example', 'sam.okoro@nhs.example'],
    ['sam.okoro@nhs.example,', 'sam.okoro@nhs.example'],
    [`${'a'.repeat(64)}@nhs.example`, `${'a'.repeat(64)}@nhs.example`],
  ];
  for (const [raw, address] of good) {
    it(`takes ${JSON.stringify(raw.slice(0, 60))}`, () => assert.deepEqual(checkAddress(raw), { address }));
  }

  const bad = [
    'sam.okoro', 'sam.okoro@', '@nhs.example', 'sam@okoro@nhs.example', 'sam okoro@nhs.example', 'sam..okoro@nhs.example', '.sam@nhs.example',
    'sam.@nhs.example', 'sam@nhs', 'sam@nhs..example', 'sam@-nhs.example', 'sam@nhs.e', 'sam@127.0.0.1', 'sam@[127.0.0.1]', 'sam@nhs.exam_ple',
    'sаm.okoro@nhs.example', 'sam.okoro＠nhs.example', 'sam.o’neil@nhs.example', 'sam\u202E.okoro@nhs.example', 'sam\u0000okoro@nhs.example',
    'a.b@nhs.example; c.d@nhs.example', `${'a'.repeat(65)}@nhs.example`, `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.example`,
    `=HYPERLINK("https://nhs.example","sam.okoro@nhs.example")`, '__proto__',
  ];
  for (const raw of bad) {
    it(`refuses ${JSON.stringify(raw.slice(0, 60))}`, () => assert.deepEqual(checkAddress(raw), { cause: 'bad-address' }));
  }

  for (const raw of ['', '   ', '\u00A0\u200B', '""', '<>', "''"]) {
    it(`finds no address in ${JSON.stringify(raw)}`, () => assert.deepEqual(checkAddress(raw), { cause: 'no-address' }));
  }

  const nearly = fc.array(
    fc.constantFrom('a', 'sam', 'z9', '.', '..', '@', '-', '_', "'", '+', ' ', '"', '<', '>', 'nhs', 'example', 'mailto:', 'é', '\u202E', ';', ',', '0', 'xn--', '='),
    { maxLength: 14 },
  );

  it('accepts only what the second opinion accepts, and everything plain that it accepts', () => {
    fc.assert(
      fc.property(fc.oneof(nearly.map((parts) => parts.join('')), fc.emailAddress(), fc.string({ unit: 'binary' })), (raw) => {
        const checked = checkAddress(raw);
        if ('address' in checked) assert.ok(oracle(checked.address), checked.address);
        if (oracle(raw) && !raw.startsWith("'") && !/\.[^.]*\d[^.]*$/.test(raw)) assert.deepEqual(checked, { address: raw });
      }),
      { numRuns: RUNS * 3 },
    );
  });

  it('gives the same again for what it gave', () => {
    fc.assert(
      fc.property(nearly, (parts) => {
        const checked = checkAddress(parts.join(''));
        if ('address' in checked) assert.deepEqual(checkAddress(checked.address), checked);
      }),
      { numRuns: RUNS },
    );
  });

  it('takes no time over long and nasty cells', () => {
    const started = performance.now();
    for (const unit of ['a.', 'a@', '<', '"', ' ', 'mailto:', '\u202A', '-']) for (let n = 0; n < 50; n += 1) checkAddress(`${unit.repeat(200_000)}x`);
    for (const unit of ['a.', '<', '"', ' ', 'mailto:', '\u202A', 'a-']) for (let n = 0; n < 50; n += 1) checkAddress(`${unit.repeat(499 / unit.length)}x@`);
    assert.ok(performance.now() - started < 1000);
  });
});
