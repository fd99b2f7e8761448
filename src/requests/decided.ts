// What the audit trail keeps of a decision for good: the counts that were shown, of which list and version, and whether the policy was on.
import { within } from '../access/look-up.ts';
import { WorldError } from '../errors.ts';
import { kinds } from '../kinds/grid.ts';
import type { Services } from '../services.ts';
import type { Json } from '../store/audit-chain.ts';
import { isUndoAsked, type Counts, type ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'directory' | 'settings'>;

/** Whoever presses waits for the answer, and a decision does not depend on it. */
const patienceMs = 500;

/** Read before the transaction: the policies come from the directory, mostly out of its cache. `shown` where the request does not hold the counts yet. */
export async function decidedOn(needs: Needs, request: ServiceRequest, shown: Counts | null = request.shown): Promise<Record<string, Json>> {
  return {
    listHash: request.listHash,
    versionShown: request.version,
    shown: shown && countsOf(shown),
    policy: await policyStateOf(needs, request),
  };
}

/** Beside it, at the moment it is started: how many an undo is for, who may be fewer than were shown when they were submitted. */
export const decidedFor = ({ undo }: ServiceRequest): Record<string, Json> => (undo !== null && isUndoAsked({ undo }) ? { count: undo.count } : {});

const countsOf = ({ total, wouldChange, already, leftOut, doubts, organisationSize }: Counts): Json => ({
  total,
  wouldChange,
  already,
  organisationSize,
  leftOut: Object.fromEntries(leftOut.map(({ cause, count }) => [cause, count])),
  doubts: Object.fromEntries(doubts.map(({ doubt, count }) => [doubt, count])),
});

/** `unknown` while the directory does not say; null where the kind has no policy. */
async function policyStateOf(needs: Needs, request: ServiceRequest): Promise<'on' | 'off' | 'unknown' | null> {
  const { policyState } = kinds[request.kind];
  if (policyState === null) return null;
  const unlessWorlds = (error: unknown) => {
    if (error instanceof WorldError) return null;
    throw error;
  };
  return (await within(patienceMs, policyState(needs).catch(unlessWorlds))) ?? 'unknown';
}
