// What people do in Teams, and what of it reaches the bot as an activity.
import type { FileEdge } from '../files/routes.ts';
import { freeName, saveFile } from '../files/store.ts';
import { cast, type Actor } from '../world/cast.ts';
import { personalRoomOf, roomById, type Room } from '../world/chat.ts';
import { teams } from '../world/constants.ts';
import type { Attached, Message } from '../world/entries.ts';
import type { World } from '../world/world.ts';
import { installKey } from './accounts.ts';
import { fileAttachment, installActivities, messageActivity, type Envelope } from './activities.ts';
import { createConsent, createPress, envelopeFor } from './answers.ts';
import type { Deliver, Delivered } from './deliver.ts';

type NewFile = { name: string; bytes: Buffer };
/** Several files at once in channels only. */
export type Saying = { text: string; files: NewFile[]; isMention: boolean; replyTo: string | null };
export type Talk = ReturnType<typeof createTalk>;

/** The app may arrive in the teams while the bot is still starting. */
async function patiently(attempt: () => Promise<Delivered>): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    if ((await attempt()).status !== 0) return;
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

const saidBy = (actor: Actor, room: Room, saying: Saying, more: Pick<Message, 'id' | 'file' | 'moreFiles' | 'at'>): Message => ({
  ...more, conversation: room.id, from: actor.slug, text: saying.text, isMention: saying.isMention, replyTo: saying.replyTo, card: null, fileConsent: null, mentions: [], targetedTo: null, edited: false, deleted: false, verbs: [],
});

export function createTalk(world: World, deliver: Deliver, files: FileEdge, serviceUrl: () => string) {
  const envelope = (room: Room, from: Actor, root: string | null): Envelope => ({ world, serviceUrl: serviceUrl(), room, from, root });

  /** Tells the bot it has arrived; it counts as installed from then on. */
  async function install(room: Room, by: Actor): Promise<void> {
    if (world.installed.has(installKey(room))) return;
    world.record({ is: 'installed', where: installKey(room) });
    for (const activity of installActivities(envelope(room, by, null))) await patiently(() => deliver(activity));
  }

  /** Takes the app out of a chat, or of a channel's team, and tells the bot. */
  async function uninstall(room: Room, by: Actor): Promise<void> {
    if (!world.installed.has(installKey(room))) return;
    world.record({ is: 'uninstalled', where: installKey(room) });
    for (const activity of installActivities(envelope(room, by, null), false)) await deliver(activity);
  }

  /** A file sent in a channel lies in the channel's folder, where everyone in the team can open it; one sent in a chat lies in the sender's. */
  function attach(actor: Actor, room: Room, { name, bytes }: NewFile): Attached {
    const channel = room.kind === 'channel' ? room.id : null;
    const stored = saveFile(world, { name: channel === null ? name : freeName(world, channel, name), owner: actor.slug, kind: 'sent', channel }, bytes);
    return { id: stored.id, name: stored.name, size: stored.size, isGone: false };
  }

  return {
    uninstall,
    /** Puts the app into a chat, or into a channel's team. */
    install,
    /** A person deletes a message; the bot is not told. Its files stay in the channel's folder, as in Teams. */
    remove(message: Message): void {
      const left = roomById(message.conversation)?.kind === 'channel' ? {} : { file: null, moreFiles: [] };
      world.record({ is: 'message', message: { ...message, ...left, text: '', card: null, fileConsent: null, deleted: true } });
    },
    async say(actor: Actor, room: Room, saying: Saying): Promise<{ activityId: string; botStatus: number }> {
      if (room.kind === 'personal') await install(room, actor);
      const id = world.chat.newId(world.clock.calendar());
      const [file = null, ...moreFiles] = saying.files.map(one => attach(actor, room, one));
      world.record({ is: 'message', message: saidBy(actor, room, saying, { id, file, moreFiles, at: world.clock.calendar() }) });
      const attachment = file && fileAttachment(file, files.links.page(file.name, actor.slug), files.links.download(file.id, file.name, actor.slug));
      const activity = messageActivity(envelope(room, actor, saying.replyTo ?? id), { id, text: saying.text, isMention: saying.isMention, file: attachment, fileIds: [file, ...moreFiles].flatMap(one => one?.id ?? []) });
      return { activityId: id, botStatus: (await deliver(activity)).status };
    },
    press: createPress(world, deliver, envelopeFor(world, serviceUrl)),
    consent: createConsent(world, deliver, envelopeFor(world, serviceUrl), files),
    /** The chat's id. */
    async openPersonal(actor: Actor): Promise<string | null> {
      const room = personalRoomOf(actor.slug);
      if (room) await install(room, actor);
      return room?.id ?? null;
    },
    /** In every team that does not have it yet, by the first of its people. */
    async installInTeams(): Promise<void> {
      for (const team of teams) {
        const room = roomById(team.id);
        const by = cast.find(actor => actor.slug === team.people[0]);
        if (room && by) await install(room, by);
      }
    },
  };
}
