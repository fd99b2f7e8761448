// The bot as a process of its own, with signing keys that the test holds: it can be spoken to as Teams does, and its keys can be made to fail.
import { createServer, request as forward } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { startBot, type BotProcess } from '../../support/bot-process.ts';
import { ISSUER, personalMessage, sign, startOpenId } from '../../support/teams-server.ts';
import { startWorld } from '../../support/world.ts';

export type Target = Awaited<ReturnType<typeof startTarget>>;

const handed = z.looseObject({ MicrosoftAppId: z.string(), MicrosoftAppTenantId: z.string(), SERVICE_URLS: z.string() });

let shared: Promise<Target> | undefined;

/** One for all suites of the run, because starting takes long; its keys could never be had so far. */
export const sharedTarget = (): Promise<Target> => (shared ??= startTarget());

/** The same with its keys as they should be. */
export async function goodTarget(): Promise<Target> {
  const target = await sharedTarget();
  target.openId.state.mode = 'good';
  await target.windMachine('half a minute');
  return target;
}

after(async () => (await shared?.catch(() => undefined))?.stop());

async function startTarget() {
  const openId = await startOpenId();
  openId.state.mode = 'unavailable';
  const world = await startWorld({ bot: false });
  const settings = handed.parse(await world.api('GET', '/api/settings'));
  const front = await startFront(world.sandbox.url, { ...settings, BotOpenIdMetadata: openId.metadataUrl });
  const end = async (): Promise<void> => {
    await front.close();
    await world.stop();
    await openId.close();
  };
  const bot = await startBot({
    sandboxUrl: front.url, dataDir: join(world.dataDir, 'attacked'),
    settings: { LOG_LEVEL: 'info', NODE_OPTIONS: `--import=${new URL('./wind-machine.ts', import.meta.url).href}` },
  }).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const chat = await world.person('priya').chat();
  const priya = await world.directoryPerson('priya.nair@nhs.example');
  let said = 0;
  let ahead = 0;

  const token = (kid = 'teams', claims: Record<string, unknown> = {}): Promise<string> => {
    const now = Math.floor((performance.timeOrigin + performance.now() + ahead) / 1_000);
    return sign({ iss: ISSUER, aud: settings.MicrosoftAppId, nbf: now - 60, exp: now + 3_600, serviceurl: settings.SERVICE_URLS, ...claims }, { kid });
  };
  const message = (text = 'help'): Record<string, unknown> => personalMessage({
    id: `good-${said += 1}`, serviceUrl: settings.SERVICE_URLS, recipient: { id: `28:${settings.MicrosoftAppId}`, name: 'LA Desk' }, text,
    from: { id: '29:priya', name: 'Priya Nair', aadObjectId: priya.id },
    conversation: { id: chat.id, conversationType: 'personal', tenantId: settings.MicrosoftAppTenantId }, channelData: { tenant: { id: settings.MicrosoftAppTenantId } },
  });
  const post = async (body: unknown, bearer: string): Promise<number> => {
    const answer = await fetch(`${bot.url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }, body: JSON.stringify(body), signal: AbortSignal.timeout(60_000) });
    await answer.body?.cancel();
    return answer.status;
  };

  /** How many answers the bot has posted in Priya's chat so far. */
  const heard = async (): Promise<number> => (await chat.messages()).filter(({ from }) => from === 'bot').length;

  return {
    bot, openId, token, message,
    port: Number(new URL(bot.url).port),
    /** Says "help" as Teams brings it, with a key of this name; answers the status. */
    deliver: async (kid?: string): Promise<number> => post(message(), await token(kid)),
    page: async (path: string): Promise<number> => (await fetch(`${bot.url}${path}`)).status,
    heard,
    /** Resolves when it has posted so many. */
    async hears(count: number): Promise<void> {
      for (let n = 0; n < 600 && (await heard()) < count; n += 1) await pause(50);
      if ((await heard()) < count) throw new Error(`Only ${await heard()} answers were posted in 30 s, not ${count}. What the bot said last:\n${bot.log().slice(-2_000)}`);
    },
    /** Moves the bot's machine clock, which real time alone would take half a minute or an hour for. */
    async windMachine(by: 'half a minute' | 'an hour'): Promise<void> {
      const before = ahead;
      process.kill(bot.pid, by === 'an hour' ? 'SIGHUP' : 'SIGUSR2');
      while ((ahead = Number(/.*"machineAhead":(\d+)/s.exec(bot.log())?.[1] ?? 0)) === before) await pause(10);
    },
    isAlive: (): boolean => isAlive(bot),
    async stop(): Promise<void> {
      await bot.kill();
      await end();
    },
  };
}

function isAlive({ pid }: BotProcess): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The sandbox as it is, but for the settings it hands out. */
async function startFront(sandboxUrl: string, settings: Record<string, unknown>) {
  const server = createServer((request, response) => {
    if (request.url === '/api/settings') return void response.setHeader('content-type', 'application/json').end(JSON.stringify(settings));
    const onward = forward(`${sandboxUrl}${request.url ?? '/'}`, { method: request.method ?? 'GET', headers: request.headers }, answer => {
      // restify changes writeHead for every server of the process.
      response.statusCode = answer.statusCode ?? 502;
      for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) response.setHeader(name, value);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
