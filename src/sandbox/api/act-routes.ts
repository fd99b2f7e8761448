// The API for doing what a person does in Teams: open the chat, say something, press a button, accept a file.
import { z } from 'zod';
import type { Call, Route } from '../http/router.ts';
import type { Talk } from '../teams/talk.ts';
import { roomById, type Room } from '../world/chat.ts';
import type { World } from '../world/world.ts';
import { actorOf, bodyAs, messageFor, Mistake, ok, roomOf } from './respond.ts';

const opened = z.strictObject({ as: z.string() });
const newFile = z.strictObject({ name: z.string().min(1), base64: z.base64() });
const said = z.strictObject({
  as: z.string(), text: z.string().default(''), mention: z.boolean().default(false), replyTo: z.string().nullish(),
  file: newFile.nullish(),
  files: z.array(newFile).max(10).default([]),
});
const pressed = z.strictObject({ as: z.string(), verb: z.string(), data: z.json().default({}), trigger: z.enum(['manual', 'automatic']).default('manual') });
const installed = z.strictObject({ as: z.string(), is: z.enum(['added', 'removed']) });
/** Teams tells of a team's app in its first channel. */
const teamRoom = (room: Room): Room => roomById(room.team ?? '') ?? room;
const consented = z.strictObject({ as: z.string(), accept: z.boolean() });

export function actRoutes(world: World, talk: Talk): Route[] {
  const openPersonal = async (call: Call) => ok({ conversationId: await talk.openPersonal(actorOf(bodyAs(call, opened).as)) });

  const say = async (call: Call) => {
    const wanted = bodyAs(call, said);
    const actor = actorOf(wanted.as);
    const room = roomOf(call.params.id, actor);
    const root = wanted.replyTo ?? null;
    if (root !== null && !world.chat.message(room.id, root)) throw new Mistake(404, 'There is no message to reply to with this id.');
    const files = [...(wanted.file ? [wanted.file] : []), ...wanted.files].map(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }));
    if (room.kind === 'personal' && files.length > 1) throw new Mistake(400, 'In a personal chat one file goes with a message.');
    const isChannel = room.kind === 'channel';
    return ok(await talk.say(actor, room, { text: wanted.text, files, isMention: isChannel && wanted.mention, replyTo: isChannel ? root : null }));
  };

  const press = async (call: Call) => {
    const wanted = bodyAs(call, pressed);
    const message = messageFor(world, call, wanted.as);
    if (!message.verbs.includes(wanted.verb)) throw new Mistake(400, `No Action.Execute of this message has the verb '${wanted.verb}'; it has ${message.verbs.join(', ') || 'none'}.`);
    return ok(await talk.press(actorOf(wanted.as), message, wanted));
  };

  const consent = async (call: Call) => {
    const wanted = bodyAs(call, consented);
    const message = messageFor(world, call, wanted.as);
    if (!message.fileConsent) throw new Mistake(400, 'This message asks for no consent to a file.');
    if (message.fileConsent.answered) throw new Mistake(409, 'This has been answered already.');
    return ok(await talk.consent(actorOf(wanted.as), message, wanted.accept));
  };

  const remove = (call: Call) => {
    talk.remove(messageFor(world, call, bodyAs(call, opened).as));
    return ok({});
  };

  const app = async (call: Call) => {
    const { as, is } = bodyAs(call, installed);
    const actor = actorOf(as);
    const room = roomOf(call.params.id, actor);
    await (is === 'added' ? talk.install(teamRoom(room), actor) : talk.uninstall(teamRoom(room), actor));
    return ok({});
  };

  return [
    ['POST', '/api/personal-chat', openPersonal],
    ['PUT', '/api/conversations/:id/app', app],
    ['POST', '/api/conversations/:id/messages/:message/delete', remove],
    ['POST', '/api/conversations/:id/messages', say],
    ['POST', '/api/conversations/:id/messages/:message/press', press],
    ['POST', '/api/conversations/:id/messages/:message/consent', consent],
  ];
}
