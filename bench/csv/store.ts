// The longest report there may be, sent to the whole bot: its memory above idle, and how long anybody else had to wait for its thread.
import { setPriority } from 'node:os';
import { startSandbox } from '../../test/support/sandbox.ts';
import { makeChat } from '../../test/support/chat.ts';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import type { Look } from '../inside.ts';
import { quantile } from '../ratio.ts';
import { startBot } from '../watched.ts';
import { reportText } from './report-file.ts';

const prefix = 'long';
const hourMs = 3_600_000;
/** The sandbox and this process stand for Teams, Microsoft 365 and a colleague's computer, which take no processor from the bot. PostgreSQL does. */
const elsewhere = 15;

function reportBytes(rows: number): Buffer {
  const parts: string[] = [];
  for (let from = 1; from <= rows; from += 5_000) parts.push(reportText(Math.min(5_000, rows - from + 1), { from, prefix }));
  return Buffer.from(parts.join(''));
}

/** Three: the first meets code that has not run yet, and the machine may take a processor away in any of them. */
const times = 3;

function figuresOf(runs: readonly { look: Look; seconds: number }[], idle: Look, what: string): Awaited<ReturnType<Bench['run']>> {
  const listed = (value: (look: Look) => number) => runs.map(({ look }) => value(look).toFixed(0)).join(', ');
  const seconds = runs.map(run => run.seconds.toFixed(0)).join(', ');
  return {
    'csv-memory-200k': { value: Math.max(...runs.map(({ look }) => look.peakRssMb)) - idle.rssMb, note: `${what} in ${seconds} s; idle ${idle.rssMb.toFixed(0)} MB, at most ${listed(look => look.peakRssMb)}` },
    'csv-stall-200k': { value: quantile(runs.map(({ look }) => look.stallMs), 0.5), note: `median of ${listed(look => look.stallMs)}; longest work in one go ${listed(look => look.busyMs)} ms` },
  };
}

export const csvStore: Bench = {
  figures: [{ name: 'csv-memory-200k', unit: 'MB', target: 100 }, { name: 'csv-stall-200k', unit: 'ms', target: 50 }],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const rows = of(200_000, 500);
    const sandbox = await startSandbox({ nice: elsewhere });
    // First: while it makes so many people the sandbox answers nobody, and a bot needs Microsoft's keys.
    await sandbox.api('POST', '/api/directory/people', { count: rows, organisation: 'ZZ101', prefix });
    const bot = await startBot(sandbox.url, engine);
    try {
      const opened = z.object({ conversationId: z.string() }).parse(await sandbox.api('POST', '/api/personal-chat', { as: 'priya' }));
      const chat = makeChat((method, path, body) => sandbox.api(method, path, body), 'priya', opened.conversationId);
      await chat.card(/^Ready/);
      const bytes = reportBytes(rows);
      setPriority(elsewhere);
      const idle = await bot.look();
      const runs: { look: Look; seconds: number }[] = [];
      while (runs.length < times) {
        await bot.watch();
        const began = performance.now();
        const said = await chat.say('', { file: { name: 'report.csv', bytes } });
        const report = await chat.card(/^Checked/, { newerThan: said, withinMs: hourMs });
        runs.push({ look: await bot.look(), seconds: (performance.now() - began) / 1_000 });
        if (!JSON.stringify(report.card).includes('of ')) throw new Error('The report card counts nobody.');
        tell(`${rows} rows in ${runs.at(-1)?.seconds.toFixed(0) ?? ''} s`);
      }
      return figuresOf(runs, idle, `${rows} rows, ${(bytes.length / 1e6).toFixed(0)} MB, ${times} times`);
    } finally {
      await bot.stop();
      await sandbox.stop();
    }
  },
};
