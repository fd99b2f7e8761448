// The longest report there may be, sent to the whole bot: its memory above idle, and how long anybody else had to wait for its thread.
import { startSandbox } from '../../test/support/sandbox.ts';
import { makeChat } from '../../test/support/chat.ts';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import { startBot } from '../watched.ts';
import { reportText } from './report-file.ts';

const prefix = 'long';
const hourMs = 3_600_000;

function reportBytes(rows: number): Buffer {
  const parts: string[] = [];
  for (let from = 1; from <= rows; from += 5_000) parts.push(reportText(Math.min(5_000, rows - from + 1), { from, prefix }));
  return Buffer.from(parts.join(''));
}

export const csvStore: Bench = {
  figures: [{ name: 'csv-memory-200k', unit: 'MB', target: 100 }, { name: 'csv-stall-200k', unit: 'ms', target: 50 }],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const rows = of(200_000, 500);
    const sandbox = await startSandbox();
    // First: while it makes so many people the sandbox answers nobody, and a bot needs Microsoft's keys.
    await sandbox.api('POST', '/api/directory/people', { count: rows, organisation: 'ZZ101', prefix });
    const bot = await startBot(sandbox.url, engine);
    try {
      const opened = z.object({ conversationId: z.string() }).parse(await sandbox.api('POST', '/api/personal-chat', { as: 'priya' }));
      const chat = makeChat((method, path, body) => sandbox.api(method, path, body), 'priya', opened.conversationId);
      await chat.card(/^Ready/);
      const idle = await bot.watch();
      const began = performance.now();
      const bytes = reportBytes(rows);
      await chat.say('', { file: { name: 'report.csv', bytes } });
      const report = await chat.card(/^Checked/, { withinMs: hourMs });
      const took = performance.now() - began;
      const after = await bot.look();
      if (!JSON.stringify(report.card).includes('of ')) throw new Error('The report card counts nobody.');
      const what = `${rows} rows, ${(bytes.length / 1e6).toFixed(0)} MB, in ${(took / 1_000).toFixed(0)} s`;
      tell(what);
      return {
        'csv-memory-200k': { value: after.peakRssMb - idle.rssMb, note: `${what}; idle ${idle.rssMb.toFixed(0)} MB` },
        'csv-stall-200k': { value: after.stallMs, note: `${what}; longest work in one go ${after.busyMs.toFixed(0)} ms` },
      };
    } finally {
      await bot.stop();
      await sandbox.stop();
    }
  },
};
