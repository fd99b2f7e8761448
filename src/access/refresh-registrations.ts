// Who has a sign-in method already: a nightly copy of the directory's registration report, because asking per person is what Microsoft forbids.
import type { Again } from '../jobs/run-job.ts';
import { nextAt } from '../schedule.ts';
import type { Services } from '../services.ts';

export async function refreshRegistrations({ store, directory, clock }: Pick<Services, 'store' | 'directory' | 'clock'>): Promise<Again> {
  const at = clock.calendar();
  const taken = await store.snapshots.takenAt('registration');
  const next = taken === null ? at : nextAt(taken.at, '06:00');
  if (next > at) return { againAt: next };
  for await (const page of directory.registrations()) await store.snapshots.saveRegistrations(page.map(({ id, hasMethod }) => ({ personId: id, hasMethod })), at);
  await store.transaction(tx => tx.snapshots.registrationsTaken(at, clock.machine()));
  return { againAt: nextAt(at, '06:00') };
}
