// Calls the sandbox's Bot Connector as the bot.
import { z } from 'zod';
import type { RunningSandbox } from '../support/sandbox.ts';
import { settingsOf, tokenFor } from './graph-caller.ts';

type ConnectorAnswer = { status: number; headers: Headers; body: unknown; code: string | null; id: string };
export type Connector = (method: string, path: string, body?: unknown, token?: string) => Promise<ConnectorAnswer>;

const problem = z.object({ error: z.object({ code: z.string() }) });
const created = z.object({ id: z.string() });

export async function connectorOf(sandbox: RunningSandbox): Promise<Connector> {
  const settings = await settingsOf(sandbox);
  const own = await tokenFor(sandbox, settings.MicrosoftAppId ?? '', settings.MicrosoftAppPassword ?? '', 'https://api.botframework.com/.default');
  return async (method, path, body, token = own) => {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${sandbox.url}/smba/uk/v3/conversations${path}`, { method, ...content, headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' } });
    const json: unknown = JSON.parse((await response.text()) || 'null');
    const error = problem.safeParse(json);
    return { status: response.status, headers: response.headers, body: json, code: error.success ? error.data.error.code : null, id: created.safeParse(json).data?.id ?? '' };
  };
}

export const activities = (conversation: string, activity?: string): string => `/${encodeURIComponent(conversation)}/activities${activity === undefined ? '' : `/${activity}`}`;
export const text = (words: string) => ({ type: 'message', text: words });
export const card = (content: object) => ({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.5', ...content } }] });
