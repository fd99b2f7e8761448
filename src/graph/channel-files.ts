// Files posted in a channel, which Teams does not hand to bots: the message is read again, and its file found where the channel keeps files.
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import type { ChannelFiles, ChannelMessage, Posted, PostedFile, UploadedFile } from '../services.ts';
import { isSuccess, read, toWorldError, type Answer } from './answer.ts';
import type { GraphClient } from './client.ts';

type InGroup = ChannelMessage & { groupId: string };

const message = z.object({
  from: z.object({ user: z.object({ id: z.string(), displayName: z.string().nullish() }).nullish() }).nullish(),
  deletedDateTime: z.string().nullish(),
  attachments: z.array(z.object({ contentType: z.string().nullish(), contentUrl: z.string().nullish(), name: z.string().nullish() })).nullish(),
});
const folder = z.object({ webUrl: z.string() });

export function channelFiles(client: GraphClient): ChannelFiles {
  return { read: (posted) => readPosted(client, posted), locate: (file) => locate(client, file), granted: () => client.granted() };
}

async function readPosted(client: GraphClient, posted: InGroup): Promise<Posted> {
  const answer = await client.settled({ method: 'GET', path: `${channelOf(posted)}/messages/${messagePath(posted)}` });
  const found = unlessMissing(message, answer);
  if (found === null) return { is: 'missing' };
  if (found.deletedDateTime != null) return { is: 'deleted' };
  const all = (found.attachments ?? []).flatMap(({ contentType, contentUrl, name }) => (contentType === 'reference' && contentUrl ? [{ name: name ?? 'file', url: contentUrl }] : []));
  const home = all.length === 0 ? null : await filesFolder(client, posted);
  if (all.length > 0 && home === null) return { is: 'missing' };
  const files = all.filter(({ url }) => home !== null && isInFolder(url, home));
  return { is: 'posted', authorId: found.from?.user?.id ?? '', authorName: found.from?.user?.displayName ?? '', files, elsewhere: all.length - files.length };
}

const part = encodeURIComponent;
const channelOf = ({ groupId, channelId }: InGroup): string => `/teams/${part(groupId)}/channels/${part(channelId)}`;
/** Least permission: ChannelMessage.Read.Group, which the team consents to when it installs the app. */
const messagePath = ({ rootId, id }: ChannelMessage): string => (rootId === id ? part(rootId) : `${part(rootId)}/replies/${part(id)}`);

/** Where this channel keeps its files; null where it has no place for them yet. Least permission: File.Read.Group; Files.Read.All has it too. */
async function filesFolder(client: GraphClient, posted: InGroup): Promise<string | null> {
  return unlessMissing(folder, await client.settled({ method: 'GET', path: `${channelOf(posted)}/filesFolder` }))?.webUrl ?? null;
}

function unlessMissing<T>(schema: z.ZodType<T>, answer: Answer): T | null {
  if (answer.status === 404) return null;
  if (!isSuccess(answer)) throw toWorldError(answer);
  return read(schema, answer.body);
}

/**
 * True for a file below the folder. Whoever posts a message through Graph may name any address as its attachment; with our permission we would
 * open it for them, whether they may or not.
 */
function isInFolder(fileUrl: string, folderUrl: string): boolean {
  const [file, home] = [placeOf(fileUrl), placeOf(folderUrl)];
  if (file === null || home === null || file.origin !== home.origin) return false;
  return file.segments.length > home.segments.length && home.segments.every((segment, index) => segment === file.segments[index]);
}

/** SharePoint ignores case, and the two addresses may be encoded differently; a slash that hides in a name would lead out of the folder. */
function placeOf(address: string): { origin: string; segments: string[] } | null {
  try {
    const { origin, pathname, search, hash, username } = new URL(address);
    // SharePoint's pages name another file there than the path does.
    if (`${search}${hash}${username}` !== '') return null;
    const segments = pathname.split('/').filter(Boolean).map((segment) => decodeURIComponent(segment).toLowerCase());
    return segments.some((segment) => /[/\\]/.test(segment) || segment === '..') ? null : { origin, segments };
  } catch {
    return null;
  }
}

/** Graph answers with a link that is its own key, and follows nothing for us. Least permission: Files.Read.All. */
async function locate(client: GraphClient, { name, url }: PostedFile): Promise<UploadedFile | null> {
  const share = `u!${Buffer.from(url).toString('base64url')}`;
  const answer = await client.settled({ method: 'GET', path: `/shares/${share}/driveItem/content`, isRedirected: true });
  if (answer.status === 404) return null;
  if (answer.status >= 400) throw toWorldError(answer);
  if (!answer.location) throw new WorldError('unavailable', 'Microsoft Graph gave no link to a file.', { code: 'unexpected-answer' });
  return { name, downloadUrl: answer.location };
}
