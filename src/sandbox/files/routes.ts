// SharePoint as the bot meets it: downloads by a link that is its own key, and uploads people have consented to.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
import type { Answer, Call, Route } from '../http/router.ts';
import type { World } from '../world/world.ts';
import { createLinks, isTokenGood, newToken } from './links.ts';
import { bytesOf, saveFile } from './store.ts';

const denied = (): Answer => ({ status: 401, json: { error: { code: 'unauthenticated', message: 'The tempauth token is missing, wrong or has expired.' } } });

export function createFileEdge(world: World, secret: string, origin: () => string) {
  const expected = new Map<string, { name: string; owner: string; chunks: Buffer[]; received: number }>();
  const token = (id: string): string => `tempauth=${encodeURIComponent(newToken(secret, id, world.clock.machine()))}`;
  let tokensSent = 0;

  const links = createLinks(origin, token);

  /** Links carry their own key: whoever adds a bearer token gives it away. */
  function refusal(call: Call, id: string): Answer | null {
    if (call.headers.authorization !== undefined) {
      tokensSent += 1;
      return { status: 400, json: { error: { code: 'invalidRequest', message: 'A pre-authenticated link takes no Authorization header.' } } };
    }
    const isGood = !world.faults.get().downloadExpired && isTokenGood(secret, id, call.query.get('tempauth') ?? '', world.clock.machine());
    return isGood ? null : denied();
  }

  const download = async (call: Call): Promise<Answer> => {
    const id = call.query.get('UniqueId') ?? '';
    const refused = refusal(call, id);
    if (refused) return refused;
    await new Promise(resolve => setTimeout(resolve, world.faults.get().downloadSlowMs));
    const bytes = bytesOf(world, id);
    return bytes ? { status: 200, bytes, stallMs: world.faults.get().downloadStallMs, headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(bytes.length) } } : { status: 404, json: { error: { code: 'itemNotFound', message: 'The item was not found.' } } };
  };

  const upload = (call: Call): Answer => {
    const id = call.params.id ?? '';
    const refused = refusal(call, id);
    if (refused) return refused;
    const waiting = expected.get(id);
    if (!waiting) return { status: 404, json: { error: { code: 'itemNotFound', message: 'The upload session was not found.' } } };
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.headers['content-range'] ?? '')?.slice(1).map(Number);
    const [from = -1, to = -1, total = -1] = range ?? [];
    if (from !== waiting.received || to - from + 1 !== call.body.length || to >= total) return { status: range ? 416 : 400, json: { error: { code: 'invalidRange', message: 'Content-Range must say which bytes these are: bytes 0-{n-1}/{n}.' } } };
    waiting.chunks.push(call.body);
    waiting.received += call.body.length;
    if (waiting.received < total) return { status: 202, json: { nextExpectedRanges: [`${waiting.received}-`] } };
    expected.delete(id);
    const file = saveFile(world, { id, name: waiting.name, owner: waiting.owner, kind: 'delivered' }, Buffer.concat(waiting.chunks));
    return { status: 201, json: { id, name: file.name, size: file.size, webUrl: links.page(file.name, file.owner) } };
  };

  const routes: Route[] = [
    ['GET', '/sharepoint/personal/*path', download],
    ['GET', '/sharepoint/sites/*path', download],
    ['PUT', '/sharepoint/upload/:id/:owner/:name', upload],
  ];
  return {
    routes,
    links,
    /** Makes ready to take a file somebody has agreed to. */
    expect: (id: string, name: string, owner: string): void => void expected.set(id, { name, owner, chunks: [], received: 0 }),
    /** How often a bearer token was sent along with a link. */
    tokensSent: (): number => tokensSent,
  };
}
export type FileEdge = ReturnType<typeof createFileEdge>;
