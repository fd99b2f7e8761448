// The sandbox's login: real tokens, and Entra's refusals.
import assert from 'node:assert/strict';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { callGraph, settingsOf, tenant, tokenFor } from './graph-caller.ts';

describe('the sandbox\'s login', () => {
  let sandbox: RunningSandbox;
  let settings: Record<string, string>;
  before(async () => {
    sandbox = await startSandbox();
    settings = await settingsOf(sandbox);
  });
  after(() => sandbox.stop());

  const good = () => ({ grant_type: 'client_credentials', client_id: settings.GRAPH_READ_CLIENT_ID ?? '', client_secret: settings.GRAPH_READ_CLIENT_SECRET ?? '', scope: 'https://graph.microsoft.com/.default' });
  const ask = (form: Record<string, string>, inTenant = tenant) => fetch(`${sandbox.url}/login/${inTenant}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });

  it('answers refusals as Entra does', async () => {
    const table: [about: string, form: Record<string, string>, inTenant: string, status: number, error: string, code: string][] = [
      ['wrong secret', { ...good(), client_secret: 'guess' }, tenant, 401, 'invalid_client', 'AADSTS7000215'],
      ['no secret', { ...good(), client_secret: '' }, tenant, 401, 'invalid_client', 'AADSTS7000218'],
      ['unknown application', { ...good(), client_id: '00000000-0000-4000-8000-000000000000' }, tenant, 400, 'unauthorized_client', 'AADSTS700016'],
      ['another tenant', good(), '00000000-0000-4000-8000-000000000000', 400, 'invalid_request', 'AADSTS90002'],
      ['another grant', { ...good(), grant_type: 'password' }, tenant, 400, 'unsupported_grant_type', 'AADSTS70003'],
      ['a scope of its own', { ...good(), scope: 'https://graph.microsoft.com/User.Read.All' }, tenant, 400, 'invalid_scope', 'AADSTS1002012'],
      ['another resource', { ...good(), scope: 'https://example.org/.default' }, tenant, 400, 'invalid_resource', 'AADSTS500011'],
      ['the connector for a Graph identity', { ...good(), scope: 'https://api.botframework.com/.default' }, tenant, 400, 'unauthorized_client', 'AADSTS700016'],
    ];
    for (const [about, form, inTenant, status, error, code] of table) {
      const answer = await ask(form, inTenant);
      const body = z.object({ error: z.string(), error_description: z.string() }).parse(await answer.json());
      assert.deepEqual([about, answer.status, body.error], [about, status, error]);
      assert.ok(body.error_description.startsWith(`${code}:`), about);
    }
  });

  it('signs tokens that its published keys verify, with the identity\'s permissions', async () => {
    const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() }).parse(await (await fetch(settings.BotOpenIdMetadata ?? '')).json());
    assert.equal(metadata.issuer, 'https://api.botframework.com');
    const keys = z.object({ keys: z.array(z.object({ kid: z.string(), endorsements: z.array(z.string()) })) }).parse(await (await fetch(metadata.jwks_uri)).json());
    assert.deepEqual(keys.keys.map(key => key.endorsements), [['msteams']]);
    const token = await tokenFor(sandbox, settings.GRAPH_METHODS_CLIENT_ID ?? '', settings.GRAPH_METHODS_CLIENT_SECRET ?? '');
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), { audience: 'https://graph.microsoft.com', algorithms: ['RS256'] });
    assert.deepEqual(payload.roles, ['User.RevokeSessions.All']);
  });

  it('keeps the audiences apart', async () => {
    const forConnector = await tokenFor(sandbox, settings.MicrosoftAppId ?? '', settings.MicrosoftAppPassword ?? '', 'https://api.botframework.com/.default');
    assert.equal(decodeJwt(forConnector).aud, 'https://api.botframework.com');
    assert.equal((await callGraph(sandbox, forConnector, 'GET', '/users')).status, 401);
  });

  it('can be switched off', async () => {
    await sandbox.api('PUT', '/api/faults', { loginDown: true });
    assert.equal((await ask(good())).status, 503);
    await sandbox.api('PUT', '/api/faults', { loginDown: false });
    assert.equal((await ask(good())).status, 200);
  });
});
