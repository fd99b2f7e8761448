// The people one can be in the sandbox's page, and what each is.
import { domain, groups, type OrganisationCode } from './constants.ts';

export type Actor = {
  slug: string;
  name: string;
  address: string;
  organisation: OrganisationCode;
  /** Shown in the page. */
  role: string;
  /** Row in the roster, where there is one. */
  roster: 'LA' | 'Primary LA' | null;
  groups: readonly string[];
};

const actor = (slug: string, name: string, organisation: OrganisationCode, role: string, roster: Actor['roster'], ...memberOf: string[]): Actor =>
  ({ slug, name, address: `${name.toLowerCase().replace(' ', '.')}@${domain}`, organisation, role, roster, groups: memberOf });

export const cast: readonly Actor[] = [
  actor('priya', 'Priya Nair', 'ZZ101', 'Local Administrator', 'LA'),
  actor('tom', 'Tom Ashworth', 'ZZ101', 'Local Administrator', 'LA'),
  actor('lena', 'Lena Brandt', 'ZZ202', 'Local Administrator', 'LA'),
  actor('grace', 'Grace Okafor', 'ZZ101', 'primary Local Administrator', 'Primary LA'),
  actor('dan', 'Dan Ferris', 'ZZ303', 'resolver', null, groups.resolvers),
  actor('amara', 'Amara Cole', 'ZZ303', 'resolver', null, groups.resolvers),
  actor('chloe', 'Chloe Marsh', 'ZZ303', 'communications', null, groups.communications),
  actor('mina', 'Mina Rowe', 'ZZ303', 'communications', null, groups.communications),
  actor('omar', 'Omar Haddad', 'ZZ303', 'operator', null, groups.operators),
  actor('noor', 'Noor Aziz', 'ZZ101', 'colleague, on no list', null),
];

const bySlug = new Map(cast.map(person => [person.slug, person]));
export const actorBySlug = (slug: string): Actor | undefined => bySlug.get(slug);
