// Winds the calendar while no bot runs, for weeks in which nothing but the nightly work would happen: what is due is done once when it starts again.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { World } from './world.ts';

const clock = z.object({ offsetMs: z.number() });

export async function windAsleep(world: World, to: string): Promise<void> {
  await world.bot().stop();
  // The sandbox waits until the bot is at rest: this one always is.
  const server = createServer((_request, response) => {
    void world.api('GET', '/api/clock').then(state => response.end(`la_desk_jobs_open 0\nla_desk_calendar_offset_seconds ${clock.parse(state).offsetMs / 1000}\n`));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    await world.api('PUT', '/api/registration', { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages` });
    await world.wind({ to });
  } finally {
    server.close();
    server.closeAllConnections();
  }
  await world.startBot();
}
