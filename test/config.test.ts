// Settings: complete, or refused by name. Nothing half configured starts.
import assert from 'node:assert/strict';
import { readSettings, SettingsError, wantsSandbox } from '../src/config.ts';
import { completeEnv } from './support/requests.ts';

type Env = Record<string, string | undefined>;
const refusal = (change: Env, fromSandbox: Record<string, string> = {}): string => {
  try {
    readSettings({ ...completeEnv, ...change }, fromSandbox);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
};

const required = ['MicrosoftAppType', 'MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'DATABASE_URL', 'GRAPH_READ_CLIENT_ID', 'GRAPH_READ_CLIENT_SECRET', 'GRAPH_MEMBERS_CLIENT_ID', 'GRAPH_MEMBERS_CLIENT_SECRET', 'GRAPH_ROLES_CLIENT_ID', 'GRAPH_ROLES_CLIENT_SECRET', 'MFA_GROUP', 'RESOLVER_GROUP', 'RESOLVER_CHANNEL'];

describe('half configured', () => {
  for (const name of required) {
    for (const [how, value] of [['missing', undefined], ['empty', '']] as const) {
      it(`${name} is ${how}: refused, and named alone`, () => {
        const message = refusal({ [name]: value });
        assert.match(message, new RegExp(`half configured\\. Set ${name} \\(`));
      });
    }
  }

  it('names everything that is missing at once', () => {
    assert.match(refusal({ MFA_GROUP: '', RESOLVER_GROUP: '', DATABASE_URL: '' }), /Set MFA_GROUP, RESOLVER_GROUP, DATABASE_URL/);
  });

  it('needs no secrets with a managed identity', () => {
    const secrets = Object.fromEntries(Object.keys(completeEnv).filter(name => /SECRET|Password/.test(name)).map(name => [name, undefined]));
    assert.equal(refusal({ ...secrets, MicrosoftAppType: 'UserAssignedMSI' }), 'accepted');
  });
});

it('channels that notices go to are named, and several are separated by semicolons', () =>
  assert.deepEqual(readSettings({ ...completeEnv, NOTICE_CHANNELS: 'General = 19:c001@thread.tacv2; News, releases=19:c002@thread.tacv2;' }).NOTICE_CHANNELS, [{ name: 'General', id: '19:c001@thread.tacv2' }, { name: 'News, releases', id: '19:c002@thread.tacv2' }]));

describe('ServiceNow', () => {
  const url = { SERVICENOW_URL: 'https://example.service-now.com' };
  const client = { SERVICENOW_CLIENT_ID: 'abc', SERVICENOW_CLIENT_SECRET: 'not-a-real-one' };
  const user = { SERVICENOW_USER: 'la.desk', SERVICENOW_PASSWORD: 'not-a-real-one' };
  for (const whole of [{ ...url, ...client }, { ...url, ...user }]) it(`is taken with ${Object.keys(whole).join(', ')}`, () => assert.equal(refusal(whole), 'accepted'));
  const half: [string, Env][] = [
    ['SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET (or SERVICENOW_USER and SERVICENOW_PASSWORD)', url],
    ['SERVICENOW_URL', client], ['SERVICENOW_URL', user], ['SERVICENOW_URL, SERVICENOW_PASSWORD', { SERVICENOW_USER: 'la.desk' }],
    ['SERVICENOW_CLIENT_SECRET', { ...url, ...client, SERVICENOW_CLIENT_SECRET: '' }], ['SERVICENOW_CLIENT_ID', { ...url, ...client, SERVICENOW_CLIENT_ID: undefined }],
    ['SERVICENOW_PASSWORD', { ...url, ...user, SERVICENOW_PASSWORD: '' }], ['SERVICENOW_USER', { ...url, ...user, SERVICENOW_USER: undefined }],
  ];
  for (const [names, env] of half) it(`with ${Object.keys(env).join(', ')} is half configured: ${names}`, () => assert.ok(refusal(env).includes(`half configured. Set ${names} (.env.example`), refusal(env)));
  it('with both ways to sign in is refused', () => assert.match(refusal({ ...url, ...client, ...user }), /two ways to sign in/));
});

const bad: [string, Env][] = [
  ['NOTICE_APPROVAL', { NOTICE_APPROVAL: 'yes' }],
  ['NOTICE_CHANNELS', { NOTICE_CHANNELS: 'NHSmail webinar' }],
  ['NOTICE_CHANNELS', { NOTICE_CHANNELS: 'General=19:c001@thread.tacv2, Webinar=19:c002@thread.tacv2' }],
  ['MicrosoftAppType', { MicrosoftAppType: 'MultiTenant' }],
  ['MicrosoftAppType', { MicrosoftAppType: 'singletenant' }],
  ['MicrosoftAppId', { MicrosoftAppId: 'la-desk' }],
  ['MicrosoftAppTenantId', { MicrosoftAppTenantId: 'common' }],
  ['MicrosoftAppTenantId', { MicrosoftAppTenantId: 'botframework.com' }],
  ['BotOpenIdMetadata', { BotOpenIdMetadata: 'login.botframework.com' }],
  ['BotOpenIdMetadata', { BotOpenIdMetadata: 'http://login.botframework.example/keys' }],
  ['BotOpenIdMetadata', { BotOpenIdMetadata: 'file:///etc/keys.json' }],
  ['SERVICE_URLS', { SERVICE_URLS: 'http://smba.trafficmanager.net' }],
  ['SERVICE_URLS', { SERVICE_URLS: 'https://smba.trafficmanager.net,everywhere' }],
  ['PORT', { PORT: 'http' }],
  ['PORT', { PORT: '-1' }],
  ['PORT', { PORT: '70000' }],
  ['PORT', { PORT: '3978.5' }],
  ['PROCESS_ROLE', { PROCESS_ROLE: 'all' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
  ['GRAPH_READ_CLIENT_ID', { GRAPH_READ_CLIENT_ID: '{guid}' }],
  ['GRAPH_METHODS_CLIENT_ID', { GRAPH_METHODS_CLIENT_ID: 'yes' }],
  ['MFA_GROUP', { MFA_GROUP: 'MFA CA Standard Policy users' }],
  ['MFA_GROUP', { MFA_GROUP: `${completeEnv['MFA_GROUP'] ?? ''},${completeEnv['RESOLVER_GROUP'] ?? ''}` }],
  ['RESOLVER_GROUP', { RESOLVER_GROUP: 'resolvers' }],
  ['OPERATOR_GROUP', { OPERATOR_GROUP: 'none' }],
  ['COMMUNICATIONS_GROUP', { COMMUNICATIONS_GROUP: '*' }],
  ['PUBLIC_URL', { COMMUNICATIONS_GROUP: '6f0e0000-0000-4000-8000-00000000a005' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'http://la-desk.nhs.example' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'la-desk.nhs.example' }],
  ['ORGANISATION_ATTRIBUTE', { ORGANISATION_ATTRIBUTE: 'displayName' }],
  ['ORGANISATION_ATTRIBUTE', { ORGANISATION_ATTRIBUTE: 'extensionAttribute16' }],
  ['WORKING_HOURS', { WORKING_HOURS: 'Mon-Fri 8am to 6pm' }],
  ['WORKING_HOURS', { WORKING_HOURS: 'Mon-Fri 18:00-08:00' }],
  ['PROTECTED_PEOPLE', { PROTECTED_PEOPLE: 'grace.okafor@nhs.example' }],
  ['SMALL_LIST', { SMALL_LIST: 'both' }],
  ['PORTAL_URL', { PORTAL_URL: 'portal.nhs.net' }],
  ['PORTAL_URL', { PORTAL_URL: 'javascript:alert(1)' }],
  ['SERVICENOW_URL', { SERVICENOW_URL: 'http://example.service-now.com', SERVICENOW_USER: 'la.desk', SERVICENOW_PASSWORD: 'not-a-real-one' }],
  ['SERVICENOW_URL', { SERVICENOW_URL: 'example.service-now.com' }],
  ['SERVICENOW_ASSIGNMENT_GROUP', { SERVICENOW_ASSIGNMENT_GROUP: 'Service Desk' }],
  ['SERVICENOW_CALLER', { SERVICENOW_CALLER: 'priya.nair@nhs.example' }],
  ['SERVICENOW_HOLD_REASONS', { SERVICENOW_HOLD_REASONS: '1,3' }],
  ['SERVICENOW_POLL_SECONDS', { SERVICENOW_POLL_SECONDS: '0' }],
  ['SANDBOX_URL', { SANDBOX_URL: 'http://127.0.0.1:4000' }],
];

describe('a setting that cannot be right', () => {
  for (const [name, env] of bad) {
    it(`${Object.entries(env).map(([key, value]) => `${key}=${value ?? ''}`).join()} is refused, and named`, () => assert.match(refusal(env), new RegExp(`\\b${name}\\b`)));
  }

  it('never shows a secret in what it says', () => {
    for (const [, env] of bad) assert.doesNotMatch(refusal(env), /not-a-real-one/);
  });
});

const sandboxEnv: Env = Object.fromEntries(Object.keys(completeEnv).map(name => [name, undefined]));
const fromSandbox = Object.fromEntries(Object.entries(completeEnv).filter(([name]) => name !== 'DATABASE_URL'));

describe('the sandbox', () => {
  it('is what a machine with nothing configured gets', () => {
    assert.equal(wantsSandbox({}), true);
    assert.equal(wantsSandbox({ PORT: '4000', LOG_LEVEL: 'debug' }), true);
    assert.equal(wantsSandbox(completeEnv), false);
    assert.equal(wantsSandbox({ MicrosoftAppPassword: 'x' }), false);
    assert.equal(wantsSandbox({ SANDBOX_URL: 'http://127.0.0.1:4000' }), false);
  });

  it('hands out the settings, and needs no PostgreSQL', () => {
    const settings = readSettings({ ...sandboxEnv, SANDBOX_URL: 'http://127.0.0.1:4000' }, fromSandbox);
    assert.equal(settings.MFA_GROUP, completeEnv['MFA_GROUP']);
    assert.equal(settings.DATABASE_URL, undefined);
  });

  it('can be overridden setting by setting', () => {
    assert.equal(readSettings({ SANDBOX_URL: 'http://127.0.0.1:4000', SMALL_LIST: 'submit' }, fromSandbox).SMALL_LIST, 'submit');
  });

  for (const name of ['MicrosoftAppType', 'MicrosoftAppId', 'MicrosoftAppPassword', 'MicrosoftAppTenantId', 'BotOpenIdMetadata']) {
    it(`is refused beside a real registration (${name})`, () => {
      assert.match(refusal({ ...sandboxEnv, SANDBOX_URL: 'http://127.0.0.1:4000', [name]: completeEnv[name] ?? 'https://login.example/keys' }, fromSandbox), new RegExp(`SANDBOX_URL is set beside ${name}`));
    });
  }

  for (const url of ['http://sandbox.nhs.example', 'https://127.0.0.1:4000', 'http://127.0.0.1.nhs.example', 'http://10.0.0.1:4000', '127.0.0.1:4000']) {
    it(`is refused anywhere but on this machine: ${url}`, () => assert.match(refusal({ ...sandboxEnv, SANDBOX_URL: url }, fromSandbox), /SANDBOX_URL/));
  }
});

describe('complete settings', () => {
  it('have sound defaults', () => {
    const settings = readSettings(completeEnv);
    assert.deepEqual([settings.HOST, settings.PORT, settings.PROCESS_ROLE, settings.SMALL_LIST, settings.ORGANISATION_ATTRIBUTE, settings.PROTECTED_PEOPLE], ['127.0.0.1', 3978, 'both', 'portal', 'companyName', []]);
  });

  it('take lists with spaces', () => {
    const [one, two] = [completeEnv['MFA_GROUP'] ?? '', completeEnv['RESOLVER_GROUP'] ?? ''];
    assert.deepEqual(readSettings({ ...completeEnv, PROTECTED_PEOPLE: ` ${one} , ${two},` }).PROTECTED_PEOPLE, [one, two]);
  });

  it('ignore what is not theirs', () => {
    assert.ok(!('PATH' in readSettings({ ...completeEnv, PATH: '/usr/bin' })));
  });
});
