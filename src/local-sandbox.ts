// A sandbox as a child process, for a machine with nothing configured. It ends when this process does, however that ends.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ready = z.object({ listening: z.url() });

export type LocalSandbox = { url: string; stop(): Promise<void> };

export async function startSandbox(dataDir: string, env: Record<string, string | undefined>): Promise<LocalSandbox> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./sandbox/main.ts', import.meta.url)), '--with-parent'], {
    env: { ...env, SANDBOX_DATA: join(dataDir, 'sandbox') },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise<never>((_, reject) => child.once('exit', code => reject(new Error(`The sandbox ended before it was ready (exit code ${String(code)}). What it said is above.`))));
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) return ready.parse(JSON.parse(line)).listening;
    return exited;
  })();
  const url = await Promise.race([listening, exited]);
  exited.catch(() => undefined);
  return {
    url,
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.stdin.end();
      }),
  };
}

/** Where this bot listens: what an operator enters in Azure for a real one. */
export async function tellSandbox(url: string, endpoint: string): Promise<void> {
  const answer = await fetch(`${url}/api/registration`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ endpoint }) });
  if (!answer.ok) throw new Error(`The sandbox did not take the bot's address (status ${answer.status}).`);
}
