// What the directory says about each row of a list, and whose list it is. Pure; the check asks, the executor asks the same rules again.
import { verdict } from '../kinds/directory-rules.ts';
import type { DirectoryCause } from '../kinds/kind.ts';
import type { DirectoryPerson } from '../services.ts';

type Row = { number: number; address: string; fileCause: string | null };
type Facts = {
  found: ReadonlyMap<string, DirectoryPerson[]>;
  /** Whose list it is, where earlier rows have settled that. */
  organisation: string | null;
  /** ODS codes that the requester looks after. */
  organisations: readonly string[];
  protectedPeople: ReadonlySet<string>;
};
type Judged<R> = { row: R; person: DirectoryPerson | null; cause: DirectoryCause | null };

export function judgeRows<R extends Row>(rows: readonly R[], { found, organisation: known, organisations, protectedPeople }: Facts): { organisation: string | null; judged: Judged<R>[] } {
  const organisation = known ?? firstOrganisation(rows, found, organisations);
  const facts = { organisations: organisation === null ? [] : [organisation], protectedPeople };
  const judged = rows.map((row): Judged<R> => {
    if (row.fileCause !== null) return { row, person: null, cause: null };
    const { person, cause } = verdict(found.get(row.address) ?? [], facts);
    const isSecond = cause === 'other-organisation' && person?.organisation != null && organisations.includes(person.organisation);
    return { row, person, cause: isSecond ? 'second-organisation' : cause };
  });
  return { organisation, judged };
}

export const mayChange = ({ person, cause }: Judged<Row>): boolean => person !== null && cause === null;

/** A request belongs to one organisation: that of the first person on the list whom the requester looks after. */
function firstOrganisation(rows: readonly Row[], found: Facts['found'], organisations: readonly string[]): string | null {
  for (const { address } of rows) {
    const organisation = found.get(address)?.[0]?.organisation;
    if (organisation != null && organisations.includes(organisation)) return organisation;
  }
  return null;
}
