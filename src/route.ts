// What routes are made of: a message that fits, a press, a job whose payload is read back from a table.
import type { z } from 'zod';
import type { Reaction } from './dispatch.ts';
import type { Again } from './jobs/run-job.ts';
import type { Answer, Press, Services, Turn } from './services.ts';

/** `when` answers what it found in the text, or null where the message is not for this route. */
export type Message = { when: (turn: Turn) => readonly string[] | null; handle: (services: Services, turn: Turn, found: readonly string[]) => Promise<Reaction> };

export const fits = (does: boolean): readonly string[] | null => (does ? [] : null);

export const isPersonal = (turn: Turn) => turn.conversation.kind === 'personal';

/** In somebody's own chat. */
export const typed = (words: RegExp): Message['when'] => turn => (isPersonal(turn) ? words.exec(turn.text) : null);

export type Pressed = (services: Services, press: Press) => Promise<Answer>;

export type JobRoute = (services: Services, payload: unknown, run: { signal: AbortSignal }) => Promise<Again>;

/** A payload is read back from a table, so it is checked like anything else that comes from outside. */
export const job =
  <P>(payload: z.ZodType<P>, handle: (services: Services, payload: P, run: { signal: AbortSignal }) => Promise<Again>): JobRoute =>
  (services, raw, run) =>
    handle(services, payload.parse(raw), run);
