// The grid: everything that can be done to people has this one shape. Intake, tickets, approval, execution, cards and audit know only this.
import type { Outcome, Services } from '../services.ts';

export type KindName = 'enable-mfa' | 'revoke-sessions';

/** Why a person is left out, or needs a look. Words for each are in requests/causes.ts. */
export type DirectoryCause = 'not-found' | 'ambiguous' | 'guest' | 'other-organisation' | 'second-organisation' | 'no-organisation' | 'protected';

/** One unit of work, audit and idempotence: (request, round, person, step). */
type EffectKey = { personId: string; step: string };

export type Confirmation =
  | { is: 'confirmed' }
  /** Not seen yet: read again later. */
  | { is: 'not-yet' }
  /** It will not become so by waiting alone, for example because the policy excludes the person: somebody has to change that first. */
  | { is: 'contradicted'; reason: 'excluded' | 'policy-off' | 'still-so' };

type Needs = Pick<Services, 'directory' | 'members' | 'sessions' | 'settings'>;

type Slice = (EffectKey & { attempt: number; appliedSince: Date })[];

export type Kind = {
  name: KindName;
  /** Where the people come from. */
  source: 'list' | 'organisation' | 'person';
  /** Columns of the upload that the rules read, beside the address. */
  columns: readonly ('status' | 'mailboxType' | 'accountType' | 'mobile')[];
  isPersonalChatOnly: boolean;
  /** False where it is urgent: applied at any time of day. */
  keepsHours: boolean;
  approval: 'none' | 'resolver' | 'second-approver';
  /** What must have one writer at a time: `group:<id>`, `person:<id>`, or one word for the whole tenant. */
  lane(needs: Pick<Services, 'settings'>, personId: string): string;
  /** The steps for one person in the order they are taken. */
  steps: readonly string[];
  /** People in one slice: what Pause lets finish. */
  sliceSize: number;
  /** People who are so already, and need nothing. */
  already(needs: Needs, personIds: readonly string[]): Promise<Set<string>>;
  /** State to keep so that undo can put it back; null where a change needs none. */
  before: null | ((needs: Needs, personId: string) => Promise<Record<string, unknown>>);
  apply(needs: Needs, slice: Slice): Promise<Map<string, Outcome>>;
  confirm: { none: string } | ((needs: Needs, slice: Slice) => Promise<Map<string, Confirmation>>);
  /** Puts back what `apply` did. Its `confirm` reads the opposite: that it is so no longer. */
  undo: { cannot: string } | { call(needs: Needs, slice: Slice): Promise<Map<string, Outcome>>; confirm(needs: Needs, slice: Slice): Promise<Map<string, Confirmation>> };
  /** When what was done ends by itself: none of the first kinds does. */
  endsAt: null | ((startedAt: Date) => Date);
  /** Whether what is applied would have its effect, kept with each decision; null where nothing else has to be so. Read from a cache. */
  policyState: null | ((needs: Pick<Services, 'directory' | 'settings'>) => Promise<'on' | 'off'>);
  /** True where the Portal has to be marked by hand before the request can be resolved. */
  needsPortalMark: boolean;
  /** True where people are asked for a sign-in method from then on: a week later whoever sent the request hears who still has none. */
  asksForMethod: boolean;
  /** Least application permissions in Graph. */
  permissions: readonly string[];
  /** The Graph identity that holds them. */
  identity: 'read' | 'members' | 'methods' | 'roles';
};
