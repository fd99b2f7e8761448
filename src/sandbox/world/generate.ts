// Makes the tenant's people and groups. Deterministic: the same people with the same ids in every sandbox.
import { cast } from './cast.ts';
import { domain, groups, organisations, type OrganisationCode } from './constants.ts';
import { objectId, randomFrom } from './ids.ts';
import { departments, firstNames, lastNames } from './names.ts';
import type { Person } from './people.ts';
import type { GroupFacts } from './groups.ts';

type PersonFacts = Partial<Omit<Person, 'id'>> & { userPrincipalName: string; displayName: string };

const pick = <T>(items: readonly [T, ...T[]], at: number): T => items[Math.floor(at * items.length)] ?? items[0];

const newPerson = (facts: PersonFacts): Person => ({
  id: objectId(facts.userPrincipalName), mail: facts.userPrincipalName, givenName: facts.displayName.split(' ')[0] ?? '', surname: facts.displayName.split(' ').at(-1) ?? '',
  department: null, companyName: null, accountEnabled: true, userType: 'Member', aliases: [], isGone: false, hasRole: false, ...facts,
});

/** Ordinary people of one organisation. Two of one name get a number, as NHSmail does. */
function crowd(organisation: OrganisationCode, count: number, taken: Set<string>, random: () => number): Person[] {
  return Array.from({ length: count }, () => {
    const first = pick(firstNames, random());
    const last = pick(lastNames, random());
    const address = freeAddress(`${first}.${last}`.toLowerCase(), taken);
    return newPerson({ userPrincipalName: address, displayName: `${first} ${last}`, companyName: organisation, department: pick(departments, random()) });
  });
}

function freeAddress(wanted: string, taken: Set<string>): string {
  for (let n = 1; ; n += 1) {
    const address = `${wanted}${n === 1 ? '' : n}@${domain}`;
    if (!taken.has(address)) {
      taken.add(address);
      return address;
    }
  }
}

const own = (local: string, displayName: string, more: Partial<Person> = {}): Person => newPerson({ userPrincipalName: `${local}@${domain}`, displayName, companyName: 'ZZ101', ...more });

/** People the sample report needs for a trap each. */
const special = {
  applications: ['appointment.reminder', 'results.sender', 'rota.export'].map(name => own(name, name.replace('.', ' '))),
  disabled: ['colin.frost', 'judith.pike'].map(name => own(name, name.replace('.', ' '), { accountEnabled: false })),
  looksShared: ['reception.eastwing', 'enquiries.outpatients', 'admin.office', 'ward7.nurses'].map(name => own(name, name.replace('.', ' '))),
  byMail: ['marta.lindqvist', 'oliver.brandt-hayes'].map((name, i) => own(`av${i + 40_117}`, name.replace('.', ' '), { mail: `${name}@${domain}` })),
  byAlias: [own('rebecca.hollis', 'Rebecca Hollis', { aliases: [`rebecca.stanton@${domain}`] })],
  shared: Array.from({ length: 8 }, (_, i) => own(`avt.clinic${i + 1}`, `Ashdown Vale Clinic ${i + 1}`, { accountEnabled: false })),
  resource: [own('avt.meetingroom1', 'Ashdown Vale Meeting Room 1', { accountEnabled: false })],
};

const protectedPeople = {
  byRole: ['sam.osei.admin', 'ruth.hale.admin', 'piotr.zielinski.admin'].map(name => own(name, name.replaceAll('.', ' '))),
  byGroup: ['ines.moreau.admin', 'hugh.tanner.admin'].map(name => own(name, name.replaceAll('.', ' '))),
  breakGlass: [own('break.glass', 'Break Glass', { companyName: null })],
};
const guest = newPerson({ userPrincipalName: `vera.holm_partner.example#EXT#@${domain}`, mail: 'vera.holm@partner.example', displayName: 'Vera Holm', userType: 'Guest', companyName: 'ZZ101' });
const exception = own('gail.norris', 'Gail Norris');

export type Population = { people: Person[]; ordinary: Record<OrganisationCode, Person[]>; special: typeof special };

export function generatePeople(): Population {
  const random = randomFrom(20_220_920);
  const named = cast.map(actor => newPerson({ userPrincipalName: actor.address, displayName: actor.name, companyName: actor.organisation }));
  const made = [...named, ...Object.values(special).flat(), ...Object.values(protectedPeople).flat(), guest, exception];
  const taken = new Set(made.flatMap(person => [person.userPrincipalName, person.mail ?? '', ...person.aliases]));
  const ordinary = { ZZ101: crowd('ZZ101', 700, taken, random), ZZ202: crowd('ZZ202', 450, taken, random), ZZ303: crowd('ZZ303', 350, taken, random) };
  return { people: [...made, ...Object.values(ordinary).flat()].map(person => ({ ...person })), ordinary, special };
}

const security: Omit<GroupFacts, 'displayName' | 'description'> = { securityEnabled: true, mailEnabled: false, groupTypes: [], onPremisesSyncEnabled: null, isAssignableToRole: null };
const ids = (people: readonly Person[]): string[] => people.map(person => person.id);
const inCast = (group: string): string[] => cast.filter(actor => actor.groups.includes(group)).map(actor => objectId(actor.address));

/** Where the sample report's people stand among ZZ101's ordinary people. */
export const slices = { wouldChange: [0, 259], members: [259, 276], bareList: [276, 336], smallList: [336, 356], pilot: [0, 3] } as const;

export function generateGroups(population: Population): { id: string; facts: GroupFacts; members: string[] }[] {
  const { ZZ101, ZZ303 } = population.ordinary;
  const make = (id: string, displayName: string, members: string[], more: Partial<GroupFacts> = {}) => ({ id, facts: { ...security, displayName, description: '', ...more }, members });
  return [
    make(groups.mfa, 'MFA CA Standard Policy users', [...ids(ZZ101.slice(...slices.members)), groups.pilot]),
    make(groups.pilot, 'MFA pilot', ids(ZZ303.slice(...slices.pilot))),
    make(groups.exclusions, 'MFA exceptions and break-glass', ids([...protectedPeople.breakGlass, exception])),
    make(groups.resolvers, 'LA Desk resolvers', inCast(groups.resolvers)),
    make(groups.operators, 'LA Desk operators', inCast(groups.operators)),
    make(groups.communications, 'LA Desk communications', inCast(groups.communications)),
    make(groups.privileged, 'Messaging administrators', ids(protectedPeople.byGroup), { isAssignableToRole: true }),
    make(groups.dynamic, 'Everybody of ZZ101', ids(ZZ101.slice(0, 10)), { groupTypes: ['DynamicMembership'] }),
    make(groups.synced, 'Synced from on-premises', ids(ZZ101.slice(0, 10)), { onPremisesSyncEnabled: true }),
    make(groups.mailEnabled, 'Mail-enabled security', ids(ZZ101.slice(0, 10)), { mailEnabled: true }),
  ];
}

export const breakGlassId = objectId(`break.glass@${domain}`);

/** Authentication Administrator, Privileged Authentication Administrator, Authentication Policy Administrator; the group holds Exchange Administrator. */
export const firstRoleAssignments: readonly { roleDefinitionId: string; principalId: string }[] = [
  ...['c4e39bd9-1100-46d3-8c65-fb160da0071f', '7be44c8a-adaf-4e2a-84d6-ab2649e08a13', '0526716b-113d-4c15-b2c8-68e3c22b9f80']
    .map((roleDefinitionId, i) => ({ roleDefinitionId, principalId: protectedPeople.byRole[i]?.id ?? '' })),
  { roleDefinitionId: '29232cdf-9323-42fd-ade2-1d097af3e4de', principalId: groups.privileged },
];

/** Extra people for load tests: `{prefix}{number}@nhs.example`, numbered from `first`. */
export function* extraPeople(organisation: string, prefix: string, first: number, count: number): Generator<Person> {
  for (let n = first; n < first + count; n += 1) {
    yield newPerson({ userPrincipalName: `${prefix}${n}@${domain}`, displayName: `${prefix} ${n}`, companyName: organisation });
  }
}

export const isOrganisation = (code: string): code is OrganisationCode => code in organisations;
