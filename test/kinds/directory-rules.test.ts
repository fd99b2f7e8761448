// What the directory says against somebody: the check and the executor ask the same rules.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { refusalNow, verdict } from '../../src/kinds/directory-rules.ts';
import type { DirectoryPerson } from '../../src/services.ts';

const person = (more: Partial<DirectoryPerson> = {}): DirectoryPerson => ({ id: 'p1', address: 'jo.whitlock@nhs.example', displayName: 'Jo Whitlock', isEnabled: true, isGuest: false, organisation: 'ZZ101', ...more });
const facts = { organisations: ['ZZ101'], protectedPeople: new Set(['admin']) };

const cases: [string, DirectoryPerson[], string | null, string | null][] = [
  ['one person of the organisation', [person()], null, null],
  ['nobody', [], 'not-found', 'gone'],
  ['another organisation', [person({ organisation: 'ZZ202' })], 'other-organisation', 'other-organisation'],
  ['no organisation', [person({ organisation: null })], 'no-organisation', 'other-organisation'],
  ['a guest', [person({ isGuest: true })], 'guest', 'guest'],
  ['a guest without an organisation', [person({ isGuest: true, organisation: null })], 'guest', 'guest'],
  ['a protected account', [person({ id: 'admin' })], 'protected', 'protected'],
  ['a protected account without an organisation', [person({ id: 'admin', organisation: null })], 'protected', 'protected'],
  // Whether somebody elsewhere is an administrator is nothing to this Local Administrator.
  ['a protected account of another organisation', [person({ id: 'admin', organisation: 'ZZ202' })], 'other-organisation', 'other-organisation'],
  ['somebody disabled: still theirs', [person({ isEnabled: false })], null, null],
];

describe('the verdict on an address', () => {
  for (const [name, found, cause, refusal] of cases) {
    it(`${name}: ${cause ?? 'nothing against it'}`, () => assert.equal(verdict(found, facts).cause, cause));
    it(`${name}, when applying: ${refusal ?? 'goes ahead'}`, () => assert.equal(refusalNow(found[0], facts), refusal));
  }

  it('is ambiguous for two people, and names neither', () => {
    assert.deepEqual(verdict([person(), person({ id: 'p2' })], facts), { person: null, cause: 'ambiguous' });
  });

  it('refuses everybody while no organisation is known', () => {
    assert.equal(verdict([person()], { ...facts, organisations: [] }).cause, 'other-organisation');
  });
});

describe('the check and the executor', () => {
  const anyone = fc.record({
    id: fc.constantFrom('p1', 'admin'), address: fc.constant('a@nhs.example'), displayName: fc.constant('A'), isEnabled: fc.boolean(), isGuest: fc.boolean(),
    organisation: fc.constantFrom('ZZ101', 'ZZ202', 'zz101', '', null),
  });

  it('let the same people through', () => {
    fc.assert(fc.property(anyone, someone => (verdict([someone], facts).cause === null) === (refusalNow(someone, facts) === null)));
  });

  it('never let through a guest, a protected account or anybody of another organisation', () => {
    fc.assert(fc.property(anyone, someone => refusalNow(someone, facts) !== null || (!someone.isGuest && someone.id !== 'admin' && someone.organisation === 'ZZ101')));
  });
});
