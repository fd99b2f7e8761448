// Signs each Graph identity in at the sandbox, as Azure's credentials do: kept until shortly before it ends, and a refusal carries its status.
import { z } from 'zod';
import type { GraphOptions } from '../../../src/graph/connect.ts';
import type { Stage } from './stage.ts';

const answered = z.object({ access_token: z.string(), expires_in: z.number() });
type Kept = { token: string; expiresOnTimestamp: number };

export function credentialsOn({ url, settings, clock }: Pick<Stage, 'url' | 'settings' | 'clock'>): GraphOptions['credentials'] {
  const credential = (identity: string) => {
    let kept: Kept | null = null;
    return {
      async getToken(scope: string | string[]): Promise<Kept> {
        if (kept !== null && kept.expiresOnTimestamp > clock.machine() + 60_000) return kept;
        const body = new URLSearchParams({
          grant_type: 'client_credentials', scope: String(scope),
          client_id: settings[`GRAPH_${identity}_CLIENT_ID`] ?? '', client_secret: settings[`GRAPH_${identity}_CLIENT_SECRET`] ?? '',
        });
        const answer = await fetch(`${url}/login/${settings['MicrosoftAppTenantId'] ?? ''}/oauth2/v2.0/token`, { method: 'POST', body });
        if (!answer.ok) throw Object.assign(new Error('The login gave no token.'), { statusCode: answer.status });
        const { access_token, expires_in } = answered.parse(await answer.json());
        return (kept = { token: access_token, expiresOnTimestamp: clock.machine() + expires_in * 1_000 });
      },
    };
  };
  return { read: credential('READ'), members: credential('MEMBERS'), methods: credential('METHODS'), roles: credential('ROLES'), files: credential('FILES') };
}
