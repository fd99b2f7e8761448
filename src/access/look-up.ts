// Answers who somebody is: roster for Local Administrators, Entra groups for the rest. Cached for 5 minutes, so that taking a role away works soon.
import { UserError, WorldError } from '../errors.ts';
import type { Access, Services } from '../services.ts';
import { lately } from '../lately.ts';
import { londonDay } from '../schedule.ts';
import type { Roles } from './roles.ts';

/** With what is kept for showing, 5 minutes. */
const maxAgeMs = 5 * 60_000 - 10_000;
const refreshMs = 3 * 60_000;
const shownForMs = 10_000;

export const noDirectory = 'The directory does not answer, so we cannot see what you may do. Nothing was changed. Try again in a minute.';

type Groups = ReadonlySet<string>;
type Needs = Pick<Services, 'store' | 'directory' | 'settings' | 'clock'>;

/** `patienceMs`: a turn has two seconds, and a directory that is away takes longer than that to say so. */
export function lookUpRoles({ store, directory, settings, clock }: Needs, patienceMs = 1_500): Access {
  const known = lately<Groups>(clock, maxAgeMs);
  const asking = new Map<string, Promise<Groups | null>>();
  const [first, ...others] = [settings.RESOLVER_GROUP, settings.OPERATOR_GROUP, settings.COMMUNICATIONS_GROUP].filter(id => id !== undefined);

  async function ask(personId: string): Promise<Groups> {
    const groups = first === undefined ? new Set<string>() : ((await directory.membership([personId], [first, ...others])).get(personId) ?? new Set());
    known.keep(personId, groups);
    return groups;
  }

  /** One question at a time about a person; null where the directory is away. Its answer is kept also when nobody waits for it any more. */
  function askOnce(personId: string): Promise<Groups | null> {
    const answer = asking.get(personId) ?? ask(personId).catch(unlessAway).finally(() => asking.delete(personId));
    asking.set(personId, answer);
    return answer;
  }

  /** Only the groups are cached: the roster is our own table, and a change there counts at once. */
  async function groupsOf(personId: string): Promise<Groups | null> {
    const groups = known.get(personId);
    if (groups === null) return within(patienceMs, askOnce(personId));
    // Asked again while the last answer still holds: whoever is at work does not meet a slow directory at every fifth minute.
    if (known.get(personId, refreshMs) === null) askOnce(personId).catch(() => undefined);
    return groups;
  }

  const shown = lately<Roles>(clock, shownForMs);

  async function rolesOf(personId: string): Promise<Roles> {
    const [entries, groups] = await Promise.all([store.roster.of(personId, londonDay(clock.calendar())), groupsOf(personId)]);
    // A Local Administrator's list is taken all the same and checked later; without an answer nobody is anything more.
    if (groups === null && entries.length === 0) throw new UserError(noDirectory);
    const isIn = (group: string | undefined) => group !== undefined && groups !== null && groups.has(group);
    const roles: Roles = {
      organisations: entries.map(entry => entry.organisation),
      primaryOf: entries.filter(entry => entry.role === 'primary-la').map(entry => entry.organisation),
      names: Object.fromEntries(entries.map(entry => [entry.organisation, entry.organisationName])),
      isResolver: isIn(settings.RESOLVER_GROUP),
      isCommunications: isIn(settings.COMMUNICATIONS_GROUP),
      isOperator: isIn(settings.OPERATOR_GROUP),
      ...(groups === null ? { isUncertain: true } : {}),
    };
    if (groups !== null) shown.keep(personId, roles);
    return roles;
  }

  return { rolesOf, rolesToShow: async personId => shown.get(personId) ?? (await rolesOf(personId)) };
}

function unlessAway(error: unknown): null {
  if (error instanceof WorldError && error.failure !== 'refused') return null;
  throw error;
}

/** Null where the answer takes longer. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}

/**
 * For a turn or a press, which has two seconds in all.
 * @throws UserError where the directory is away: whoever asked can ask again.
 */
export async function askDirectory<T>(question: Promise<T>, patienceMs = 1_200): Promise<T> {
  const found = await within(patienceMs, question.catch(unlessAway));
  if (found === null) throw new UserError('The directory does not answer. Nothing was changed. Try again in a minute.');
  return found;
}
