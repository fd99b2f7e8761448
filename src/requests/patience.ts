// How long, and how often, applying waits for a directory that does not do it now. Pure.

/** After this many attempts the directory has refused somebody for good: about four hours of an outage. Kills count as attempts too, so it is not small. */
export const maxAttempts = 50;

/** "Forbidden" for one person among others is asked for again before it is believed: permissions of an application do not differ by person. */
export const forbiddenTries = 3;
export const forbiddenAgainMs = 30_000;

const longMs = 30_000;
const longestMs = 5 * 60_000;

/** A wait that Graph gave itself, or a short one, stays; where it was away for long the waits double with the attempts. */
export const waitMs = (afterMs: number, attempt: number): number =>
  afterMs < longMs ? afterMs : Math.max(afterMs, Math.min(longestMs, afterMs * 2 ** Math.min(attempt - 1, 10)));

/** Shorter waits are not worth telling anybody. */
export const isWorthTelling = (ms: number): boolean => ms >= 20_000;

/** A check comes back sooner while it is young: people wait for it. */
export const checkAgainMs = (ageMs: number): number => Math.min(longestMs, Math.max(longMs, ageMs / 4));
