// What the sandbox tells the bot: its settings by environment-variable name, and where the sandbox's Microsoft 365 is.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Keys } from '../login/keys.ts';
import { cast } from '../world/cast.ts';
import { apps, bot, groups, organisations, resolverChannel, teams, tenant } from '../world/constants.ts';
import { breakGlassId } from '../world/generate.ts';
import { credentials } from '../servicenow/sign-in.ts';

const serviceUrlPath = '/smba/uk/';

/** The roster an operator would import: who is a Local Administrator of what. */
export function rosterCsv(): string {
  const rows = cast.filter(actor => actor.roster !== null).map(actor => [actor.organisation, organisations[actor.organisation], actor.address, actor.roster, '']);
  return stringify([['Organisation code', 'Organisation', 'Email address', 'Role', 'Expires'], ...rows]);
}

function rosterFile(folder: string): string {
  const path = resolve(join(folder, 'roster.csv'));
  if (!existsSync(path)) writeFileSync(path, rosterCsv());
  return path;
}

/** Where all Local Administrators are. */
const noticeChannels = (teams[0]?.channels ?? []).map(({ name, id }) => `${name}=${id}`).join('; ');

/** Which helpdesk the bot is told to use: its own, or the sandbox's ServiceNow. */
export type HelpdeskChoice = 'built-in' | 'servicenow';

const serviceNow = (keys: Keys, origin: string): Record<string, string> => {
  const { clientId, clientSecret } = credentials(keys);
  return { SERVICENOW_URL: `${origin}/servicenow`, SERVICENOW_CLIENT_ID: clientId, SERVICENOW_CLIENT_SECRET: clientSecret, SERVICENOW_POLL_SECONDS: '2' };
};

export const settings = (keys: Keys, folder: string, origin: string, helpdesk: HelpdeskChoice): Record<string, string> => ({
  ...(helpdesk === 'servicenow' ? serviceNow(keys, origin) : {}),
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: bot,
  MicrosoftAppPassword: keys.secrets[bot] ?? '',
  MicrosoftAppTenantId: tenant,
  BotOpenIdMetadata: addresses(origin).openIdMetadata,
  SERVICE_URLS: addresses(origin).defaultServiceUrl,
  ...Object.fromEntries((['read', 'members', 'methods', 'roles', 'files'] as const).flatMap(name => [
    [`GRAPH_${name.toUpperCase()}_CLIENT_ID`, apps[name]],
    [`GRAPH_${name.toUpperCase()}_CLIENT_SECRET`, keys.secrets[apps[name]] ?? ''],
  ])),
  MFA_GROUP: groups.mfa,
  RESOLVER_GROUP: groups.resolvers,
  OPERATOR_GROUP: groups.operators,
  COMMUNICATIONS_GROUP: groups.communications,
  RESOLVER_CHANNEL: resolverChannel,
  NOTICE_CHANNELS: noticeChannels,
  PUBLIC_URL: `${origin}/public`,
  CHANNEL_FILES: 'on',
  ORGANISATION_ATTRIBUTE: 'companyName',
  PROTECTED_PEOPLE: breakGlassId,
  ROSTER_FILE: rosterFile(folder),
});

/** Where the sandbox stands in for Microsoft's hosts. */
export const addresses = (origin: string) => ({
  graph: `${origin}/graph`,
  openIdMetadata: `${origin}/login/v1/.well-known/openidconfiguration`,
  tokenIssuer: 'https://api.botframework.com' as const,
  tokenEndpoint: `${origin}/login/${tenant}/oauth2/v2.0/token`,
  serviceUrls: [`${origin}${serviceUrlPath}`],
  fileHosts: [origin],
  defaultServiceUrl: `${origin}${serviceUrlPath}`,
});
