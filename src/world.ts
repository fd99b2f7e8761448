// What lies outside, and differs between production and the sandbox: addresses, credential objects, the calendar. Nothing else does.
import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
import { z } from 'zod';
import type { Settings } from './config.ts';
import type { Clock } from './services.ts';

type Credential = { getToken(scope: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null> };
type GraphIdentity = 'read' | 'members' | 'methods' | 'roles' | 'files';

type Addresses = { graph: string; openIdMetadata: string; tokenIssuer: string; serviceUrls: string[]; defaultServiceUrl: string; fileHosts: string[] };

export type World = {
  addresses: Addresses;
  bot: Credential;
  graph: Record<GraphIdentity, Credential | null>;
  clock: Clock;
  /** Seconds the calendar is ahead of the machine: 0 but in the sandbox. */
  calendarOffset(): number;
  /** Calls back after each winding of the calendar; returns how to stop. */
  onWound(callback: () => void): () => void;
};

const machine = (): number => Date.now(); // eslint-disable-line no-restricted-syntax -- the one place where clocks are made

const identities = { read: 'GRAPH_READ', members: 'GRAPH_MEMBERS', methods: 'GRAPH_METHODS', roles: 'GRAPH_ROLES', files: 'GRAPH_FILES' } as const;

function perIdentity(settings: Settings, make: (clientId: string, secret: string) => Credential): Record<GraphIdentity, Credential | null> {
  const one = (identity: GraphIdentity) => {
    const clientId = settings[`${identities[identity]}_CLIENT_ID`];
    return clientId === undefined ? null : make(clientId, settings[`${identities[identity]}_CLIENT_SECRET`] ?? '');
  };
  return { read: one('read'), members: one('members'), methods: one('methods'), roles: one('roles'), files: one('files') };
}

export function realWorld(settings: Settings): World {
  const make = (clientId: string, secret: string): Credential =>
    secret === '' ? new ManagedIdentityCredential({ clientId }) : new ClientSecretCredential(settings.MicrosoftAppTenantId, clientId, secret);
  const serviceUrls = settings.SERVICE_URLS.length > 0 ? settings.SERVICE_URLS : ['https://smba.trafficmanager.net'];
  return {
    addresses: {
      graph: 'https://graph.microsoft.com',
      openIdMetadata: settings.BotOpenIdMetadata ?? 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      tokenIssuer: 'https://api.botframework.com',
      serviceUrls,
      defaultServiceUrl: settings.SERVICE_URLS[0] ?? 'https://smba.trafficmanager.net/teams',
      fileHosts: ['sharepoint.com', 'svc.ms'],
    },
    bot: make(settings.MicrosoftAppId, settings.MicrosoftAppType === 'UserAssignedMSI' ? '' : (settings.MicrosoftAppPassword ?? '')),
    graph: perIdentity(settings, make),
    clock: { calendar: () => new Date(machine()), machine },
    calendarOffset: () => 0,
    onWound: () => () => undefined,
  };
}

const clockAnswer = z.object({ version: z.number(), offsetMs: z.number() });
const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.coerce.number() });

/** The settings a sandbox hands out, by the names of .env.example. */
export async function settingsOf(sandboxUrl: string): Promise<Record<string, string>> {
  return z.record(z.string(), z.string()).parse(await (await fetch(`${sandboxUrl}/api/settings`)).json());
}

export async function sandboxWorld(settings: Settings, sandboxUrl: string): Promise<World> {
  const make = (clientId: string, secret: string): Credential => keptToken(scope => sandboxToken(sandboxUrl, settings.MicrosoftAppTenantId, clientId, secret, scope));
  let clock = clockAnswer.parse(await (await fetch(`${sandboxUrl}/api/clock`)).json());
  return {
    addresses: {
      graph: `${sandboxUrl}/graph`,
      openIdMetadata: settings.BotOpenIdMetadata ?? `${sandboxUrl}/login/botframework/openid`,
      tokenIssuer: 'https://api.botframework.com',
      serviceUrls: settings.SERVICE_URLS,
      defaultServiceUrl: settings.SERVICE_URLS[0] ?? sandboxUrl,
      fileHosts: [new URL(sandboxUrl).origin],
    },
    bot: make(settings.MicrosoftAppId, settings.MicrosoftAppPassword ?? ''),
    graph: perIdentity(settings, make),
    clock: { calendar: () => new Date(machine() + clock.offsetMs), machine },
    calendarOffset: () => clock.offsetMs / 1000,
    onWound: callback => follow(sandboxUrl, () => clock.version, next => {
      clock = next;
      callback();
    }),
  };
}

type Token = { token: string; expiresOnTimestamp: number };

/** Azure's credentials keep a token until shortly before it ends, so this one does. One identity asks for one scope. */
function keptToken(ask: (scope: string | string[]) => Promise<Token>): Credential {
  let kept: Token | null = null;
  return { getToken: async scope => (kept !== null && machine() < kept.expiresOnTimestamp - 60_000 ? kept : (kept = await ask(scope))) };
}

async function sandboxToken(sandboxUrl: string, tenantId: string, clientId: string, secret: string, scope: string | string[]) {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret, scope: [scope].flat().join(' ') });
  const answer = await fetch(`${sandboxUrl}/login/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`The sandbox refused a token (status ${answer.status}).`);
  const { access_token, expires_in } = tokenAnswer.parse(await answer.json());
  return { token: access_token, expiresOnTimestamp: machine() + expires_in * 1000 };
}

/** Long-polls the sandbox's clock until stopped. */
function follow(sandboxUrl: string, version: () => number, take: (clock: z.infer<typeof clockAnswer>) => void): () => void {
  const stopping = new AbortController();
  const poll = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const answer = await fetch(`${sandboxUrl}/api/clock?after=${version()}`, { signal: stopping.signal });
        const next = clockAnswer.parse(await answer.json());
        if (next.version !== version()) take(next);
      } catch {
        await new Promise(resolve => setTimeout(resolve, 250));
      }
    }
  };
  void poll();
  return () => stopping.abort();
}
