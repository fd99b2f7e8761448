// How the bot gets its own tokens; azure's TokenCredential fits, and so does the sandbox's.

export type Credential = {
  getToken(scope: string | string[]): Promise<{ token: string; expiresOnTimestamp: number } | null>;
};

export const CONNECTOR_SCOPE = 'https://api.botframework.com/.default';
