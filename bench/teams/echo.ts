// A bare botbuilder echo behind restify, as Microsoft's sample has it, with the sandbox in the place of its clouds: what a turn costs at the least.
import { AuthenticationConfiguration, BotFrameworkAuthenticationFactory, ServiceClientCredentialsFactory } from 'botframework-connector';
import { CloudAdapter } from 'botbuilder';
import { createServer, plugins } from 'restify';
import { z } from 'zod';
import { inherited } from '../environment.ts';

const { SANDBOX_URL: sandbox } = z.object({ SANDBOX_URL: z.string() }).parse(inherited);
const json = async (path: string, body?: URLSearchParams): Promise<unknown> => (await fetch(`${sandbox}${path}`, body ? { method: 'POST', body } : {})).json();
const settings = z.object({ MicrosoftAppId: z.string(), MicrosoftAppPassword: z.string(), MicrosoftAppTenantId: z.string(), BotOpenIdMetadata: z.string() }).parse(await json('/api/settings'));

const scope = 'https://api.botframework.com/.default';
const asked = new URLSearchParams({ grant_type: 'client_credentials', client_id: settings.MicrosoftAppId, client_secret: settings.MicrosoftAppPassword, scope });
/** MSAL keeps a token too, and asks for none in the hour that this lives. */
const { access_token: token } = z.object({ access_token: z.string() }).parse(await json(`/login/${settings.MicrosoftAppTenantId}/oauth2/v2.0/token`, asked));

class SandboxCredentials extends ServiceClientCredentialsFactory {
  override isValidAppId = (appId: string) => Promise.resolve(appId === settings.MicrosoftAppId);
  override isAuthenticationDisabled = () => Promise.resolve(false);
  override createCredentials(): ReturnType<ServiceClientCredentialsFactory['createCredentials']> {
    return Promise.resolve({ signRequest: request => (request.headers.set('authorization', `Bearer ${token}`), Promise.resolve(request)) });
  }
}

const issuer = 'https://api.botframework.com';
const authentication = BotFrameworkAuthenticationFactory.create('', true, 'https://login.invalid', issuer, issuer, 'https://oauth.invalid', settings.BotOpenIdMetadata, settings.BotOpenIdMetadata, 'urn:botframework:azure', new SandboxCredentials(), new AuthenticationConfiguration(), fetch, {});
const adapter = new CloudAdapter(authentication);

const server = createServer();
server.use(plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process({ method: 'POST', headers: request.headers, body: z.record(z.string(), z.unknown()).parse(request.body) }, response, async context => void (await context.sendActivity(`Echo: ${context.activity.text}`)));
});
server.listen(0, '127.0.0.1', () => process.stderr.write(`${JSON.stringify({ msg: 'ready', port: z.object({ port: z.number() }).parse(server.address()).port })}\n`));
process.on('SIGTERM', () => process.exit(0));
