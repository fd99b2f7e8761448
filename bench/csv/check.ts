// From the bytes of a Mailbox report to a verdict on each row, against what csv-parse alone needs to make objects of the same file.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { readRows } from '../../src/intake/read-rows.ts';
import type { Bench } from '../bench.ts';
import { medianRatio, spread } from '../ratio.ts';
import { writeReport } from './report-file.ts';

/** As a download arrives. */
const chunkBytes = 64 * 1024;

async function timed(rows: number, read: () => Promise<number>): Promise<number> {
  const began = performance.now();
  const count = await read();
  const ms = performance.now() - began;
  if (count !== rows) throw new Error(`${count} of ${rows} rows were read.`);
  return ms;
}

async function ours(file: string): Promise<number> {
  let [rows, judged] = [0, 0];
  for await (const batch of readRows(createReadStream(file, { highWaterMark: chunkBytes }), () => undefined)) {
    rows += batch.length;
    judged += batch.filter(row => row.fileCause !== null || row.doubts.length > 0).length;
  }
  if (judged === 0 || judged === rows) throw new Error('The rules found nothing, or everything, wrong.');
  return rows;
}

async function theirs(file: string): Promise<number> {
  let rows = 0;
  for await (const _ of createReadStream(file, { highWaterMark: chunkBytes }).pipe(parse({ bom: true, columns: true }))) rows += 1;
  return rows;
}

export const csvCheck: Bench = {
  figures: [{ name: 'csv-check-100k', unit: 'x', target: 0.9 }],
  engines: 'none',
  run: async ({ of, tell }) => {
    const rows = of(100_000, 500);
    const folder = mkdtempSync(join(tmpdir(), 'la-desk-bench-'));
    const file = join(folder, 'report.csv');
    try {
      await writeReport(file, rows);
      tell(`${rows} rows`);
      const { ratio, ratios } = await medianRatio(of(9, 3), () => timed(rows, () => ours(file)), () => timed(rows, () => theirs(file)));
      return { 'csv-check-100k': { value: ratio, note: `${rows} rows, median of ${ratios.length} pairs, ${spread(ratios)}` } };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
