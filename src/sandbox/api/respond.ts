// How the sandbox's own API answers: JSON, and refusals that say what to do.
import { z } from 'zod';
import type { Answer, Call, Handler } from '../http/router.ts';
import { actorBySlug, cast, type Actor } from '../world/cast.ts';
import { roomById, type Room } from '../world/chat.ts';
import type { Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';

/** The request is the caller's mistake. */
export class Mistake extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const ok = (json: unknown): Answer => ({ status: 200, json });

/** Answers a Mistake or a body that does not fit with what is wrong with it. */
export const guarded = (handler: Handler): Handler => async call => {
  try {
    return await handler(call);
  } catch (error) {
    if (error instanceof Mistake) return { status: error.status, json: { error: error.message } };
    if (error instanceof z.ZodError) return { status: 400, json: { error: z.prettifyError(error) } };
    throw error;
  }
};

/** @throws Mistake where the body is not JSON; ZodError where it does not fit. */
export function bodyAs<T>(call: Call, schema: z.ZodType<T>): T {
  let json: unknown;
  try {
    json = call.body.length === 0 ? {} : JSON.parse(call.body.toString('utf8'));
  } catch {
    throw new Mistake(400, 'The body is not JSON.');
  }
  return schema.parse(json);
}

export function actorOf(slug: string | null | undefined): Actor {
  const actor = actorBySlug(slug ?? '');
  if (!actor) throw new Mistake(404, `There is nobody called '${slug ?? ''}' here. Say as=${cast.map(({ slug: known }) => known).join('|')}.`);
  return actor;
}

export function roomOf(id: string | undefined, actor: Actor): Room {
  const room = roomById(id ?? '');
  if (!room) throw new Mistake(404, 'There is no such conversation; GET /api/conversations?as=... lists them.');
  if (!room.people.includes(actor.slug)) throw new Mistake(403, `${actor.name} is not in this conversation.`);
  return room;
}

/** The message a call is about, where this person sees it. */
export function messageFor(world: World, call: Call, slug: string): Message {
  const room = roomOf(call.params.id, actorOf(slug));
  const message = world.chat.message(room.id, call.params.message ?? '');
  if (!message || (message.targetedTo ?? slug) !== slug) throw new Mistake(404, 'There is no such message for this person.');
  return message;
}

/** A number of milliseconds in the query, between 0 and `most`. */
export const msIn = (call: Call, name: string, most: number): number => Math.min(Math.max(Number(call.query.get(name) ?? 0) || 0, 0), most);
