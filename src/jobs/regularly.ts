// Something to do again and again on the machine's clock: now, then every so often, never twice at once.
import { loudness } from '../errors.ts';
import type { Services } from '../services.ts';

export function startRegularly({ log }: Pick<Services, 'log'>, everyMs: number, work: () => Promise<void>) {
  let running: Promise<void> | null = null;
  const now = (): Promise<void> => (running ??= work().catch((err: unknown) => log[loudness(err)]({ err }, 'something regular failed; it is tried again')).finally(() => (running = null)));
  const timer = setInterval(() => void now(), everyMs);
  void now();
  return {
    now,
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
