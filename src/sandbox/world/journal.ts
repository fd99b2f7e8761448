// The append-only file behind the world. A line is in the operating system's hands before its effect can be seen.
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { entry, type Entry } from './entries.ts';

export type Journal = { append: (line: Entry) => void; close: () => void };

/** Whole lines only: a process killed while writing leaves half of one, whose effect nobody has seen. */
function wholeLines(path: string): string[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path);
  const end = text.lastIndexOf(10) + 1;
  if (end < text.length) truncateSync(path, end);
  return text.subarray(0, end).toString('utf8').split('\n').filter(Boolean);
}

/** @param each called with every earlier line, oldest first. */
export function openJournal(folder: string, each: (line: Entry) => void): Journal {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'journal.jsonl');
  for (const line of wholeLines(path)) each(entry.parse(JSON.parse(line)));
  const handle = openSync(path, 'a');
  return { append: line => void writeSync(handle, `${JSON.stringify(line)}\n`), close: () => closeSync(handle) };
}
