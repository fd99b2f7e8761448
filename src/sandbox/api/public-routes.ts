// The public address of the bot, which calendars outside ask: stands in for the gateway in front of it, and lets nothing else through.
import type { Answer, Call, Route } from '../http/router.ts';
import type { World } from '../world/world.ts';

const passedOn = ['content-type', 'etag', 'last-modified', 'cache-control', 'content-disposition'] as const;

export function publicRoutes(world: World): Route[] {
  async function calendar({ method, params, headers }: Call): Promise<Answer> {
    const endpoint = world.endpoint();
    if (endpoint === null) return { status: 503, json: { error: 'No bot has registered yet.' } };
    const known = headers['if-none-match'];
    const answer = await fetch(new URL(`/calendar/${encodeURIComponent(params['file'] ?? '')}`, endpoint), { method, ...(known === undefined ? {} : { headers: { 'if-none-match': known } }) });
    const back = passedOn.flatMap(name => (answer.headers.has(name) ? [[name, answer.headers.get(name) ?? '']] : []));
    return { status: answer.status, headers: Object.fromEntries(back) as Record<string, string>, bytes: await answer.text() };
  }
  return [['GET', '/public/calendar/:file', calendar], ['HEAD', '/public/calendar/:file', calendar]];
}
