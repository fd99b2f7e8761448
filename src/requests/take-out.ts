// Taking one person out of a request: what may be done for them, by how far the request has come with them. Pure.
import type { Somebody } from '../store/undoing.ts';

export type Verdict =
  /** This request changed them, or may have: it is put back. */
  | 'remove'
  /** Nothing was done for them yet, and nothing will be. */
  | 'leave-out'
  /** They are being changed at this moment: decided again when that is over. */
  | 'in-hand'
  | 'had-before'
  | 'off-already'
  | 'not-applied';

/** `isAlready`: they were so when the list was checked. */
export function verdictOn({ state, isUnsure, stands }: Somebody, isAlready: boolean): Verdict {
  if (stands) return 'remove';
  if (isAlready) return 'had-before';
  switch (state) {
    case null:
      return 'leave-out';
    case 'calling':
      return 'in-hand';
    case 'waiting':
      return isUnsure === true ? 'remove' : 'leave-out';
    case 'taken-out':
      // Marked while an earlier call for them may have been done.
      return isUnsure === true ? 'remove' : 'off-already';
    case 'done':
      return 'off-already';
    case 'already':
      return 'had-before';
    case 'failed':
      // Given up on, and one of the calls may have been done all the same.
      return isUnsure === true ? 'remove' : 'not-applied';
    default:
      return 'not-applied';
  }
}

/** Under the fence of their lane nobody else is changing them: what is still in hand was left behind, and may have been done. */
export const underFence = (verdict: Verdict): Verdict => (verdict === 'in-hand' ? 'remove' : verdict);

/** Why nothing was put back, as the effect keeps it. */
export const heldBack = { 'had-before': 'had-before', 'not-applied': 'not-applied' } as const;
