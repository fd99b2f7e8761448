// The contact number on a ticket: UK numbers, however they are written.
import assert from 'node:assert/strict';
import { checkContactNumber } from '../../src/intake/phone.ts';

describe('checkContactNumber', () => {
  const good: [string, string][] = [
    ['07700 900123', '+447700900123'],
    ['07700900123', '+447700900123'],
    ['+44 7700 900123', '+447700900123'],
    ['0044 7700 900 123', '+447700900123'],
    ['+44 (0)7700 900123', '+447700900123'],
    ['\u202A07700 900123\u202C', '+447700900123'],
    ['(0113) 496 0123', '+441134960123'],
    ['0300 303 5678', '+443003035678'],
    ['０７７００ ９００１２３', '+447700900123'],
  ];
  for (const [raw, number] of good) it(`takes ${JSON.stringify(raw)} as ${number}`, () => assert.deepEqual(checkContactNumber(raw), { number }));

  for (const raw of ['', '   ', '999', '07700 900', '07700 900123 4', 'ring me on 07700 900123', '+33 1 23 45 67 89', '00000 000000', '=1+1', '7'.repeat(1000), '<at>x</at>']) {
    it(`asks for a UK number instead of ${JSON.stringify(raw.slice(0, 30))}`, () => {
      assert.deepEqual(checkContactNumber(raw), { problem: 'Enter a UK phone number, like 07700 900123' });
    });
  }

  it('says that an extension has no place', () => {
    assert.deepEqual(checkContactNumber('0113 496 0123 ext 5'), { problem: 'Enter the number without its extension, like 07700 900123' });
  });
});
