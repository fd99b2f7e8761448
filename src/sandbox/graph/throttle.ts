// Graph's limits, in machine time; those of reports are over when the calendar is wound, so that they can be read each night of a long winding.
// https://learn.microsoft.com/graph/throttling-limits
import { createRates } from '../world/rates.ts';
import type { Ask, Reply } from './ask.ts';
import { throttled } from './errors.ts';

/** Resource units of a call before $select and $top change them. */
const units: Record<string, number> = {
  'GET /users': 2, 'GET /groups/{id}/members': 3, 'GET /groups/{id}/transitiveMembers': 5, 'POST /directoryObjects/getByIds': 5,
  'POST /users/{id}/checkMemberGroups': 4, 'POST /directoryObjects/{id}/checkMemberGroups': 4,
};
const reports = new Set(['GET /auditLogs/directoryAudits', 'GET /reports/authenticationMethods/userRegistrationDetails']);
const policies = 'GET /identity/conditionalAccess/policies';

function unitsOf(operation: string, ask: Ask): number {
  const top = Number(ask.query.get('$top') ?? 100);
  return Math.max(1, (units[operation] ?? 1) - (ask.query.has('$select') ? 1 : 0) + (ask.query.has('$expand') ? 1 : 0) - (top < 20 ? 1 : 0));
}

/** A tenant of more than 500 people: 8,000 units (`mostUnits`) in 10 s and 3,000 writes in 150 s, per application. */
export function createThrottle({ machine, calendar }: { machine: () => number; calendar: () => number }, mostUnits: () => number) {
  const used = { units: windows(mostUnits, 10_000, machine), writes: windows(() => 3000, 150_000, machine) };
  const reportRate = createRates([{ most: 5, withinMs: 10_000 }], calendar);
  const policyRate = createRates([{ most: 1, withinMs: 1000 }], machine);

  return (operation: string, ask: Ask): Reply | null => {
    // No Retry-After here, for any application of the tenant.
    if (operation === policies && policyRate.take('tenant') > 0) return throttled(null);
    const wait = Math.max(
      reports.has(operation) ? reportRate.take(ask.app) : 0,
      used.units(ask.app, unitsOf(operation, ask)),
      ask.method === 'GET' || operation.includes('checkMember') || operation.includes('getByIds') ? 0 : used.writes(ask.app, 1),
    );
    return wait > 0 ? throttled(Math.ceil(wait / 1000)) : null;
  };
}

/** A fixed window per key. Answers 0, or the milliseconds until the window ends. */
function windows(most: () => number, lengthMs: number, machine: () => number): (key: string, cost: number) => number {
  const open = new Map<string, { until: number; used: number }>();
  return (key, cost) => {
    const now = machine();
    const before = open.get(key);
    const window = before && before.until > now ? before : { until: now + lengthMs, used: 0 };
    open.set(key, window);
    if (window.used + cost > most()) return window.until - now;
    window.used += cost;
    return 0;
  };
}
