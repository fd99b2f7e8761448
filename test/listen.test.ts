// The bot's port, where another program has it already.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { SettingsError } from '../src/config.ts';
import { takePort } from '../src/listen.ts';
import { GateAuthentication } from '../src/teams/authentication.ts';
import { makeTeamsServer } from '../src/teams/server.ts';
import { APP_ID, silent } from './support/teams-server.ts';

const HOST = '127.0.0.1';

describe('a port that is taken', () => {
  const other = createServer();
  let PORT: number;
  const server = () => makeTeamsServer({
    gate: () => Promise.resolve({ isIn: false, status: 401 }),
    authentication: new GateAuthentication(APP_ID, { credential: { getToken: () => Promise.resolve(null) }, serviceUrls: [] }),
    onTurn: () => Promise.resolve(),
    isReady: () => Promise.resolve(true),
    metrics: new Registry(),
    calendar: () => Promise.resolve(null),
    log: silent,
  });

  before(async () => {
    await once(other.listen(0, HOST), 'listening');
    PORT = (other.address() as AddressInfo).port;
  });
  after(() => void other.close());

  it('is given up for a free one beside a sandbox of our own', async () => {
    const bot = server();
    const port = await takePort(bot, { PORT, HOST }, true);
    assert.notEqual(port, PORT);
    assert.equal((await fetch(`http://${HOST}:${port}/healthz`)).status, 200);
    await bot.close();
  });

  it('ends the start in words everywhere else', async () => {
    await assert.rejects(takePort(server(), { PORT, HOST }, false), (error) => error instanceof SettingsError && error.message.startsWith(`PORT ${PORT} is in use`));
  });
});

describe('a port that is free', () => {
  it('is the one that was asked for', async () => {
    const asked: number[] = [];
    const bot = { listen: (port: number) => Promise.resolve((asked.push(port), port)) };
    assert.equal(await takePort(bot, { PORT: 3978, HOST }, true), 3978);
    assert.deepEqual(asked, [3978]);
  });
});
