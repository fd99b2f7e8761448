// The log: JSON lines on standard error. An error is written by kind, code and place. Those of the database carry whole rows, so only their code is kept.
import { pino, type Logger } from 'pino';

export const makeLog = (level: string): Logger => pino({ level, serializers: { err: errorFacts } }, pino.destination(2));

/** Never enumerable properties: a failing statement brings its parameters along, and with them addresses and phone numbers. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter(line => line.trimStart().startsWith('at '));
  return { type: error.name, ...(code === undefined ? {} : { code }), ...(isOfDatabase(error) ? {} : { message: error.message }), stack: frames.join('\n'), ...(error.cause === undefined ? {} : { cause: errorFacts(error.cause) }) };
}

const isOfDatabase = (error: Error): boolean => 'severity' in error || 'query' in error || 'routine' in error;
