// What /metrics says about jobs and posts, read from the database at each scrape. Winding the sandbox's clock waits on the first two.
import { Gauge, type Registry } from 'prom-client';
import type { Services } from '../services.ts';

export function jobMetrics(registry: Registry, { jobs }: Pick<Services['store'], 'jobs'>): void {
  let reading: Promise<Awaited<ReturnType<typeof jobs.stats>> | null> | undefined;
  // The gauges of one scrape are collected at the same time and share one reading, so that they agree. Null while the database is away:
  // whoever watches over us needs the other figures then more than ever.
  const stats = () => (reading ??= jobs.stats().catch(() => null).finally(() => (reading = undefined)));
  const gauge = (name: string, help: string, value: (of: Awaited<ReturnType<typeof stats>>) => number) =>
    new Gauge({ name, help, registers: [registry], collect: async function () { this.set(value(await stats())); } });

  gauge('la_desk_database_up', '1 while the database answers, otherwise 0: the figures that are read from it are then NaN', (of) => (of ? 1 : 0));
  gauge('la_desk_jobs_open', 'Jobs that are due now or running, those waiting out a Retry-After included', (of) => of?.open ?? Number.NaN);
  gauge('la_desk_next_due_seconds', 'Calendar time of the next job to come due, in seconds since 1970; NaN when there is none', (of) => (of?.nextDue ? of.nextDue.getTime() / 1_000 : Number.NaN));
  gauge('la_desk_jobs_buried', 'Jobs that failed too often and are kept for an operator', (of) => of?.buried ?? Number.NaN);
}

/** Says to whoever watches over us why nothing moves. */
export function brakeMetrics(registry: Registry, { brakes }: Pick<Services['store'], 'brakes'>): void {
  const collect = async function (this: Gauge) { this.set(await brakes.current().then(brake => (brake === null ? 0 : 1)).catch(() => Number.NaN)); };
  registry.registerMetric(new Gauge({ name: 'la_desk_changes_stopped', help: '1 while an operator has stopped all changes, otherwise 0', registers: [], collect }));
}

/** A notice that stands still, and readers who may or may not have theirs. */
export function deliveryMetrics(registry: Registry, { deliveries }: Pick<Services['store'], 'deliveries'>, { calendar }: Pick<Services['clock'], 'calendar'>): void {
  const gauge = (name: string, help: string, value: 'due' | 'unknown') =>
    new Gauge({ name, help, registers: [registry], collect: async function () { this.set(await deliveries.backlog(calendar()).then(backlog => backlog[value]).catch(() => Number.NaN)); } });
  gauge('la_desk_deliveries_due', 'Deliveries of notices that are due and not sent, those whose call is under way included', 'due');
  gauge('la_desk_deliveries_unknown', 'Deliveries of notices whose answer was lost: each may or may not be there, and is sent again only by a press', 'unknown');
}

export function postMetrics(registry: Registry, { posts }: Pick<Services['store'], 'posts'>): void {
  const collect = async function (this: Gauge) { this.set(await posts.countUnknown().catch(() => Number.NaN)); };
  registry.registerMetric(new Gauge({ name: 'la_desk_posts_unknown', help: 'Posts whose answer was lost: each may or may not be there, and is not repeated', registers: [], collect }));
}
