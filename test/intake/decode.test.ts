// Encodings, and that cutting a file anywhere changes nothing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decoderFor, withoutMark } from '../../src/intake/decode.ts';
import { RUNS } from './csv-fuzz.ts';

const decoded = (bytes: Buffer, sizes: readonly number[]): { text: string; encoding: string } => {
  const decoder = decoderFor(bytes);
  const parts: Buffer[] = [];
  let from = 0;
  for (const size of sizes) {
    if (from + size >= bytes.length) break;
    parts.push(decoder.decode(bytes.subarray(from, from + size), false));
    from += size;
  }
  parts.push(decoder.decode(bytes.subarray(from), true));
  return { text: withoutMark(Buffer.concat(parts)).toString('utf8'), encoding: decoder.encoding() };
};

describe('decoderFor', () => {
  const cases: [string, Buffer, string, string][] = [
    ['ASCII', Buffer.from('abc'), 'abc', 'UTF-8'],
    ['UTF-8', Buffer.from('Zoë €'), 'Zoë €', 'UTF-8'],
    ['UTF-8 that holds a replacement character', Buffer.from('a\uFFFDb'), 'a\uFFFDb', 'UTF-8'],
    ['Windows-1252 with its own quotes and euro', Buffer.from([0x93, 0x61, 0x94, 0x80, 0xeb]), '“a”€ë', 'Windows-1252'],
    ['UTF-8 up to a first invalid byte', Buffer.concat([Buffer.from('é\uFFFD'), Buffer.from([0xeb, 0x20, 0xe9])]), 'é\uFFFDë é', 'Windows-1252'],
    ['a character left unfinished at the end', Buffer.from([0x61, 0xe2, 0x82]), 'aâ‚', 'Windows-1252'],
    ['marked UTF-8 with an invalid byte', Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff, 0x62]), 'a\uFFFDb', 'UTF-8'],
    ['UTF-16 without a mark, little end first', Buffer.from('Email\nZoë', 'utf16le'), 'Email\nZoë', 'UTF-16'],
    ['UTF-16 without a mark, big end first', Buffer.from('Email\nZoë', 'utf16le').swap16(), 'Email\nZoë', 'UTF-16'],
    ['nothing', Buffer.alloc(0), '', 'UTF-8'],
  ];
  for (const [name, bytes, text, encoding] of cases) {
    it(`reads ${name}, however it is cut`, () => {
      for (let size = 1; size <= 4; size += 1) {
        assert.deepEqual(decoded(bytes, new Array<number>(bytes.length).fill(size)), { text, encoding });
      }
    });
  }

  it('gives the same text for any bytes, however they are cut', () => {
    const byte = fc.oneof(fc.constantFrom(0x61, 0x0a, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xef, 0xbf, 0xbd), fc.nat(255));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }), (values, sizes) => {
        const bytes = Buffer.from(values);
        assert.deepEqual(decoded(bytes, sizes), decoded(bytes, []));
      }),
      { numRuns: RUNS },
    );
  });

  it('gives back any text written as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const text = raw.toWellFormed();
        fc.pre(!text.startsWith('\uFEFF') && !text.includes('\0'));
        assert.deepEqual(decoded(Buffer.from(text), [1, 2, 3]), { text, encoding: 'UTF-8' });
      }),
      { numRuns: RUNS },
    );
  });
});
