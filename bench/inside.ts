// Preloaded into a process that is measured (node --import): tells over IPC what it costs. What it measures knows nothing of it.
import { performance } from 'node:perf_hooks';

export type Look = {
  /** Time on the processors since the start, all threads. */
  cpuMs: number;
  rssMb: number;
  /** Since the last 'watch': the most memory, and the longest time in which nothing else could run. */
  peakRssMb: number;
  stallMs: number;
  /** The most this thread worked in one such time: less than the longest where the machine gave its processor to somebody else. */
  busyMs: number;
};
export type Ask = 'watch' | 'look';

const everyMs = 1;
const since = { peak: 0, highest: 0, stallMs: 0, busyMs: 0 };
let timer: NodeJS.Timeout | undefined;

const megabytes = (bytes: number): number => bytes / 1_048_576;
const total = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1_000;
/** In kilobytes, of the whole life of the process. */
const highest = (): number => process.resourceUsage().maxRSS;

/** A timer that should fire each millisecond: what it comes late by, everything else waits too. */
function watch(): void {
  Object.assign(since, { peak: process.memoryUsage.rss(), highest: highest(), stallMs: 0, busyMs: 0 });
  clearInterval(timer);
  let [last, lastCpu] = [performance.now(), total(process.threadCpuUsage())];
  timer = setInterval(() => {
    const [now, cpu] = [performance.now(), total(process.threadCpuUsage())];
    since.stallMs = Math.max(since.stallMs, now - last);
    since.busyMs = Math.max(since.busyMs, cpu - lastCpu);
    since.peak = Math.max(since.peak, process.memoryUsage.rss());
    [last, lastCpu] = [now, cpu];
  }, everyMs);
  timer.unref();
}

function look(): Look {
  const rss = process.memoryUsage.rss();
  // A new highest of its life is a peak between two looks of the timer.
  const peak = highest() > since.highest ? highest() * 1_024 : Math.max(since.peak, rss);
  return { cpuMs: total(process.cpuUsage()), rssMb: megabytes(rss), peakRssMb: megabytes(peak), stallMs: since.stallMs, busyMs: since.busyMs };
}

process.on('message', (ask: Ask) => {
  if (ask === 'watch') watch();
  process.send?.(look());
});
// Listening for questions must not keep it alive; without its parent it ends.
process.channel?.unref();
process.on('disconnect', () => process.exit(1));
