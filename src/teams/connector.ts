// The Bot Connector's client, with its habits mended: it repeats a POST three times after a 5xx (one card would become four),
// follows redirects with our token, and waits without limit.
import { ConnectorClient, ConnectorFactory, TeamsConnectorClient } from 'botframework-connector';
import { WorldError } from '../errors.ts';
import { CONNECTOR_SCOPE, type Credential } from './credential.ts';
import { isServiceUrlAllowed } from './hosts.ts';

const TIMEOUT_MS = 10_000;

export type ConnectorOptions = { credential: Credential; serviceUrls: readonly string[]; timeoutMs?: number };

/** Making a client costs more than a call. There are as many as regions of Teams that we are spoken to from; whoever names more gets new ones. */
const clients = new WeakMap<ConnectorOptions, Map<string, ConnectorClient>>();
const mostKept = 50;

/** A client for one serviceUrl; each call goes out at most once. Throws for a serviceUrl that is not allowed: our token would go with it. */
export function connectTo(serviceUrl: string, options: ConnectorOptions): ConnectorClient {
  const baseUri = allowed(serviceUrl, options);
  const kept = clients.get(options) ?? new Map<string, ConnectorClient>();
  clients.set(options, kept);
  const client = kept.get(serviceUrl) ?? newClient(baseUri, options);
  if (kept.size < mostKept) kept.set(serviceUrl, client);
  return client;
}

const newClient = (baseUri: string, options: ConnectorOptions): ConnectorClient => mended(new ConnectorClient(signWith(options.credential), { baseUri }), options);

/** The same, for what is to be seen by its recipient only. The client has no word for it: https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
export function connectTargeted(serviceUrl: string, options: ConnectorOptions): ConnectorClient {
  // Never the one that is kept: all that it posts would be targeted.
  const client = newClient(allowed(serviceUrl, options), options);
  pipelineOf(client).addPolicy({ name: 'la-desk-targeted', sendRequest: (request, next) => next(Object.assign(request, { url: targetedUrl(request) })) });
  return client;
}

/** The same, for what only Teams knows: its teams. */
export function connectToTeams(serviceUrl: string, options: ConnectorOptions): TeamsConnectorClient {
  return mended(new TeamsConnectorClient(signWith(options.credential), { baseUri: allowed(serviceUrl, options) }), options);
}

function targetedUrl(request: object): string {
  const url = new URL(String(Reflect.get(request, 'url')));
  url.searchParams.set('isTargetedActivity', 'true');
  return url.href;
}

function allowed(serviceUrl: string, options: ConnectorOptions): string {
  if (!isServiceUrlAllowed(serviceUrl, options.serviceUrls)) throw new WorldError('refused', 'the service address is not one of ours');
  return serviceUrl;
}

function mended<C extends object>(client: C, options: ConnectorOptions): C {
  const pipeline = pipelineOf(client);
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  pipeline.removePolicy({ name: 'redirectPolicy' });
  pipeline.addPolicy({
    name: 'la-desk-timeout',
    sendRequest: (request, next) => next(Object.assign(request, { timeout: options.timeoutMs ?? TIMEOUT_MS })),
  });
  return client;
}

/** The same for the adapter, which asks for a client at every turn. */
export class OurConnectorFactory extends ConnectorFactory {
  readonly #options: ConnectorOptions;

  constructor(options: ConnectorOptions) {
    super();
    this.#options = options;
  }

  create(serviceUrl: string): Promise<ConnectorClient> {
    return Promise.resolve(connectTo(serviceUrl, this.#options));
  }
}

type Policy = { name: string; sendRequest(request: object, next: (request: object) => Promise<unknown>): Promise<unknown> };
type Pipeline = { removePolicy(which: { name: string }): unknown; addPolicy(policy: Policy): void };

/** The pipeline is private in the client's types, and its options for retries are not passed on: https://github.com/microsoft/botbuilder-js */
function pipelineOf(client: object): Pipeline {
  const inner: unknown = Reflect.get(client, 'client');
  const pipeline: unknown = typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'pipeline') : null;
  if (!isPipeline(pipeline)) throw new Error('the connector client has no pipeline to mend');
  return pipeline;
}

function isPipeline(value: unknown): value is Pipeline {
  return typeof value === 'object' && value !== null && 'removePolicy' in value && 'addPolicy' in value;
}

function signWith(credential: Credential): ConstructorParameters<typeof ConnectorClient>[0] {
  return {
    async signRequest(request) {
      request.headers.set('authorization', `Bearer ${await tokenFor(credential)}`);
      return request;
    },
  };
}

/** Without a token nothing leaves the machine, which the login's own errors do not say: theirs look like the connector's. */
async function tokenFor(credential: Credential): Promise<string> {
  const answer = await credential.getToken(CONNECTOR_SCOPE).catch((cause: unknown) => {
    throw new WorldError('unavailable', 'the login gave no token for the connector', { cause });
  });
  if (!answer) throw new WorldError('unavailable', 'the login gave no token for the connector');
  return answer.token;
}
