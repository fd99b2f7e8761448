// A program as its own process, with a look into it while it runs: the bot as it is started in production, or what it is compared with.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Engine } from './bench.ts';
import { inherited } from './environment.ts';
import type { Ask, Look } from './inside.ts';

export type Watched = {
  /** http://127.0.0.1:port */
  url: string;
  look: () => Promise<Look>;
  /** Begins anew with peaks and stalls. */
  watch: () => Promise<Look>;
  stop: () => Promise<void>;
};

const look = z.object({ cpuMs: z.number(), rssMb: z.number(), peakRssMb: z.number(), stallMs: z.number(), busyMs: z.number() });
const readyLine = z.looseObject({ msg: z.literal('ready'), port: z.number() });
const inside = new URL('inside.ts', import.meta.url).href;

export type Program = { file: string; settings: Record<string, string>; options?: readonly string[] };

/** It logs {"msg":"ready","port":...} to its standard error when it listens. @throws Error with what it logged where it does not within a minute */
export async function startWatched({ file, settings, options = [] }: Program): Promise<Watched> {
  const child = spawn(process.execPath, [...options, '--import', inside, fileURLToPath(new URL(file, import.meta.url))], { env: { ...inherited, ...settings }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const { stderr } = child;
  if (!stderr) throw new Error(`${file} has no output.`);
  const exited = once(child, 'exit');
  const said: string[] = [];
  const output = createInterface({ input: stderr });
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (why: string) => () => reject(new Error(`${file} ${why}:\n${said.join('\n')}`));
    const timer = setTimeout(fail('was not ready within a minute'), 60_000);
    void exited.then(fail('ended before it was ready'));
    output.on('line', line => {
      if (said.push(line) > 200) said.shift();
      const ready = readyLine.safeParse(jsonOf(line));
      if (!ready.success) return;
      clearTimeout(timer);
      resolve(ready.data.port);
    });
  });
  const ask = async (what: Ask): Promise<Look> => {
    const answered = once(child, 'message').then(([first]: unknown[]) => first);
    child.send(what);
    return look.parse(await Promise.race([answered, exited.then(() => { throw new Error(`${file} ended:\n${said.join('\n')}`); })]));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    look: () => ask('look'),
    watch: () => ask('watch'),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}

const database = (engine: Engine): Record<string, string> => (engine.is === 'postgres' ? { DATABASE_URL: engine.url } : { DATA_DIR: engine.folder, DATABASE_URL: '' });

const manifest = z.object({ scripts: z.object({ start: z.string() }) });
/** What `npm start` gives to Node. */
const startOptions = (): string[] => manifest.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).scripts.start.split(' ').filter(word => word.startsWith('--'));

/** The whole bot against a sandbox, web and worker in one process, started and logging as in production. */
export const startBot = (sandboxUrl: string, engine: Engine, settings: Record<string, string> = {}): Promise<Watched> =>
  startWatched({ file: '../src/main.ts', options: startOptions(), settings: { SANDBOX_URL: sandboxUrl, PORT: '0', LOG_LEVEL: 'info', ...database(engine), ...settings } });

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
