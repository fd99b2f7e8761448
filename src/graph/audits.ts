// The directory's own audit log: proof of what cannot be read back as state. Reports allow 5 requests in 10 seconds.
import { z } from 'zod';
import type { GraphClient } from './client.ts';
import { quoted } from './person.ts';

const entry = z.object({ activityDateTime: z.iso.datetime({ offset: true }), result: z.string().nullish() });

/** Newest entries can take minutes to appear. Least permission: AuditLog.Read.All. */
export async function directoryAudits(client: GraphClient, activity: string, personId: string, since: Date): Promise<{ at: Date; result: string }[]> {
  const filter = [
    `activityDateTime ge ${since.toISOString()}`,
    `activityDisplayName eq ${quoted(activity)}`,
    `targetResources/any(t:t/id eq ${quoted(personId)})`,
  ].join(' and ');
  const found: { at: Date; result: string }[] = [];
  for await (const page of client.pages(`/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}`, entry)) {
    found.push(...page.map(({ activityDateTime, result }) => ({ at: new Date(activityDateTime), result: result ?? '' })));
  }
  return found;
}
