// Who somebody is: the roster at once, groups at most 5 minutes old. And the first roster, from its file.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRoster } from '../../src/access/import-roster.ts';
import { lookUpRoles } from '../../src/access/look-up.ts';
import { protectedAmong } from '../../src/access/protected.ts';
import { UserError, WorldError } from '../../src/errors.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, type Desk } from '../support/desk.ts';
import { laOf, noRoles, organisationNames } from '../support/requests.ts';

describe('access', () => {
  let desk: Desk;
  let groups: Set<string>;
  let asked: number;
  beforeEach(async () => {
    desk = await openDesk(await openTestStore());
    [groups, asked] = [new Set(), 0];
    desk.services.directory.membership = ids => ((asked += 1), Promise.resolve(new Map(ids.map(id => [id, groups]))));
  });
  const roster = (personId: string, more: { expiresOn?: string | null; role?: 'la' | 'primary-la'; organisation?: string } = {}) =>
    desk.store.transaction(tx => tx.roster.save([], [{ personId, organisation: 'ZZ101', role: 'la', expiresOn: null, ...more }]));

  describe('roles', () => {
    it('are none for somebody on no list', async () => assert.deepEqual(await lookUpRoles(desk.services).rolesOf('noor'), noRoles));

    it('come from the roster and the groups together', async () => {
      await roster('priya');
      await roster('priya', { organisation: 'ZZ202', role: 'primary-la' });
      groups.add(desk.settings.RESOLVER_GROUP);
      assert.deepEqual(await lookUpRoles(desk.services).rolesOf('priya'), { ...noRoles, organisations: ['ZZ101', 'ZZ202'], names: organisationNames, primaryOf: ['ZZ202'], isResolver: true });
    });

    it('change at once with the roster', async () => {
      const access = lookUpRoles(desk.services);
      await access.rolesOf('priya');
      await roster('priya');
      assert.deepEqual((await access.rolesOf('priya')).organisations, ['ZZ101']);
    });

    it('change within 10 seconds for what is only shown, however often it is looked at', async () => {
      const access = lookUpRoles(desk.services);
      await access.rolesToShow('priya');
      await roster('priya');
      const seen: number[] = [];
      for (let looks = 0; looks < 3; looks += 1) {
        seen.push((await access.rolesToShow('priya')).organisations.length);
        desk.clock.pass(5_000);
      }
      assert.deepEqual(seen, [0, 0, 1]);
    });

    it('end with the last day in London', async () => {
      const access = lookUpRoles(desk.services);
      await roster('priya', { expiresOn: '2022-09-30' });
      desk.clock.windTo('2022-09-30T23:59:00+01:00');
      assert.deepEqual((await access.rolesOf('priya')).organisations, ['ZZ101']);
      desk.clock.windTo('2022-10-01T00:00:00+01:00');
      assert.deepEqual((await access.rolesOf('priya')).organisations, []);
    });

    it('of a group taken away last at most 5 minutes of the machine, whatever the calendar says', async () => {
      const access = lookUpRoles(desk.services);
      groups.add(desk.settings.RESOLVER_GROUP);
      assert.equal((await access.rolesOf('dan')).isResolver, true);
      groups = new Set();
      desk.clock.windTo('2023-09-20T09:00:00+01:00');
      assert.deepEqual([(await access.rolesOf('dan')).isResolver, asked], [true, 1]);
      desk.clock.pass(5 * 60_000);
      assert.deepEqual([(await access.rolesOf('dan')).isResolver, asked], [false, 2]);
    });

    it('in use are asked for again before they are too old, so that nobody at work waits', async () => {
      const access = lookUpRoles(desk.services, 5);
      groups.add(desk.settings.RESOLVER_GROUP);
      await access.rolesOf('dan');
      desk.clock.pass(4 * 60_000);
      assert.deepEqual([(await access.rolesOf('dan')).isResolver, asked], [true, 2]);
      desk.services.directory.membership = () => new Promise<never>(() => undefined);
      desk.clock.pass(4 * 60_000);
      assert.equal((await access.rolesOf('dan')).isResolver, true);
    });

    describe('while the directory is away', () => {
      const never = () => new Promise<never>(() => undefined);
      for (const [name, membership] of [['says so', () => Promise.reject(new WorldError('unavailable', 'away'))], ['does not answer at all', never]] as const) {
        it(`and ${name}: nobody is guessed to be a resolver, and a Local Administrator can go on`, async () => {
          desk.services.directory.membership = membership;
          const access = lookUpRoles(desk.services, 5);
          await roster('priya');
          await assert.rejects(access.rolesOf('dan'), UserError);
          assert.deepEqual(await access.rolesOf('priya'), { ...laOf('ZZ101'), isUncertain: true });
        });
      }

      it('what it said less than 5 minutes ago still holds, and later it is asked again', async () => {
        const access = lookUpRoles(desk.services, 5);
        groups.add(desk.settings.RESOLVER_GROUP);
        await access.rolesOf('dan');
        const { directory } = desk.services;
        desk.services.directory.membership = () => Promise.reject(new WorldError('unavailable', 'away'));
        assert.equal((await access.rolesOf('dan')).isResolver, true);
        desk.clock.pass(5 * 60_000);
        await assert.rejects(access.rolesOf('dan'), UserError);
        directory.membership = ids => Promise.resolve(new Map(ids.map(id => [id, groups])));
        assert.equal((await access.rolesOf('dan')).isResolver, true);
      });

      it('a refusal is no absence: it is told to whoever runs this', async () => {
        desk.services.directory.membership = () => Promise.reject(new WorldError('refused', 'no permission'));
        await assert.rejects(lookUpRoles(desk.services).rolesOf('dan'), WorldError);
      });
    });
  });

  describe('protected people', () => {
    const minutes = (count: number) => count * 60_000;

    it('are those with privileged roles, and those the settings name', async () => {
      desk.settings.PROTECTED_PEOPLE.push('broken-glass');
      desk.world.privileged.add('admin');
      assert.deepEqual(await protectedAmong(desk.services, ['admin', 'broken-glass', 'jo']), new Set(['admin', 'broken-glass']));
    });

    it('are read again after 5 minutes, so that somebody promoted is seen', async () => {
      await protectedAmong(desk.services, ['jo']);
      desk.world.privileged.add('jo');
      assert.equal((await protectedAmong(desk.services, ['jo'])).size, 0);
      desk.clock.pass(minutes(5) + 1);
      assert.equal((await protectedAmong(desk.services, ['jo'])).size, 1);
    });

    it('are not assumed to be nobody when the directory does not answer', async () => {
      desk.world.faults.push(new WorldError('unavailable', 'away'));
      await assert.rejects(protectedAmong(desk.services, ['jo']), WorldError);
    });
  });

  describe('the first roster', () => {
    let folder: string;
    before(async () => void (folder = await mkdtemp(join(tmpdir(), 'roster-'))));
    after(() => rm(folder, { recursive: true }));
    const imported = async (...lines: string[]) => {
      const file = join(folder, 'roster.csv');
      await writeFile(file, ['Organisation code,Organisation,Email address,Role,Expires', ...lines].join('\n'));
      await importRoster({ ...desk.services, settings: { ...desk.settings, ROSTER_FILE: file } });
    };
    const of = async (personId: string) => (await desk.store.roster.of(personId, '2022-09-20')).map(({ organisation, role }) => `${role} of ${organisation}`);

    it('is found in the directory by address', async () => {
      addPeople(desk, 2);
      await imported('ZZ101,Ashdown Vale Trust,person-001@nhs.example,LA,', 'ZZ404,New Trust,Person-002@nhs.example,Primary LA,2026-01-01');
      assert.deepEqual([await of('person-001'), await of('person-002'), await desk.store.roster.organisationName('ZZ404')], [['la of ZZ101'], ['primary-la of ZZ404'], 'New Trust']);
    });

    it('leaves out who is not there, or not uniquely', async () => {
      addPeople(desk, 2);
      desk.world.aliases.set('both@nhs.example', ['person-001', 'person-002']);
      await imported('ZZ101,A,both@nhs.example,LA,', 'ZZ101,A,nobody@nhs.example,LA,', 'ZZ101,A,person-002@nhs.example,LA,');
      assert.deepEqual([await of('person-001'), await of('person-002')], [[], ['la of ZZ101']]);
    });

    it('takes somebody named twice for one organisation once, with the greater role', async () => {
      addPeople(desk, 1);
      await imported('ZZ101,A,person-001@nhs.example,Primary LA,', 'ZZ101,A,person-001@nhs.example,LA,');
      assert.deepEqual(await of('person-001'), ['primary-la of ZZ101']);
    });

    it('is read only while the table is empty', async () => {
      addPeople(desk, 2);
      await imported('ZZ101,A,person-001@nhs.example,LA,');
      await imported('ZZ101,A,person-002@nhs.example,LA,');
      assert.deepEqual(await of('person-002'), []);
    });
  });
});
