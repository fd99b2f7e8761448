// Rules about people that only the directory can answer. The check and the executor both ask here, so the preview is the real thing.
import type { DirectoryPerson, Refusal } from '../services.ts';
import type { DirectoryCause } from './kind.ts';

export type RuleFacts = {
  /** ODS codes whose people may be changed: the requester's at the check, the request's when applying. */
  organisations: readonly string[];
  protectedPeople: ReadonlySet<string>;
};

/** Null where nothing speaks against this person. */
function directoryCause(person: DirectoryPerson, facts: RuleFacts): DirectoryCause | null {
  if (person.isGuest) return 'guest';
  // Before "protected": who is an administrator elsewhere is nothing to the administrators of this organisation.
  if (person.organisation !== null && !facts.organisations.includes(person.organisation)) return 'other-organisation';
  if (facts.protectedPeople.has(person.id)) return 'protected';
  if (person.organisation === null) return 'no-organisation';
  return null;
}

/** What an address came to: exactly one person, or why not. */
export function verdict(found: readonly DirectoryPerson[], facts: RuleFacts): { person: DirectoryPerson; cause: DirectoryCause | null } | { person: null; cause: DirectoryCause } {
  const [person, another] = found;
  if (person === undefined) return { person: null, cause: 'not-found' };
  if (another !== undefined) return { person: null, cause: 'ambiguous' };
  return { person, cause: directoryCause(person, facts) };
}

/** The same, when applying: somebody may have been promoted, moved or deleted since the check. */
export function refusalNow(person: DirectoryPerson | undefined, facts: RuleFacts): Refusal | null {
  if (person === undefined) return 'gone';
  const cause = directoryCause(person, facts);
  if (cause === null) return null;
  return cause === 'guest' || cause === 'protected' ? cause : 'other-organisation';
}
