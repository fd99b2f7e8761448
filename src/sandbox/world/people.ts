// Everybody in the directory, found by id and by each kind of address.

export type Person = {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly mail: string | null;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly department: string | null;
  companyName: string | null;
  accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  /** Other addresses of the same mailbox. */
  readonly aliases: readonly string[];
  /** Deleted: no longer answered by Graph. */
  isGone: boolean;
  /** Holds a directory role beyond those of the start. */
  hasRole: boolean;
};

export type People = ReturnType<typeof createPeople>;

export function createPeople() {
  const byId = new Map<string, Person>();
  const byUpn = new Map<string, Person>();
  // Only where they differ from the user principal name: most do not, and there may be 200,000 people.
  const byMail = new Map<string, Person[]>();
  const byAlias = new Map<string, Person>();

  const present = (person: Person | undefined): Person[] => (person && !person.isGone ? [person] : []);

  return {
    add(person: Person): void {
      byId.set(person.id, person);
      byUpn.set(person.userPrincipalName.toLowerCase(), person);
      const mail = person.mail?.toLowerCase();
      if (mail && mail !== person.userPrincipalName.toLowerCase()) byMail.set(mail, [...(byMail.get(mail) ?? []), person]);
      for (const alias of person.aliases) byAlias.set(alias.toLowerCase(), person);
    },
    byId: (id: string): Person | undefined => present(byId.get(id.toLowerCase()))[0],
    byUpn: (upn: string): Person[] => present(byUpn.get(upn.toLowerCase())),
    byMail(mail: string): Person[] {
      const same = present(byUpn.get(mail.toLowerCase())).filter(person => person.mail?.toLowerCase() === mail.toLowerCase());
      return [...same, ...(byMail.get(mail.toLowerCase()) ?? []).filter(person => !person.isGone)];
    },
    /** By any address of the mailbox, the primary one included. */
    byProxy(address: string): Person[] {
      return [...new Set([...this.byMail(address), ...present(byAlias.get(address.toLowerCase()))])];
    },
    /** By object id, user principal name, mail or alias, gone or not. */
    find: (key: string): Person | undefined => {
      const wanted = key.toLowerCase();
      return byId.get(wanted) ?? byUpn.get(wanted) ?? byMail.get(wanted)?.[0] ?? byAlias.get(wanted);
    },
    *all(): Generator<Person> {
      for (const person of byId.values()) if (!person.isGone) yield person;
    },
    get size() {
      return byId.size;
    },
  };
}

/** `SMTP:` marks the primary address, `smtp:` the others. */
export const proxyAddressesOf = (person: Person): string[] => [...(person.mail ? [`SMTP:${person.mail}`] : []), ...person.aliases.map(alias => `smtp:${alias}`)];
