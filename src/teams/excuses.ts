// What somebody is told where their turn failed or takes too long: theirs, the world's and ours kept apart.
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { DatabaseAway, UserError, WorldError } from '../errors.ts';

/** With what it takes to say so, somebody who writes or presses has an answer within five seconds. */
export const PATIENCE_MS = 3_500;

class Overdue extends Error {
  override name = 'Overdue';
}

/** Late or refused, the database has it. Handlers wait for little else. */
export const isAboutDatabase = (error: unknown): boolean => error instanceof DatabaseAway || error instanceof Overdue;

/** Fails as overdue after `ms`. The work itself goes on, and how it ended is then told to the log alone. */
export async function inTime<T>(ms: number, work: Promise<T>, log: Logger): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reject(new Overdue(`not done after ${ms} ms`));
  }, ms);
  work.catch((err: unknown) => { if (isLate) log.warn({ err }, 'what was overdue failed'); });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const mayBeUndone = 'What you sent may not have been dealt with: check with **my requests** before you send it again.';

/** Their own fault as it is, the world's as passing, anything else by a reference that leads to the log. */
export function excuseFor(error: unknown, log: Logger): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof WorldError && error.failure !== 'refused') {
    log.warn({ err: error }, 'a turn found Microsoft 365 busy or away');
    return 'Microsoft 365 is busy or away. Try again in a minute.';
  }
  const reference = randomBytes(4).toString('hex').toUpperCase();
  if (error instanceof DatabaseAway) {
    log.warn({ code: error.code, reference }, 'a turn found the database away');
    return `LA Desk cannot reach its records at the moment. Try again in a few minutes. ${mayBeUndone} If it goes on, quote reference ${reference} when you ask for help.`;
  }
  if (error instanceof Overdue) {
    log.warn({ reference }, 'a turn took too long');
    return `LA Desk is slow at the moment. What you asked for may still be done: look again in a minute. ${mayBeUndone} If it goes on, quote reference ${reference} when you ask for help.`;
  }
  log.error({ err: error, reference }, 'a turn failed');
  return `Something went wrong on our side. Quote reference ${reference} when you ask for help. ${mayBeUndone}`;
}
