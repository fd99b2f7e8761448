// What the Bot Framework's adapter is told about who is calling: only what our gate found, for this very activity object.
// Streaming, skills and the Emulator have no way in.
import { BotFrameworkAuthentication, ClaimsIdentity, UserTokenClient, type AuthenticateRequestResult, type ConnectorFactory } from 'botframework-connector';
import type { Activity } from 'botbuilder';
import { OurConnectorFactory, type ConnectorOptions } from './connector.ts';

const AUDIENCE = 'https://api.botframework.com';

export class GateAuthentication extends BotFrameworkAuthentication {
  readonly #appId: string;
  readonly #connector: ConnectorOptions;
  readonly #passed = new WeakSet<object>();

  constructor(appId: string, connector: ConnectorOptions) {
    super();
    this.#appId = appId;
    this.#connector = connector;
  }

  /** Called once for each activity the gate let in; it opens the adapter for one turn. */
  letIn(activity: object): void {
    this.#passed.add(activity);
  }

  override authenticateRequest(activity: Activity): Promise<AuthenticateRequestResult> {
    if (!this.#passed.delete(activity)) return refuse();
    const claimsIdentity = new ClaimsIdentity([{ type: 'aud', value: this.#appId }, { type: 'appid', value: this.#appId }], true);
    return Promise.resolve({ audience: AUDIENCE, callerId: 'urn:botframework:azure', claimsIdentity, connectorFactory: this.createConnectorFactory() });
  }

  override authenticateStreamingRequest(): Promise<AuthenticateRequestResult> {
    return refuse();
  }

  override authenticateChannelRequest(): Promise<ClaimsIdentity> {
    return refuse();
  }

  override createConnectorFactory(): ConnectorFactory {
    return new OurConnectorFactory(this.#connector);
  }

  override createUserTokenClient(): Promise<UserTokenClient> {
    return Promise.resolve(new NoUserTokens());
  }
}

/** We never sign people in: who they are comes with the activity. The adapter wants one of these at every turn all the same. */
class NoUserTokens extends UserTokenClient {
  override getUserToken = refuse;
  override getSignInResource = refuse;
  override signOutUser = refuse;
  override getTokenStatus = refuse;
  override getAadTokens = refuse;
  override exchangeToken = refuse;
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('not let in'));
}
