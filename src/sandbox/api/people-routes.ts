// The API for making and changing people in the directory.
import { z } from 'zod';
import type { Call, Route } from '../http/router.ts';
import { domain } from '../world/constants.ts';
import { personChange } from '../world/entries.ts';
import { extraPeople, isOrganisation } from '../world/generate.ts';
import type { Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { bodyAs, Mistake, ok } from './respond.ts';

const making = z.strictObject({
  count: z.number().int().min(1).max(200_000),
  organisation: z.string().refine(isOrganisation, 'must be ZZ101, ZZ202 or ZZ303'),
  prefix: z.string().regex(/^[a-z][a-z0-9.-]*$/, 'must be small letters, digits, dots and hyphens'),
});

/** By object id or any address, gone or not. @throws Mistake */
export function personOf(world: World, key: string | null | undefined): Person {
  const person = world.people.find(key ?? '');
  if (!person) throw new Mistake(404, 'The directory has nobody with this id or address.');
  return person;
}

const shown = (person: Person) => ({
  id: person.id, userPrincipalName: person.userPrincipalName, address: person.mail, aliases: person.aliases, name: person.displayName,
  organisation: person.companyName, role: person.hasRole, gone: person.isGone, enabled: person.accountEnabled,
});

export function peopleRoutes(world: World): Route[] {
  const make = (call: Call) => {
    const { count, organisation, prefix } = bodyAs(call, making);
    if (world.people.find(`${prefix}1@${domain}`)) throw new Mistake(409, `There are people called ${prefix}1, ${prefix}2 and so on already: choose another prefix.`);
    world.record({ is: 'people-made', count, organisation, prefix });
    const made = [...extraPeople(organisation, prefix, 1, count)];
    return ok({ count, addresses: made.map(person => person.userPrincipalName), ids: made.map(person => person.id) });
  };

  const change = (call: Call) => {
    const person = personOf(world, call.params.id);
    world.record({ is: 'person-changed', id: person.id, change: bodyAs(call, personChange) });
    return ok(shown(person));
  };

  return [
    ['POST', '/api/directory/people', make],
    ['GET', '/api/directory/people/:id', call => ok(shown(personOf(world, call.params.id)))],
    ['PATCH', '/api/directory/people/:id', change],
  ];
}
