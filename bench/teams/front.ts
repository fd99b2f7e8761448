// Teams with more people than the sandbox has: sends activities that the sandbox's own login signs, and takes what the bot posts.
// It refuses nothing: that the bot keeps Teams' pace is tested elsewhere, and here only makes it slower.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { json as bodyAsJson } from 'node:stream/consumers';
import { importJWK, SignJWT } from 'jose';
import { z } from 'zod';
import type { RunningSandbox } from '../../test/support/sandbox.ts';

export type Person = { objectId: string; conversation: string };
/** `summary`: what a card's notification says. */
type Posted = { conversation: string; at: number; summary: string };

export type Front = {
  serviceUrl: string;
  posted: readonly Posted[];
  /** Cards that took the place of posted ones. */
  updated: readonly Posted[];
  /** Asks again at each post and update. */
  until: (isSo: () => boolean, withinMs: number) => Promise<void>;
  /** Answers when the bot has answered; throws unless it took the activity. */
  send: (botUrl: string, activity: Activity) => Promise<unknown>;
  close: () => Promise<void>;
};

export type Activity = Record<string, unknown>;
type Names = { bot: string; tenant: string };

const said = z.looseObject({ summary: z.string().default('') });

export async function openFront(sandbox: RunningSandbox): Promise<Front> {
  const posted: Posted[] = [];
  const updated: Posted[] = [];
  let changed = Promise.withResolvers<undefined>();
  const server = createServer((request, response) => {
    void bodyAsJson(request).then(activity => {
      const conversation = decodeURIComponent(/\/conversations\/([^/]+)\//.exec(request.url ?? '')?.[1] ?? '');
      const isNew = request.method === 'POST';
      (isNew ? posted : updated).push({ conversation, at: performance.now(), summary: said.parse(activity).summary });
      response.writeHead(isNew ? 201 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: String(1_669_118_400_000 + posted.length) }));
      changed.resolve(undefined);
      changed = Promise.withResolvers();
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = z.object({ port: z.number() }).parse(server.address());
  const serviceUrl = `http://127.0.0.1:${address.port}/smba/`;
  const token = await signed(sandbox, serviceUrl);
  return {
    serviceUrl,
    posted,
    updated,
    until: async (isSo, withinMs) => {
      const late = AbortSignal.timeout(withinMs);
      const isLate = once(late, 'abort');
      while (!isSo()) {
        if (late.aborted) throw new Error(`Within ${withinMs / 1_000} s only ${posted.length} posts and ${updated.length} updates came.`);
        await Promise.race([changed.promise, isLate]);
      }
    },
    send: async (botUrl, activity) => {
      const response = await fetch(`${botUrl}/api/messages`, { method: 'POST', body: JSON.stringify(activity), headers: { 'content-type': 'application/json; charset=utf-8', 'authorization': `Bearer ${token}` } });
      const text = await response.text();
      if (!response.ok) throw new Error(`The bot answered ${response.status}.`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const kept = z.object({ kid: z.string(), key: z.record(z.string(), z.unknown()) });
const settings = z.object({ MicrosoftAppId: z.string(), MicrosoftAppTenantId: z.string() });

export async function namesOf(sandbox: RunningSandbox): Promise<Names> {
  const given = settings.parse(await sandbox.api('GET', '/api/settings'));
  return { bot: given.MicrosoftAppId, tenant: given.MicrosoftAppTenantId };
}

/** As the channel signs: for this bot and activities from this service address. */
async function signed(sandbox: RunningSandbox, serviceUrl: string): Promise<string> {
  const { kid, key } = kept.parse(JSON.parse(readFileSync(join(sandbox.dataDir, 'login.json'), 'utf8')));
  const { bot } = await namesOf(sandbox);
  return new SignJWT({ serviceurl: serviceUrl }).setProtectedHeader({ alg: 'RS256', kid, x5t: kid, typ: 'JWT' })
    .setIssuer('https://api.botframework.com').setAudience(bot).setNotBefore('-5m').setExpirationTime('1h').sign(await importJWK(key, 'RS256'));
}

let sent = 0;

/** From somebody's personal chat. Each has an id of its own. */
export function activityFrom(person: Person, { bot, tenant }: Names, serviceUrl: string, more: Activity): Activity {
  const timestamp = new Date(1_663_664_400_000 + (sent += 1)).toISOString();
  return {
    id: `f:${sent}-${person.objectId}`, timestamp, localTimestamp: timestamp, localTimezone: 'Europe/London', channelId: 'msteams', serviceUrl, locale: 'en-GB',
    from: { id: `29:1${person.objectId}`, name: 'Jo Whitlock', aadObjectId: person.objectId }, recipient: { id: `28:${bot}`, name: 'LA Desk' },
    conversation: { conversationType: 'personal', tenantId: tenant, id: person.conversation }, channelData: { tenant: { id: tenant } },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' }],
    ...more,
  };
}

export const message = (text: string, attachments: readonly unknown[] = []): Activity =>
  ({ type: 'message', text, textFormat: 'plain', attachments: [...attachments, { contentType: 'text/html', content: `<p>${text}</p>` }] });

export const press = (verb: string, data: Activity): Activity =>
  ({ type: 'invoke', name: 'adaptiveCard/action', replyToId: '1669118400000', value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' } });
