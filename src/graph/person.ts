// A person as Graph shows them, and as the rest of LA Desk knows them.
import { z } from 'zod';
import type { DirectoryPerson } from '../services.ts';
import type { Answer } from './answer.ts';
import type { Item } from './batch.ts';
import { bodyOf } from './read-batches.ts';

const plainAttributes = ['companyName', 'department', 'officeLocation', 'employeeId'] as const;
const extension = /^(?:onPremisesExtensionAttributes\/)?(extensionAttribute(?:[1-9]|1[0-5]))$/;

/** At most this many values in one `in`: Graph refuses more ("Too many child clauses"). */
export const mostValues = 15;

/** What one query found: the person, and the names they may have been found by (lower case). */
export type Found = { person: DirectoryPerson; principalName: string; mail: string | null };

/** How to ask for people and read them, for one setting of ORGANISATION_ATTRIBUTE. */
export type PersonReader = {
  /** Least permission: User.Read.All (accountEnabled is not in User.ReadBasic.All). */
  query(filter: string, isAdvanced?: boolean): Item;
  found(answer: Answer): Found[];
  /** One person by object id. Least permission: User.Read.All. */
  byId(id: string): Item;
  /** Null where there is nobody of that id. */
  one(answer: Answer): Found | null;
};

/** @throws Error where the attribute is none of those Graph has for this. */
export function personReader(organisationAttribute: string): PersonReader {
  const user = userSchema(organisationAttribute);
  const selected = extension.test(organisationAttribute) ? 'onPremisesExtensionAttributes' : organisationAttribute;
  const select = `id,userPrincipalName,mail,displayName,accountEnabled,userType,${selected}`;
  return {
    query: (filter, isAdvanced = false) => ({
      method: 'GET',
      url: `/users?$filter=${encodeURIComponent(filter)}&$select=${select}${isAdvanced ? '&$count=true' : ''}`,
      // https://learn.microsoft.com/graph/aad-advanced-queries: proxyAddresses needs both this and $count.
      ...(isAdvanced ? { headers: { ConsistencyLevel: 'eventual' } } : {}),
    }),
    found: (answer) => bodyOf(z.object({ value: z.array(user) }), answer).value,
    byId: (id) => ({ method: 'GET', url: `/users/${encodeURIComponent(id)}?$select=${select}` }),
    one: (answer) => (answer.status === 404 ? null : bodyOf(user, answer)),
  };
}

/** A value inside an OData filter: quotes are doubled. Encoding for the address comes after. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function oneOf(property: string, values: readonly string[]): string {
  if (values.length > mostValues) throw new Error(`Graph takes ${mostValues} values in one "in", not ${values.length}.`);
  return `${property} in (${values.map(quoted).join(',')})`;
}

function userSchema(organisationAttribute: string): z.ZodType<Found> {
  const user = z.object({
    id: z.string(),
    userPrincipalName: z.string(),
    mail: z.string().nullish(),
    displayName: z.string().nullish(),
    accountEnabled: z.boolean().nullish(),
    userType: z.string().nullish(),
  });
  return z.intersection(user, organisationSchema(organisationAttribute)).transform(({ organisation, ...user }) => {
    const principalName = user.userPrincipalName.toLowerCase();
    const mail = user.mail?.toLowerCase() ?? null;
    const isGuest = user.userType === 'Guest' || principalName.includes('#ext#');
    const isEnabled = user.accountEnabled ?? false;
    return { principalName, mail, person: { id: user.id, address: mail ?? principalName, displayName: user.displayName ?? '', isEnabled, isGuest, organisation } };
  });
}

/** Where a filter finds the attribute. */
export const attributePath = (attribute: string): string => {
  const number = extension.exec(attribute)?.[1];
  return number === undefined ? attribute : `onPremisesExtensionAttributes/${number}`;
};

function organisationSchema(attribute: string): z.ZodType<{ organisation: string | null }> {
  const value = z.string().nullish();
  const code = (text: string | null | undefined) => ({ organisation: text?.trim().toUpperCase() || null });
  const number = extension.exec(attribute)?.[1];
  if (number !== undefined) {
    return z.object({ onPremisesExtensionAttributes: z.record(z.string(), z.unknown()).nullish() }).transform((user) => code(value.parse(user.onPremisesExtensionAttributes?.[number])));
  }
  const plain = plainAttributes.find((name) => name === attribute);
  if (plain === undefined) throw new Error('ORGANISATION_ATTRIBUTE must be companyName, department, officeLocation, employeeId, or extensionAttribute1 to extensionAttribute15.');
  return z.record(z.string(), z.unknown()).transform((user) => code(value.parse(user[plain])));
}
