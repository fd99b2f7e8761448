// Aims at a step of the bot's work: whichever process comes to it first is killed, or stopped, by its own hand (strike.ts).
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export type Step = 'intent-saved' | 'before-call' | 'call-done' | 'answer-read' | 'outcome-uncommitted' | 'outcome-saved' | 'before-post' | 'post-sent';

export type Aim = ReturnType<typeof makeAim>;

export function makeAim({ unfenced = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-aim-'));
  const inFolder = (name: string) => join(folder, name);
  const preload = new URL('./strike.ts', import.meta.url);
  preload.searchParams.set('folder', folder);
  if (unfenced) preload.searchParams.set('unfenced', 'yes');
  return {
    /** For the processes that may be struck. */
    settings: { NODE_OPTIONS: `--import ${preload.href}` },
    /** From now on. */
    at(step: Step, signal: 'SIGKILL' | 'SIGSTOP'): void {
      rmSync(inFolder('struck'), { force: true });
      writeFileSync(inFolder('draft'), `${step} ${signal}`);
      renameSync(inFolder('draft'), inFolder('armed'));
    },
    /** The process id of whoever was struck, once somebody was. */
    async struck(step: Step, withinMs: number): Promise<number> {
      for (const until = performance.now() + withinMs; performance.now() < until; await pause(20)) {
        if (existsSync(inFolder('struck'))) return Number(readFileSync(inFolder('struck'), 'utf8'));
      }
      throw new Error(`Nobody came to the step "${step}" within ${withinMs / 1_000} s.`);
    },
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}
