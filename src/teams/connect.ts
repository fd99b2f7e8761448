// Puts the Teams edge together: keys, gate, adapter, web server, messenger, uploads.
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock, Messenger, Uploads } from '../services.ts';
import { GateAuthentication } from './authentication.ts';
import { makeBot, type Handlers } from './bot.ts';
import type { Credential } from './credential.ts';
import { makeGate } from './gate.ts';
import { makeKeys } from './keys.ts';
import { makeMessenger } from './messenger.ts';
import { makeTeamsServer, type ServerParts, type TeamsServer } from './server.ts';
import type { Pace } from './slots.ts';
import { makeUploads } from './uploads.ts';

export type TeamsOptions = {
  appId: string;
  tenantId: string;
  credential: Credential;
  addresses: { openIdMetadata: string; tokenIssuer: string; serviceUrls: readonly string[]; defaultServiceUrl: string; fileHosts: readonly string[] };
  pace: Pace;
  clock: Pick<Clock, 'machine'>;
  log: Logger;
};

export type Teams = {
  messenger: Messenger;
  uploads: Uploads;
  /** The web server; it takes nothing before `listen`. */
  serve(parts: { handlers: Handlers; isReady: () => Promise<boolean>; metrics: Registry; calendar: ServerParts['calendar'] }): TeamsServer;
};

export function connectTeams({ appId, tenantId, credential, addresses, pace, clock, log }: TeamsOptions): Teams {
  const connector = { credential, serviceUrls: addresses.serviceUrls };
  const messenger = makeMessenger({ appId, tenantId, connector, defaultServiceUrl: addresses.defaultServiceUrl, pace, machine: () => clock.machine() });
  return {
    messenger,
    uploads: makeUploads({ fileHosts: addresses.fileHosts }),
    serve({ handlers, isReady, metrics, calendar }) {
      const keys = makeKeys({ metadataUrl: addresses.openIdMetadata, clock, log });
      const gate = makeGate({ appId, tenantId, tokenIssuer: addresses.tokenIssuer, serviceUrls: addresses.serviceUrls, keys, machine: () => clock.machine(), log });
      const onTurn = makeBot({ handlers, messenger, log });
      return makeTeamsServer({ gate, authentication: new GateAuthentication(appId, connector), onTurn, isReady, metrics, calendar, log });
    },
  };
}
