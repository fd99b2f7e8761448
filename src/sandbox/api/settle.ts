// Waits until the bot has taken the clock's time over and nothing due is left to do.
import type { Clock } from '../world/clock.ts';
import { readMetrics, type Metrics } from './metrics.ts';
import { Mistake } from './respond.ts';

/** How long the bot may take at one stop. */
const settleMs = 60_000;
const pollMs = 40;
/** The bot tells its offset in seconds. */
const offsetToleranceMs = 1000;

const isBehind = (clock: Clock, metrics: Metrics): boolean => Math.abs(metrics.offsetMs - clock.state().offsetMs) > offsetToleranceMs;

const isSettled = (clock: Clock, metrics: Metrics | null): metrics is Metrics =>
  metrics?.open === 0 && !isBehind(clock, metrics) && (metrics.nextDue === null || metrics.nextDue > clock.calendar());

function whatIsOpen(clock: Clock, metrics: Metrics | null): string {
  if (!metrics) return 'it does not answer at /metrics';
  if (Number.isNaN(metrics.open)) return 'its /metrics does not name la_desk_jobs_open';
  const behind = isBehind(clock, metrics) ? 'it has not taken the new time over, and ' : '';
  const next = metrics.nextDue === null ? 'nothing else is due' : `the next is due at ${new Date(metrics.nextDue).toISOString()}`;
  return `${behind}${metrics.open} jobs are open and ${next}`;
}

/** @throws Mistake saying what is still open after a minute. */
export async function settle(clock: Clock, endpoint: string): Promise<Metrics> {
  const until = clock.machine() + settleMs;
  for (;;) {
    const metrics = await readMetrics(endpoint);
    if (isSettled(clock, metrics)) return metrics;
    if (clock.machine() > until) throw new Mistake(504, `The bot did not come to rest within ${settleMs / 1000} s at ${new Date(clock.calendar()).toISOString()}: ${whatIsOpen(clock, metrics)}.`);
    await new Promise(resolve => setTimeout(resolve, pollMs));
  }
}
