// When a slice may be taken: kind and purpose of the round, working hours, the time that was asked for, and a resolver's reason.
import assert from 'node:assert/strict';
import { opensAt, waitsUntil } from '../../src/requests/opening.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { aRequest, at, workingHours } from '../support/requests.ts';

const london = (date: string | null): Date | null => (date === null ? null : at(date));

describe('a slice', () => {
  const monday = 'Mon 26 Sep 2022 07:00 +0100';
  const cases: [string, string, Partial<ServiceRequest> & { before?: string }, string | null][] = [
    ['in working hours', 'Fri 23 Sep 2022 17:59:59 +0100', {}, null],
    ['as they end', 'Fri 23 Sep 2022 18:00 +0100', {}, 'Mon 26 Sep 2022 08:00 +0100'],
    ['over the weekend the clocks go back', 'Fri 28 Oct 2022 18:00 +0100', {}, 'Mon 31 Oct 2022 08:00 GMT'],
    ['over the weekend they go forward', 'Fri 25 Mar 2022 18:00 GMT', {}, 'Mon 28 Mar 2022 08:00 +0100'],
    ['with a time to wait for that is in working hours', 'Fri 23 Sep 2022 09:00 +0100', { before: 'Fri 23 Sep 2022 14:00 +0100' }, 'Fri 23 Sep 2022 14:00 +0100'],
    ['with one before working hours', 'Fri 23 Sep 2022 09:00 +0100', { before: monday }, 'Mon 26 Sep 2022 08:00 +0100'],
    ['with one at a weekend', 'Fri 23 Sep 2022 09:00 +0100', { before: 'Sat 24 Sep 2022 10:00 +0100' }, 'Mon 26 Sep 2022 08:00 +0100'],
    ['with one that is over', 'Mon 26 Sep 2022 08:00 +0100', { before: monday }, null],
    ['with a reason', 'Sat 24 Sep 2022 03:00 +0100', { outsideHours: 'ward round' }, null],
    ['with a reason, and a time to wait for', 'Sat 24 Sep 2022 03:00 +0100', { outsideHours: 'ward round', before: monday }, monday],
    ['with a reason, as that time comes', monday, { outsideHours: 'ward round', before: monday }, null],
    ['of signing out, which is urgent', 'Sat 24 Sep 2022 03:00 +0100', { kind: 'revoke-sessions' }, null],
  ];
  for (const [what, now, { before, ...more }, until] of cases) {
    it(`${what}, at ${now}: ${until ?? 'now'}`, () => {
      const request = aRequest('in-progress', { ...more, notBefore: london(before ?? null) });
      for (const purpose of ['apply', 'reopen'] as const) assert.deepEqual(waitsUntil(request, { purpose }, workingHours, at(now)), london(until));
      assert.equal(waitsUntil(request, { purpose: 'undo' }, workingHours, at(now)), null, 'putting back never waits');
    });
  }

  it('is expected when it may first be taken', () => {
    assert.deepEqual(opensAt({ notBefore: at(monday), outsideHours: null }, workingHours, at('Fri 23 Sep 2022 17:00 +0100')), at('Mon 26 Sep 2022 08:00 +0100'));
    assert.deepEqual(opensAt({ notBefore: null, outsideHours: null }, workingHours, at('Fri 23 Sep 2022 17:00 +0100')), at('Fri 23 Sep 2022 17:00 +0100'));
  });
});
