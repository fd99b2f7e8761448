// When a request to Graph is worth repeating, and after how long. Pure: the clock and chance are passed in.

/** Requests are tried this often, the first time included. */
export const mostTries = 5;
/** A longer wait is handed to the caller, who keeps it in the database instead of in a sleeping process. */
export const longestWaitMs = 20_000;

const firstWaitMs = 500;
/** Where others were answered in the same moment Graph is up, and only this one was unlucky. */
const firstWaitAmongOthersMs = 125;
const longestBackoffMs = 10_000;
/** 424 comes of another request, and says nothing about this one. */
const passing = new Set([0, 408, 409, 412, 423, 424, 429, 500, 502, 503, 504, 507, 509]);

/** True where the same request may succeed later. 0 stands for "no answer came". */
export function isPassing(status: number): boolean {
  return passing.has(status);
}

/** True where nobody can tell whether the request took effect. */
export function isUnsure(status: number): boolean {
  return status === 0 || status === 408 || status >= 500;
}

/** Doubles with each attempt (1, 2, ...); half of it is chance, so that many processes do not come back together. */
export function backoffMs(attempt: number, random: () => number, isAmongOthers = false): number {
  const whole = Math.min(longestBackoffMs, (isAmongOthers ? firstWaitAmongOthersMs : firstWaitMs) * 2 ** (attempt - 1));
  return Math.round(whole / 2 + (whole / 2) * random());
}

/** `Retry-After` is whole seconds or an HTTP date. Null where it is missing or makes no sense. */
export function parseRetryAfter(value: string | null | undefined, machineMs: number): number | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - machineMs);
}
