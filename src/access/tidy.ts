// Daily housekeeping by the machine: what Teams can no longer repeat, paces nobody needs, and things said, proposed or stopped once, a month later.
import type { Services } from '../services.ts';

const saidForMs = 30 * 86_400_000;

export async function tidy({ store, clock }: Pick<Services, 'store' | 'clock'>, vacuum: () => Promise<void>): Promise<void> {
  await store.activities.forgetOld(clock.machine());
  await store.pace.forgetOld(clock.machine());
  await store.posts.forgetSaid(new Date(clock.calendar().getTime() - saidForMs));
  await store.rosterChanges.forgetOld(new Date(clock.calendar().getTime() - saidForMs));
  await store.brakes.forgetOld(new Date(clock.calendar().getTime() - saidForMs));
  await vacuum();
}
