// Which incident is a request's ticket: whoever looks, in whatever order they are answered, chooses the same.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chosenOf, isOurs, markOf, stateOf, type Incident } from '../../src/helpdesk/servicenow-records.ts';

const incident = fc.record({ second: fc.nat(3), state: fc.constantFrom('1', '2', '3', '6', '7', '8', '42') });
const made = ({ second, state }: { second: number; state: string }, index: number): Incident => ({
  sys_id: String(index), number: `INC${index}`, state, correlation_id: 'x', close_notes: '', hold_reason: '', sys_created_on: `2022-09-20 08:00:0${second}`, sys_updated_on: '2022-09-20 08:00:09', sys_mod_count: 0,
});
const isOpen = ({ state }: Incident) => state !== '7' && state !== '8';

describe('the ticket among the incidents of one request', () => {
  it('is the same for whoever looks, open where any is, and the oldest of those; the other open ones are its twins', () => {
    const shuffles = fc.array(incident, { maxLength: 8 }).map(all => all.map(made)).chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(fc.property(shuffles, ([all, shuffled]) => {
      const { ticket, twins } = chosenOf(shuffled);
      assert.deepEqual(ticket, chosenOf(all).ticket);
      const open = all.filter(isOpen);
      assert.equal(twins.length, Math.max(0, open.length - 1));
      assert.ok(ticket === null ? all.length === 0 : isOpen(ticket) === open.length > 0);
      if (ticket !== null && isOpen(ticket)) for (const twin of twins) assert.ok(ticket.sys_created_on <= twin.sys_created_on && ticket.number !== twin.number);
      if (ticket !== null && !isOpen(ticket)) for (const other of all) assert.ok(ticket.sys_created_on >= other.sys_created_on);
    }));
  });

  it('may be in a state that only its instance has', () => assert.equal(stateOf({ state: '42' }), null));
});

describe('the mark on a remark of ours', () => {
  it('is known at its end only: whoever quotes it is heard', () => {
    assert.ok(isOurs(`Two have left.\n${markOf('6f0e0000-0000-4000-8000-000000000001')}`));
    for (const text of ['Two have left.', `You wrote: ${markOf('a1')}. Who are they?`, '(LA Desk)', 'LA Desk a1']) assert.ok(!isOurs(text), text);
  });
});
