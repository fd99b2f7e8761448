// Sending, changing and deleting what the bot says in a conversation.
import type { Answer } from '../http/router.ts';
import type { Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import { badRequest, noActivity, noRecipient, tooBig } from './answers.ts';
import type { Request } from './gateway.ts';
import { mentionsOf, objectionTo } from './mentions.ts';
import { activity, isTooBig, messageOf, slugOf } from './posting.ts';
import { inRoom, post, type Here } from './rooms.ts';

export const send = (world: World) => inRoom(world, (here, request) => {
  if (isTooBig(request.json)) return tooBig();
  const said = activity.parse(request.json);
  // "Typing" is shown for a moment and is no message.
  if (said.type !== 'message') return { status: 201, json: { id: world.chat.newId(world.clock.calendar()) } };
  const objection = objectionTo(mentionsOf(said), here.room);
  if (objection !== null) return badRequest(objection);
  if (request.query.get('isTargetedActivity') !== 'true') return { status: 201, json: { id: post(world, here, said, null) } };
  const target = slugOf(said.recipient?.id);
  if (target === null || !here.room.people.includes(target)) return noRecipient();
  return { status: 201, json: { id: post(world, here, said, target) } };
});

export const update = (world: World) => inRoom(world, (here, request) => {
  if (isTooBig(request.json)) return tooBig();
  const before = ownMessage(world, here, request);
  if (!before) return noActivity();
  const { conversation, replyTo, targetedTo } = before;
  world.record({ is: 'message', message: messageOf(world, activity.parse(request.json), { conversation, replyTo, targetedTo }, before) });
  return { status: 200, json: { id: before.id } };
});

export const remove = (world: World) => inRoom(world, (here, request): Answer => {
  const before = ownMessage(world, here, request);
  if (!before) return noActivity();
  world.record({ is: 'message', message: { ...before, text: '', card: null, file: null, fileConsent: null, deleted: true } });
  return { status: 200, json: {} };
});

function ownMessage(world: World, here: Here, request: Request): Message | null {
  const found = world.chat.message(here.room.id, request.params.activity ?? '');
  return found?.from === 'bot' && !found.deleted ? found : null;
}
