// Who the resolvers are, by name: the members of RESOLVER_GROUP as the directory has them now.
import type { Services } from '../services.ts';

export type Resolver = { id: string; name: string };

/** A choice of more would be a page to scroll through. */
const most = 100;

/** In the order of their names; nested groups count. Guests and disabled accounts are left out. */
export async function allResolvers({ directory, settings }: Pick<Services, 'directory' | 'settings'>): Promise<Resolver[]> {
  const found = await directory.people(await directory.memberIds(settings.RESOLVER_GROUP, most));
  return [...found.values()].filter(({ isEnabled, isGuest }) => isEnabled && !isGuest).map(({ id, displayName }) => ({ id, name: displayName })).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
}
