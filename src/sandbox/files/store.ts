// File bytes in the sandbox's folder: what people sent, and what the bot delivered.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredFile } from '../world/entries.ts';
import { fileOf, type World } from '../world/world.ts';

type NewFile = Pick<StoredFile, 'name' | 'owner' | 'kind'> & { id?: string; channel?: string | null };

export function saveFile(world: World, file: NewFile, bytes: Uint8Array): StoredFile {
  const id = file.id ?? randomUUID();
  mkdirSync(join(world.folder, 'files'), { recursive: true });
  writeFileSync(fileOf(world, id), bytes);
  const stored = { id, name: file.name, owner: file.owner, kind: file.kind, size: bytes.length, at: world.clock.calendar(), channel: file.channel ?? null };
  world.record({ is: 'file', file: stored });
  return stored;
}

export function bytesOf(world: World, id: string): Buffer | null {
  return world.files.has(id) && existsSync(fileOf(world, id)) ? readFileSync(fileOf(world, id)) : null;
}

/** A channel's folder holds each name once: the next of the same name gets a number, as in SharePoint. */
export function freeName(world: World, channel: string, name: string): string {
  const taken = new Set([...world.files.values()].filter(file => file.channel === channel).map(file => file.name));
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot < 1 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
  for (let n = 0; ; n += 1) {
    const next = n === 0 ? name : `${stem} ${n}${ending}`;
    if (!taken.has(next)) return next;
  }
}
