// The bot as its own process, against a sandbox: started until it says it is ready, stopped or killed, its log kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { prepareFolder } from './database.ts';
import { isThorough } from './environment.ts';
import { alwaysOpen } from './requests.ts';

/** Settings by their names in .env.example, over those the sandbox hands out; working hours are always, unless they say otherwise. */
export type BotOptions = { sandboxUrl: string; dataDir: string; settings?: Record<string, string>; /** Begins with no folder at all, as the first start ever. */ isFirst?: boolean };

export type BotProcess = {
  /** http://127.0.0.1:port; empty for a worker, which listens nowhere. */
  url: string;
  pid: number;
  /** All that it has logged so far, one JSON object a line, and whatever else went to its standard error. */
  log(): string;
  /** Ends it as an operator does, work in hand finished. */
  stop(): Promise<void>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
};

/** Optimising PGlite's WebAssembly takes a second of a processor, which a bot that lives for one walk does not win back. */
const briefly = isThorough ? [] : ['--liftoff-only'];

const readyLine = z.object({ msg: z.literal('ready'), port: z.number().optional() });

/** @throws Error with what it logged, where it ends or is silent for a minute before it is ready. */
export async function startBot({ sandboxUrl, dataDir, settings = {}, isFirst = false }: BotOptions): Promise<BotProcess> {
  const env = { SANDBOX_URL: sandboxUrl, PORT: '0', LOG_LEVEL: 'debug', DATA_DIR: dataDir, WORKING_HOURS: alwaysOpen, ...settings };
  if (!isFirst && settings['DATABASE_URL'] === undefined) await prepareFolder(env.DATA_DIR);
  const child = spawn(process.execPath, [...briefly, 'src/main.ts'], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stderr });
  const exited = once(child, 'exit');
  const port = await new Promise<number | undefined>((resolve, reject) => {
    const fail = (why: string) => () => reject(new Error(`The bot ${why}:\n${lines.join('\n')}`));
    const timer = setTimeout(fail('was not ready within a minute'), 60_000);
    output.on('line', line => {
      lines.push(line);
      const ready = readyLine.safeParse(jsonOf(line));
      if (ready.success) resolve(ready.data.port);
    });
    void exited.then(fail('ended before it was ready'));
    void exited.finally(() => clearTimeout(timer));
    output.on('line', () => timer.refresh());
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  return { url: port === undefined ? '' : `http://127.0.0.1:${port}`, pid: child.pid ?? 0, log: () => lines.join('\n'), stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
