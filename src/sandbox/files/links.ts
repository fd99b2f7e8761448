// Addresses of files: whoever has one may use it for a few minutes of machine time, as with SharePoint's tempauth.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { roomById } from '../world/chat.ts';
import { teams } from '../world/constants.ts';
import type { StoredFile } from '../world/entries.ts';

const linkMinutes = 10;

const signature = (secret: string, id: string, until: number): string => createHmac('sha256', secret).update(`${id} ${until}`).digest('base64url');

export function newToken(secret: string, id: string, machineMs: number): string {
  const until = machineMs + linkMinutes * 60_000;
  return `${until}.${signature(secret, id, until)}`;
}

export function isTokenGood(secret: string, id: string, token: string, machineMs: number): boolean {
  const [until = '', given = ''] = token.split('.');
  const wanted = Buffer.from(signature(secret, id, Number(until)));
  const offered = Buffer.from(given);
  return wanted.length === offered.length && timingSafeEqual(wanted, offered) && Number(until) > machineMs;
}

type FileLinks = {
  /** Where a channel keeps its files, and below it where one of them is. */
  folder(channel: string): string;
  inChannel(channel: string, name: string): string;
  /** A link that is its own key, to a file in a channel. */
  shared(file: StoredFile): string;
  download(id: string, name: string, slug: string): string; upload(id: string, name: string, slug: string): string; page(name: string, slug: string): string;
};

const folder = '/sharepoint/personal';

/** Each team has a site, each channel a folder in it. */
function siteOf(channel: string): string {
  const room = roomById(channel);
  const team = teams.find(({ id }) => id === room?.team);
  return `${(team?.name ?? 'none').replaceAll(' ', '')}/Shared%20Documents/${encodeURIComponent(room?.name ?? 'none')}`;
}

/** `token` gives the key for a file, as a query parameter. */
export function createLinks(origin: () => string, token: (id: string) => string): FileLinks {
  const links: FileLinks = {
    folder: channel => `${origin()}/sharepoint/sites/${siteOf(channel)}`,
    inChannel: (channel, name) => `${links.folder(channel)}/${encodeURIComponent(name)}`,
    shared: file => `${links.inChannel(file.channel ?? '', file.name)}?UniqueId=${file.id}&${token(file.id)}`,
    page: (name, slug) => `${origin()}${folder}/${slug}/Documents/Applications/${encodeURIComponent(name)}`,
    download: (id, name, slug) => `${links.page(name, slug)}?UniqueId=${id}&${token(id)}`,
    upload: (id, name, slug) => `${origin()}/sharepoint/upload/${id}/${slug}/${encodeURIComponent(name)}?${token(id)}`,
  };
  return links;
}
