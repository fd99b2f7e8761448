// The API for the bot's start, the clock and the faults.
import { z } from 'zod';
import type { Call, Route } from '../http/router.ts';
import type { Keys } from '../login/keys.ts';
import { accountOf, objectIdOf } from '../teams/accounts.ts';
import type { Talk } from '../teams/talk.ts';
import { cast } from '../world/cast.ts';
import { organisations } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { bodyAs, ok } from './respond.ts';
import { addresses, rosterCsv, settings, type HelpdeskChoice } from './settings.ts';
import { createWinder } from './wind.ts';

const longPollMs = 25_000;
const registration = z.strictObject({ endpoint: z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ }) });
const winding = z.union([
  z.strictObject({ by: z.number().int().min(0) }), z.strictObject({ to: z.iso.datetime({ offset: true }) }), z.strictObject({ next: z.literal(true) }),
]);

export function controlRoutes(world: World, keys: Keys, talk: Talk, origin: () => string, helpdesk: HelpdeskChoice): Route[] {
  const winder = createWinder(world);

  const register = (call: Call) => {
    const { endpoint } = bodyAs(call, registration);
    world.record({ is: 'registered', endpoint });
    void talk.installInTeams();
    return ok({ endpoint });
  };

  const clock = async (call: Call) => {
    const after = call.query.get('after');
    if (after !== null && Number(after) === world.clock.state().version) await world.clock.changed(longPollMs, call.closed);
    return ok({ ...world.clock.state(), calendar: new Date(world.clock.calendar()).toISOString() });
  };

  const people = cast.map(actor => {
    const { slug, name, role, address, organisation } = actor;
    return { slug, name, role, address, organisation, organisationName: organisations[organisation], objectId: objectIdOf(actor), teamsUserId: accountOf(actor).id };
  });

  const setFaults = (call: Call) => {
    world.faults.set(bodyAs(call, z.record(z.string(), z.json())));
    return ok(world.faults.get());
  };

  const setGraphFaults = (call: Call) => {
    world.graphFaults.set(bodyAs(call, z.array(z.json())));
    return ok(world.graphFaults.get());
  };

  return [
    ['GET', '/api/settings', () => ok(settings(keys, world.folder, origin(), helpdesk))],
    ['GET', '/api/addresses', () => ok(addresses(origin()))],
    ['PUT', '/api/registration', register],
    ['GET', '/api/people', () => ok(people)],
    ['GET', '/api/clock', clock],
    ['POST', '/api/clock', async call => ok(await winder.wind(bodyAs(call, winding)))],
    ['GET', '/api/faults', () => ok(world.faults.get())],
    ['PUT', '/api/faults', setFaults],
    ['GET', '/api/graph-faults', () => ok(world.graphFaults.get())],
    ['PUT', '/api/graph-faults', setGraphFaults],
    ['GET', '/api/roster.csv', () => ({ status: 200, bytes: rosterCsv(), headers: { 'Content-Type': 'text/csv; charset=utf-8' } })],
  ];
}
