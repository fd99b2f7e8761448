// What Teams' answer means for a delivery. Pure.
import type { SendResult, UpdateResult } from '../services.ts';

/** `again`: nothing was said, and it is tried once more. `pauseMs`: Teams wants fewer calls, so no delivery is made for so long. */
export type Outcome =
  | { is: 'delivered'; activityId: string }
  /** The card that is there shows what it should, or cannot be changed any more. */
  | { is: 'drawn' }
  | { is: 'failed'; reason: string }
  | { is: 'unknown' }
  | { is: 'again'; afterMs: number; pauseMs: number };

/** Tries in all: with the waits between them about four minutes. */
const mostTries = 8;
const longestMs = 60_000;

/** https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability: what each refusal says, and which are to be tried again. */
const reasons: Readonly<Record<string, string>> = {
  BotNotInConversationRoster: 'not-installed', ForbiddenOperationException: 'not-installed', ConversationBlockedByUser: 'blocked', BotDisabledByAdmin: 'blocked', ConversationNotFound: 'gone', ActivityNotFoundInConversation: 'gone',
};
const notSent: readonly number[] = [502, 503, 504];

/** `failures`: tries before this one. `random` (0 to 1) spreads the waits, so that many do not come back at once. */
export type Tries = { failures: number; random: number };

export function outcomeOf(result: SendResult, tries: Tries): Outcome {
  switch (result.is) {
    case 'sent':
      return { is: 'delivered', activityId: result.activityId };
    case 'gone':
      return { is: 'failed', reason: reasons[result.reason] ?? result.reason };
    case 'unknown':
      return result.status !== undefined && notSent.includes(result.status) ? again(result, tries) : { is: 'unknown' };
    case 'later':
      return again(result, tries);
  }
}

/** A card somebody deleted is not wanted. One that Teams never lets us change stays as it is. */
export function updateOutcomeOf(result: UpdateResult, tries: Tries): Outcome {
  if (result.is !== 'later') return { is: 'drawn' };
  const outcome = again(result, tries);
  return outcome.is === 'failed' ? { is: 'drawn' } : outcome;
}

export function again({ afterMs, status }: { afterMs?: number; status?: number }, { failures, random }: Tries): Outcome {
  if (failures + 1 >= mostTries) return { is: 'failed', reason: status === undefined || status === 0 ? 'not-taken' : `status-${status}` };
  const waitMs = afterMs ?? Math.round(Math.min(longestMs, 1_000 * 2 ** failures) * (0.5 + random / 2));
  return { is: 'again', afterMs: waitMs, pauseMs: status === 429 ? waitMs : 0 };
}
