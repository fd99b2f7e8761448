// Finding the conversation a connector request is about, and posting into it.
import type { Answer } from '../http/router.ts';
import { installKey, placeOf } from '../teams/accounts.ts';
import type { Room } from '../world/chat.ts';
import type { World } from '../world/world.ts';
import { noConversation, notInstalled } from './answers.ts';
import type { Request } from './gateway.ts';
import { messageOf, type Activity } from './posting.ts';

export type Here = { room: Room; root: string | null };

/** Runs `work` where the conversation is one the bot is in. */
export const inRoom = (world: World, work: (here: Here, request: Request) => Answer) => (request: Request): Answer => {
  const here = placeOf(request.params.conversation ?? '');
  if (!here) return noConversation();
  return world.installed.has(installKey(here.room)) ? work(here, request) : notInstalled();
};

/** @returns the new message's id. */
export function post(world: World, here: Here, said: Activity, targetedTo: string | null): string {
  const message = messageOf(world, said, { conversation: here.room.id, replyTo: here.root, targetedTo });
  world.record({ is: 'message', message });
  return message.id;
}
