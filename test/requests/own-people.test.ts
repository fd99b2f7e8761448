// No Local Administrator ever acts on another organisation's people, and nobody ever on protected ones: generated lists, against an oracle that reads the world row by row.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { refusalNow } from '../../src/kinds/directory-rules.ts';
import { judgeRows, mayChange } from '../../src/requests/judge-rows.ts';
import type { DirectoryPerson } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk, press, requestOf, resolvers, runDue } from '../support/desk.ts';
import { checked } from '../support/journey.ts';
import { laOf } from '../support/requests.ts';

const codes = ['ZZ101', 'ZZ202', 'ZZ303'];
const ids = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'];
/** One address for each, one that two share, one that is nobody's. */
const addresses = [...ids.map(id => `${id}@nhs.example`), 'shared@nhs.example', 'nobody@nhs.example'];

const person = fc.record({ organisation: fc.constantFrom(...codes, ...codes, 'zz101', '', null), isGuest: fc.integer({ max: 9, min: 0 }).map(n => n === 0), isProtected: fc.integer({ max: 4, min: 0 }).map(n => n === 0), isGone: fc.integer({ max: 9, min: 0 }).map(n => n === 0) });
type Facts = typeof person extends fc.Arbitrary<infer P> ? P : never;
type World = Facts[];

/** What happens to some between the check and the writing: promoted, moved, gone, or made a guest. */
const change = fc.option(fc.record({ who: fc.nat(ids.length - 1), facts: person }), { freq: 3 });
const scene = fc.record({
  world: fc.array(person, { minLength: ids.length, maxLength: ids.length }),
  organisations: fc.subarray(codes),
  list: fc.array(fc.record({ address: fc.constantFrom(...addresses), isRefused: fc.integer({ max: 9, min: 0 }).map(n => n === 0) }), { minLength: 1, maxLength: 10 }),
  changes: fc.array(change, { maxLength: 3 }),
});

const asPerson = (id: string, { organisation, isGuest }: Facts): DirectoryPerson => ({ id, address: `${id}@nhs.example`, displayName: id, isEnabled: true, isGuest, organisation: organisation === '' ? null : organisation });
const present = (world: World): [string, Facts][] => world.flatMap((facts, index) => (facts.isGone ? [] : [[ids[index] ?? '', facts] as [string, Facts]]));
const protectedIn = (world: World) => new Set(present(world).flatMap(([id, { isProtected }]) => (isProtected ? [id] : [])));
const peopleIn = (world: World) => new Map(present(world).map(([id, facts]) => [id, asPerson(id, facts)]));
const named = (world: World, address: string) => present(world).filter(([id]) => address === `${id}@nhs.example` || (address === 'shared@nhs.example' && (id === 'p0' || id === 'p1'))).map(([id, facts]) => asPerson(id, facts));
const after = (world: World, changes: readonly ({ who: number; facts: Facts } | null)[]): World => changes.reduce<World>((now, one) => (one === null ? now : now.with(one.who, one.facts)), world);

/** Who may be written to, said without the rules: one person behind the address, theirs then and now, no guest and not protected then or now. */
function allowed(organisation: string | null, list: readonly { address: string; isRefused: boolean }[], before: World, now: World): Set<string> {
  const isTheirs = (facts: Facts | undefined) => facts !== undefined && !facts.isGone && !facts.isGuest && !facts.isProtected && facts.organisation === organisation;
  const found = new Set<string>();
  for (const { address, isRefused } of list) {
    const index = ids.findIndex(id => address.startsWith(`${id}@`));
    const [first, second] = [before[0], before[1]];
    // The shared address is one person's where the other one is gone.
    const only = address.startsWith('shared@') ? (first?.isGone === second?.isGone ? -1 : first?.isGone ? 1 : 0) : index;
    if (isRefused || only < 0) continue;
    if (organisation !== null && isTheirs(before[only]) && isTheirs(now[only])) found.add(ids[only] ?? '');
  }
  return found;
}

describe('a list', function () {
  this.timeout(300_000);

  it('never reaches anybody of another organisation, or anybody protected at the check or when it is applied: 100,000 lists', () => {
    let [reached, refusedLate] = [0, 0];
    fc.assert(fc.property(scene, ({ world, organisations, list, changes }) => {
      const rows = list.map(({ address, isRefused }, index) => ({ number: index + 2, address, fileCause: isRefused ? 'shared' : null }));
      const found = new Map(addresses.map(address => [address, named(world, address)]));
      const { organisation, judged } = judgeRows(rows, { found, organisation: null, organisations, protectedPeople: protectedIn(world) });
      const now = after(world, changes);
      const chosen = new Set(judged.filter(mayChange).flatMap(one => (one.person === null ? [] : [one.person.id])));
      const facts = { organisations: organisation === null ? [] : [organisation], protectedPeople: protectedIn(now) };
      const written = [...chosen].filter(id => refusalNow(peopleIn(now).get(id), facts) === null);

      assert.ok(organisation === null || organisations.includes(organisation), 'the list belongs to an organisation of theirs');
      assert.deepEqual(new Set(written), allowed(organisation, list, world, now));
      for (const id of written) assert.ok(organisations.includes(world[ids.indexOf(id)]?.organisation ?? '') && now[ids.indexOf(id)]?.organisation === organisation);
      reached += written.length;
      refusedLate += chosen.size - written.length;
    }), { numRuns: 100_000 });
    assert.ok(reached > 10_000 && refusedLate > 1_000, `${reached} reached, ${refusedLate} refused late: lists in which nothing happens prove nothing`);
  });

  it('does the same through the check and the executor, with the database between them: 60 lists', async () => {
    let reached = 0;
    const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', PROTECTED_PEOPLE: ['p5'] });
    const settle = (world: World) => {
      desk.world.people = peopleIn(world);
      desk.world.aliases.set('shared@nhs.example', ['p0', 'p1']);
      desk.world.privileged = protectedIn(world);
      // Protected people are read again after five minutes.
      desk.clock.pass(5 * 60_000 + 1);
    };
    await fc.assert(fc.asyncProperty(scene, async ({ world, organisations, list, changes }) => {
      desk.world.roles.set('priya', laOf(...organisations));
      desk.world.group.clear();
      settle(world);
      const request = await checked(desk, list.map(({ address, isRefused }) => ({ address, fileCause: isRefused ? 'shared' : null })));
      await press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123' } });
      settle(after(world, changes));
      await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
      await runDue(desk, 'run-lane');
      const { organisation } = await requestOf(desk, request);
      const allowedNow = allowed(organisation, list, world, after(world, changes));
      // Named in the settings, whatever the directory says of them.
      allowedNow.delete('p5');
      assert.deepEqual(new Set(desk.world.group), allowedNow);
      reached += allowedNow.size;
    }), { numRuns: 60, seed: 20_220_920 });
    assert.ok(reached > 10, String(reached));
  });
});
