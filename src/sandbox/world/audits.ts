// The directory's audit log: one entry per person and change, shown some seconds after it happened.
import { objectId } from './ids.ts';

export type Audit = {
  /** Calendar milliseconds. */
  at: number;
  activity: 'Add member to group' | 'Remove member from group' | 'Update StsRefreshTokenValidFrom Timestamp';
  person: string;
  group: string | null;
  /** Application id. */
  by: string;
};
export type Audits = ReturnType<typeof createAudits>;

/** @param delayMs calendar milliseconds before an entry shows. */
export function createAudits(calendar: () => number, delayMs: () => number) {
  const log: Audit[] = [];
  return {
    membership(change: { group: string; added: readonly string[]; removed: readonly string[]; by: string; at: number }): void {
      const { at, group, by } = change;
      for (const person of change.added) log.push({ at, activity: 'Add member to group', person, group, by });
      for (const person of change.removed) log.push({ at, activity: 'Remove member from group', person, group, by });
    },
    revocation: ({ person, by, at }: { person: string; by: string; at: number }): void => void log.push({ at, activity: 'Update StsRefreshTokenValidFrom Timestamp', person, group: null, by }),
    /** Newest first, as Graph gives them. */
    visible: (): Audit[] => log.filter(entry => entry.at + delayMs() <= calendar()).reverse(),
  };
}

export const auditId = (entry: Audit): string => `Directory_${objectId(`${entry.at} ${entry.person} ${entry.activity} ${entry.group ?? ''}`)}`;
