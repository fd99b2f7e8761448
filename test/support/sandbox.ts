// A sandbox of its own for a test: a child process on any free port, with an empty or a given folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

export type RunningSandbox = {
  url: string;
  dataDir: string;
  /** Calls the sandbox's API; answers the parsed JSON. Throws with the sandbox's own words on a refusal. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Ends it without goodbye, as a crash would. The folder stays. */
  kill(): Promise<void>;
  /** Ends it; removes the folder where it made one. */
  stop(): Promise<void>;
};

/** `nice`: how far it stands back where processors are short (Linux, macOS), for a measurement in which it stands for machines elsewhere. */
export type SandboxOptions = { dataDir?: string; port?: number; nice?: number; helpdesk?: 'servicenow' };

/** @throws Error where it does not start within 20 s. */
export async function startSandbox({ dataDir, port = 0, nice, helpdesk }: SandboxOptions = {}): Promise<RunningSandbox> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'la-desk-sandbox-'));
  const program = [process.execPath, 'src/sandbox/main.ts', '--with-parent'];
  const [command = '', ...words] = nice === undefined ? program : ['nice', '-n', String(nice), ...program];
  const child = spawn(command, words, {
    env: { ...process.env, SANDBOX_DATA: folder, SANDBOX_PORT: String(port), ...(helpdesk === undefined ? {} : { SANDBOX_HELPDESK: helpdesk }) }, stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await listening(child);
  return {
    url,
    dataDir: folder,
    api: (method, path, body) => call(url, method, path, body),
    kill: () => end(child, 'SIGKILL'),
    async stop() {
      await end(child, 'SIGTERM');
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The sandbox has no output.');
  const lines = createInterface({ input: child.stdout });
  const signal = AbortSignal.timeout(20_000);
  const line = await Promise.race([
    once(lines, 'line', { signal }).then(([text]: unknown[]) => String(text)),
    once(child, 'exit', { signal }).then(([code]: unknown[]) => { throw new Error(`The sandbox ended with ${String(code)}.`); }),
  ]);
  return z.object({ listening: z.string() }).parse(JSON.parse(line)).listening;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

async function call(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const content = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await fetch(`${url}${path}`, { method, ...content });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path.split('?')[0] ?? ''} answered ${response.status}: ${text}`);
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return isJson ? JSON.parse(text) : text;
}
