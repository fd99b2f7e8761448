// People who must never be changed: privileged roles, role-assignable groups, break-glass accounts. At most 5 minutes old whenever it is asked.
import type { Services } from '../services.ts';

const maxAgeMs = 5 * 60_000;

/** Which of these people are protected now. Reads the directory again where the snapshot is too old. */
export async function protectedAmong({ store, directory, settings, clock }: Pick<Services, 'store' | 'directory' | 'settings' | 'clock'>, personIds: readonly string[]): Promise<Set<string>> {
  const taken = await store.snapshots.takenAt('protected');
  if (taken === null || clock.machine() - taken.machine > maxAgeMs) {
    const privileged = await directory.privileged();
    await store.transaction(tx => tx.snapshots.replaceProtected(privileged, clock.calendar(), clock.machine()));
  }
  const among = await store.snapshots.protectedAmong(personIds);
  for (const id of settings.PROTECTED_PEOPLE) if (personIds.includes(id)) among.add(id);
  return among;
}
