// Login: the OpenID metadata the bot checks activities by, and the token endpoint. The latter answers refusals as Entra does.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
import type { Answer, Call, Route } from '../http/router.ts';
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { apps, bot, tenant } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import type { Keys } from './keys.ts';
import { channelIssuer, connectorAudience, graphAudience, tokenSeconds, type Tokens } from './tokens.ts';

const wantedFields = ['grant_type', 'client_id', 'client_secret', 'scope'] as const;

export function loginRoutes(world: World, keys: Keys, tokens: Tokens, origin: () => string): Route[] {
  const refuse = (status: number, error: string, code: number, text: string): Answer => ({
    status,
    json: { error, error_description: `AADSTS${code}: ${text}`, error_codes: [code], timestamp: new Date(world.clock.machine()).toISOString(), trace_id: randomUUID(), correlation_id: randomUUID() },
  });

  const audienceOf = (scope: string): string | null => {
    const resource = scope.replace(/\/\.default$/, '');
    if (resource === connectorAudience) return connectorAudience;
    return resource === graphAudience || resource.startsWith(origin()) ? graphAudience : null;
  };

  const token = async (call: Call): Promise<Answer> => {
    if (world.faults.get().loginDown) return { status: 503, json: { error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error has occurred. Please try again.', error_codes: [90033] } };
    const form = new URLSearchParams(call.body.toString('utf8'));
    const refusal = refused(call.params.tenant ?? '', form);
    if (refusal) return refusal;
    const audience = audienceOf(form.get('scope') ?? '');
    if (!audience) return refuse(400, 'invalid_resource', 500011, 'The resource principal named in the scope was not found in the tenant.');
    if (audience === connectorAudience && form.get('client_id') !== bot) return refuse(400, 'unauthorized_client', 700016, 'This application may not ask for a token for the Bot Connector.');
    return { status: 200, json: { token_type: 'Bearer', expires_in: tokenSeconds, ext_expires_in: tokenSeconds, access_token: await tokens.application(form.get('client_id') ?? '', audience) } };
  };

  function refused(inTenant: string, form: URLSearchParams): Answer | null {
    if (inTenant !== tenant) return refuse(400, 'invalid_request', 90002, `Tenant '${inTenant}' not found.`);
    const missing = wantedFields.find(name => !form.get(name));
    if (missing) return refuse(missing === 'client_secret' ? 401 : 400, missing === 'client_secret' ? 'invalid_client' : 'invalid_request', missing === 'client_secret' ? 7000218 : 900144, `The request body must contain the following parameter: '${missing}'.`);
    if (form.get('grant_type') !== 'client_credentials') return refuse(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    const id = form.get('client_id') ?? '';
    if (!Object.values<string>(apps).includes(id)) return refuse(400, 'unauthorized_client', 700016, `Application with identifier '${id}' was not found in the directory.`);
    if (!same(form.get('client_secret') ?? '', keys.secrets[id] ?? '')) return refuse(401, 'invalid_client', 7000215, `Invalid client secret provided for app '${id}'.`);
    if (!(form.get('scope') ?? '').endsWith('/.default')) return refuse(400, 'invalid_scope', 1002012, 'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.');
    return null;
  }

  const metadata = (): Answer => ({
    status: 200,
    json: {
      issuer: channelIssuer, authorization_endpoint: 'https://invalid.botframework.com', jwks_uri: `${origin()}/login/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'], token_endpoint_auth_methods_supported: ['private_key_jwt'],
    },
  });
  const keySet = (): Answer => ({ status: 200, json: { keys: [{ ...keys.published, x5t: keys.kid, endorsements: ['msteams'] }] } });

  return [
    ['GET', '/login/v1/.well-known/openidconfiguration', metadata],
    ['GET', '/login/v1/.well-known/keys', keySet],
    ['POST', '/login/:tenant/oauth2/v2.0/token', token],
  ];
}

function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
