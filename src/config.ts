// Every setting, checked once at start. The only reader of process.env. Names of the Bot Framework where it has one.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readWorkingHours } from './schedule.ts';

const guid = z.guid({ error: 'must be an id like 6f0e0000-0000-4000-8000-00000000a001' });
const value = z.string().min(1);
const sysId = z.string().regex(/^[0-9a-f]{32}$/, { error: 'must be a sys_id: 32 letters and digits' });
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(value => (value === '' ? undefined : value), schema.optional());
const list = z.string().default('').transform(text => text.split(',').map(part => part.trim()).filter(Boolean));
const workingHours = z.string().transform((text, context) => {
  const hours = readWorkingHours(text);
  if (hours === null) context.issues.push({ code: 'custom', input: text, message: 'must be days and times like Mon-Fri 08:00-18:00, several separated by commas, each ending later on the same day' });
  return hours ?? z.NEVER;
});

/** `people`, `off`, or a tag: its id as Graph lists it, a space, and its name. */
function mentionSetting(text: string, context: z.RefinementCtx): 'people' | 'off' | { id: string; name: string } {
  if (text === 'people' || text === 'off') return text;
  const [, id, name] = /^([\w+/=-]{8,200})\s+(\S.{0,79})$/.exec(text.trim()) ?? [];
  if (id !== undefined && name !== undefined) return { id, name };
  context.addIssue({ code: 'custom', message: 'must be people, off, or the id of a tag, a space and its name' });
  return z.NEVER;
}

/** "NHSmail webinar=19:...@thread.tacv2", several separated by semicolons: names hold commas. */
function channelsSetting(text: string, context: z.RefinementCtx): { name: string; id: string }[] {
  const parts = text.split(';').map(part => part.trim()).filter(Boolean);
  const found = parts.flatMap(part => {
    const [, name, id] = /^([^=]{1,60})=\s*(19:[^\s,;]{8,200})$/.exec(part) ?? [];
    return name === undefined || id === undefined ? [] : [{ name: name.trim(), id }];
  });
  if (found.length < parts.length) context.addIssue({ code: 'custom', message: 'must be names and conversation ids like General=19:...@thread.tacv2, separated by semicolons' });
  return found;
}

/** In the order of .env.example, which test/structure.test.ts holds equal to this. */
export const schema = z.object({
  MicrosoftAppType: optional(z.enum(['SingleTenant', 'UserAssignedMSI'], { error: 'must be SingleTenant or UserAssignedMSI: other registrations are not safe for this bot' })),
  MicrosoftAppId: optional(guid),
  MicrosoftAppPassword: optional(z.string()),
  MicrosoftAppTenantId: optional(guid),
  BotOpenIdMetadata: optional(z.url({ protocol: /^https?$/ })),
  SERVICE_URLS: list.pipe(z.array(z.url({ protocol: /^https?$/, error: 'must be addresses like https://smba.trafficmanager.net, separated by commas' }))),
  DATABASE_URL: optional(z.string()),
  DATA_DIR: z.string().default('.data'),
  AUDIT_ANCHOR_FILE: optional(z.string()),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3978),
  PROCESS_ROLE: z.enum(['both', 'web', 'worker']).default('both'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  GRAPH_READ_CLIENT_ID: optional(guid),
  GRAPH_READ_CLIENT_SECRET: optional(z.string()),
  GRAPH_MEMBERS_CLIENT_ID: optional(guid),
  GRAPH_MEMBERS_CLIENT_SECRET: optional(z.string()),
  GRAPH_METHODS_CLIENT_ID: optional(guid),
  GRAPH_METHODS_CLIENT_SECRET: optional(z.string()),
  GRAPH_ROLES_CLIENT_ID: optional(guid),
  GRAPH_ROLES_CLIENT_SECRET: optional(z.string()),
  GRAPH_FILES_CLIENT_ID: optional(guid),
  GRAPH_FILES_CLIENT_SECRET: optional(z.string()),
  MFA_GROUP: optional(guid),
  RESOLVER_GROUP: optional(guid),
  OPERATOR_GROUP: optional(guid),
  COMMUNICATIONS_GROUP: optional(guid),
  RESOLVER_CHANNEL: optional(z.string()),
  RESOLVER_MENTION: z.string().default('people').transform(mentionSetting),
  NOTICE_CHANNELS: z.string().default('').transform(channelsSetting),
  NOTICE_APPROVAL: z.enum(['off', 'on'], { error: 'must be on or off' }).default('off'),
  CHANNEL_FILES: z.enum(['off', 'on'], { error: 'must be on or off' }).default('off'),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an address like https://la-desk.example' })),
  ORGANISATION_ATTRIBUTE: z.enum(['companyName', 'department', 'officeLocation', 'employeeId', ...Array.from({ length: 15 }, (_, i) => `extensionAttribute${i + 1}` as const)]).default('companyName'),
  PROTECTED_PEOPLE: list.pipe(z.array(guid)),
  ROSTER_FILE: optional(z.string()),
  SERVICENOW_URL: optional(z.url({ protocol: /^https?$/, error: 'must be an address like https://example.service-now.com' })),
  SERVICENOW_CLIENT_ID: optional(z.string()),
  SERVICENOW_CLIENT_SECRET: optional(z.string()),
  SERVICENOW_USER: optional(z.string()),
  SERVICENOW_PASSWORD: optional(z.string()),
  SERVICENOW_ASSIGNMENT_GROUP: optional(sysId),
  SERVICENOW_CALLER: optional(sysId),
  SERVICENOW_CATEGORY: optional(z.string()),
  SERVICENOW_CLOSE_CODE: z.string().min(1).default('Solution provided'),
  SERVICENOW_HOLD_REASONS: z.string().default('1,3,5').transform(text => text.split(',').map(part => part.trim())).pipe(z.tuple([value, value, value], { error: 'must be three values, separated by commas: for an answer that is awaited, an incident, a release' })).transform(([answer, incident, release]) => ({ answer, incident, release })),
  SERVICENOW_POLL_SECONDS: z.coerce.number().int().min(1).max(3600).default(30),
  SMALL_LIST: z.enum(['portal', 'submit']).default('portal'),
  WORKING_HOURS: workingHours.prefault('Mon-Fri 08:00-18:00'),
  PORTAL_URL: z.url({ protocol: /^https?$/ }).default('https://portal.nhs.net'),
  HELP_CONTACT: z.string().default('your helpdesk'),
  SANDBOX_URL: optional(z.url({ protocol: /^http$/, hostname: /^(127\.0\.0\.1|localhost)$/ })),
});

type Parsed = z.infer<typeof schema>;
type Required_ = 'MicrosoftAppType' | 'MicrosoftAppId' | 'MicrosoftAppTenantId' | 'MFA_GROUP' | 'RESOLVER_GROUP' | 'RESOLVER_CHANNEL' | 'GRAPH_READ_CLIENT_ID' | 'GRAPH_MEMBERS_CLIENT_ID' | 'GRAPH_ROLES_CLIENT_ID';
export type Settings = Omit<Parsed, Required_> & { [N in Required_]-?: NonNullable<Parsed[N]> };

/** A setting is missing or wrong. The message names it and says what to do. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const always: Required_[] = ['MicrosoftAppType', 'MicrosoftAppId', 'MicrosoftAppTenantId', 'MFA_GROUP', 'RESOLVER_GROUP', 'RESOLVER_CHANNEL', 'GRAPH_READ_CLIENT_ID', 'GRAPH_MEMBERS_CLIENT_ID', 'GRAPH_ROLES_CLIENT_ID'];
const real = ['MicrosoftAppType', 'MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'BotOpenIdMetadata'] as const;

/** What the process was given: the environment, over a .env file beside package.json. */
export function environment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** Nothing of a real registration is set: this machine gets a sandbox of its own. */
export const wantsSandbox = (env: Record<string, string | undefined>): boolean => !real.some(name => env[name]) && !env.SANDBOX_URL;

/**
 * Checks all settings together. `fromSandbox` are those the sandbox hands out where SANDBOX_URL is set.
 * @throws SettingsError naming each setting that is missing or wrong.
 */
export function readSettings(env: Record<string, string | undefined>, fromSandbox: Record<string, string> = {}): Settings {
  if (env.SANDBOX_URL && real.some(name => env[name])) {
    throw new SettingsError(`SANDBOX_URL is set beside ${real.filter(name => env[name]).join(', ')}. Remove SANDBOX_URL to run with the real registration, or the others to run with the sandbox.`);
  }
  const result = schema.safeParse({ ...fromSandbox, ...definedIn(env) });
  if (!result.success) throw new SettingsError(result.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}.`).join('\n'));
  const open = openConnections(result.data);
  if (open.length > 0) throw new SettingsError(`${open.join(' and ')} must begin with https: what comes over it is believed.`);
  if (result.data.SERVICENOW_CLIENT_ID !== undefined && result.data.SERVICENOW_USER !== undefined) throw new SettingsError('SERVICENOW_CLIENT_ID and SERVICENOW_USER are two ways to sign in to ServiceNow. Remove one of them, with its secret or password.');
  const missing = missingIn(result.data);
  if (missing.length > 0) throw new SettingsError(`LA Desk is half configured. Set ${missing.join(', ')} (.env.example says what each is), or remove all of them to start with the sandbox.`);
  return result.data as Settings;
}

const auditSchema = schema.pick({ DATABASE_URL: true, DATA_DIR: true, AUDIT_ANCHOR_FILE: true });
export type AuditSettings = z.infer<typeof auditSchema>;

/** Where the audit trail is: the command that reads it needs nothing else, and runs without Microsoft 365. */
export const readAuditSettings = (env: Record<string, string | undefined>): AuditSettings => auditSchema.parse(definedIn(env));

const definedIn = (env: Record<string, string | undefined>) => Object.fromEntries(Object.keys(schema.shape).flatMap(name => (env[name] ? [[name, env[name]]] : [])));

/** Signing keys, replies and the secret addresses of calendars in the open are for the sandbox on this machine only. */
function openConnections(data: Parsed): string[] {
  if (data.SANDBOX_URL) return [];
  const isOpen = (url: string) => !url.startsWith('https:');
  return [...(isOpen(data.BotOpenIdMetadata ?? 'https:') ? ['BotOpenIdMetadata'] : []), ...(data.SERVICE_URLS.some(isOpen) ? ['SERVICE_URLS'] : []), ...(isOpen(data.SERVICENOW_URL ?? 'https:') ? ['SERVICENOW_URL'] : []), ...(isOpen(data.PUBLIC_URL ?? 'https:') ? ['PUBLIC_URL'] : [])];
}

function missingIn(data: Parsed): string[] {
  const missing: string[] = always.filter(name => data[name] === undefined);
  const isReadingChannels = data.CHANNEL_FILES === 'on';
  if (isReadingChannels && data.GRAPH_FILES_CLIENT_ID === undefined) missing.push('GRAPH_FILES_CLIENT_ID');
  if (data.MicrosoftAppType !== 'UserAssignedMSI') {
    const secrets = ['MicrosoftAppPassword', 'GRAPH_READ_CLIENT_SECRET', 'GRAPH_MEMBERS_CLIENT_SECRET', 'GRAPH_ROLES_CLIENT_SECRET'] as const;
    missing.push(...secrets.filter(name => !data[name]));
    if (isReadingChannels && !data.GRAPH_FILES_CLIENT_SECRET) missing.push('GRAPH_FILES_CLIENT_SECRET');
  }
  missing.push(...missingOfServiceNow(data));
  // Whoever plans webinars gives out addresses of their calendars.
  if (data.COMMUNICATIONS_GROUP !== undefined && data.PUBLIC_URL === undefined) missing.push('PUBLIC_URL');
  // The embedded database never flushes to disk by itself: safe against a killed process, not against a power cut.
  if (!data.SANDBOX_URL && !data.DATABASE_URL) missing.push('DATABASE_URL');
  return missing;
}

/** Either way to sign in is enough, and half of one is named. */
function missingOfServiceNow(data: Parsed): string[] {
  const clients = ['SERVICENOW_CLIENT_ID', 'SERVICENOW_CLIENT_SECRET'] as const;
  const users = ['SERVICENOW_USER', 'SERVICENOW_PASSWORD'] as const;
  const begun = [clients, users].filter(pair => pair.some(name => data[name] !== undefined));
  const missing = begun.flat().filter(name => data[name] === undefined);
  if (data.SERVICENOW_URL === undefined) return begun.length > 0 ? ['SERVICENOW_URL', ...missing] : [];
  return begun.length > 0 ? missing : [`${clients.join(' and ')} (or ${users.join(' and ')})`];
}
