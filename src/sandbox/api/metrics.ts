// What the bot tells about itself at /metrics: whether it is idle, and when it next has something to do.
export type Metrics = {
  /** Calendar milliseconds; null where nothing is due. */
  nextDue: number | null;
  /** Jobs due now or running. */
  open: number;
  /** How far its calendar is ahead of the machine. */
  offsetMs: number;
};

function valueOf(metrics: string, name: string): number {
  const line = metrics.split('\n').find(one => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
  return line === undefined ? Number.NaN : Number(line.slice(line.lastIndexOf(' ') + 1));
}

/** Null where the bot does not answer. */
export async function readMetrics(endpoint: string): Promise<Metrics | null> {
  try {
    const response = await fetch(new URL('/metrics', endpoint), { signal: AbortSignal.timeout(5000) });
    const text = await response.text();
    const nextDue = valueOf(text, 'la_desk_next_due_seconds');
    return { nextDue: Number.isNaN(nextDue) ? null : nextDue * 1000, open: valueOf(text, 'la_desk_jobs_open'), offsetMs: valueOf(text, 'la_desk_calendar_offset_seconds') * 1000 };
  } catch {
    return null;
  }
}
