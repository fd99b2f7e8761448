// Daily housekeeping by the machine: what Teams can no longer repeat, paces nobody needs, and what was said, proposed, stopped, waited behind or asked, a month after it was over; notices and feedback after a year.
import type { Services } from '../services.ts';

const keptForMs = 30 * 86_400_000;

export async function tidy({ store, clock }: Pick<Services, 'store' | 'clock'>, vacuum: () => Promise<void>): Promise<void> {
  await store.activities.forgetOld(clock.machine());
  await store.pace.forgetOld(clock.machine());
  const monthAgo = new Date(clock.calendar().getTime() - keptForMs);
  await store.posts.forgetSaid(monthAgo);
  await store.rosterChanges.forgetOld(monthAgo);
  await store.brakes.forgetOld(monthAgo);
  await store.incidents.forgetOld(monthAgo);
  // As long as the audit: until then a notice can be corrected, counted and withdrawn.
  await store.notices.forgetOld(clock.calendar());
  await store.occurrences.forgetReminders(monthAgo);
  await store.slotAsks.forgetOld(monthAgo);
  await store.questions.forgetOld(monthAgo);
  await store.feedback.forgetOld(clock.calendar());
  await vacuum();
}
