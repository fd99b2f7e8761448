// A small disk of its own, which a test can fill to the last byte.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Volume = ReturnType<typeof makeVolume>;

let isSkipTold = false;

/** A suite that needs such a disk: as root, or where sudo asks nothing. */
export function onVolumes(title: string, suite: () => void): void {
  if (canMount()) return void describe(title, suite);
  if (!isSkipTold) process.stderr.write('Skipping the tests on a full disk: no disk can be mounted by this user.\n');
  isSkipTold = true;
}

function canMount(): boolean {
  try {
    makeVolume(1).end();
    return true;
  } catch {
    return false;
  }
}

/** @throws Error where none can be mounted. */
export function makeVolume(megabytes: number) {
  const path = mkdtempSync(join(tmpdir(), 'la-desk-volume-'));
  const filler = join(path, 'filler');
  const remove = () => rmdirSync(path);
  if (!asRoot('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'tmpfs', path)) {
    remove();
    throw new Error('no disk can be mounted');
  }
  return {
    path,
    fill(): void {
      const file = openSync(filler, 'w');
      for (const size of [1_048_576, 4_096, 1]) while (written(file, size));
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    end(): void {
      if (asRoot('umount', '-l', path)) remove();
    },
  };
}

function asRoot(...command: string[]): boolean {
  const [program = '', ...rest] = process.getuid?.() === 0 ? command : ['sudo', '-n', ...command];
  return spawnSync(program, rest).status === 0;
}

function written(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size, 1)) > 0;
  } catch {
    return false;
  }
}
