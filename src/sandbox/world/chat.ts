// Conversations as people see them: messages in order, what each person sees of them, and who is told when something changes.
import { createBell } from './bell.ts';
import { cast } from './cast.ts';
import { teams } from './constants.ts';
import type { Message } from './entries.ts';
import { objectId, personalChatId } from './ids.ts';

export type Room = {
  id: string;
  kind: 'personal' | 'channel';
  name: string;
  team: string | null;
  /** Slugs. */
  people: readonly string[];
};

/** A message with its place in the order of changes and the cards single people see instead of its own. */
type Kept = { message: Message; seq: number; views: Map<string, unknown> };
type Shown = Omit<Message, 'conversation' | 'at' | 'verbs'> & { seq: number; at: string };

const rooms = new Map<string, Room>([
  ...cast.map((person): [string, Room] => {
    const id = personalChatId(objectId(person.address));
    return [id, { id, kind: 'personal', name: `${person.name} and LA Desk`, team: null, people: [person.slug] }];
  }),
  ...teams.flatMap(team => team.channels.map((channel): [string, Room] => [channel.id, { id: channel.id, kind: 'channel', name: channel.name, team: team.id, people: team.people }])),
]);

export const roomById = (id: string): Room | undefined => rooms.get(id);
export const roomsOf = (slug: string): Room[] => [...rooms.values()].filter(room => room.people.includes(slug));
export const personalRoomOf = (slug: string): Room | undefined => roomsOf(slug).find(room => room.kind === 'personal');

export type Chat = ReturnType<typeof createChat>;

export function createChat() {
  const messages = new Map<string, Map<string, Kept>>();
  const heights = new Map<string, number>();
  const bell = createBell();
  let lastId = 0;

  const inRoom = (room: string): Map<string, Kept> => messages.get(room) ?? messages.set(room, new Map()).get(room) ?? new Map<string, Kept>();

  function next(room: string): number {
    const seq = (heights.get(room) ?? 0) + 1;
    heights.set(room, seq);
    bell.ring();
    return seq;
  }

  const shown = (kept: Kept, slug: string): Shown => {
    const { conversation: _room, at, verbs: _verbs, ...rest } = kept.message;
    return { ...rest, card: kept.message.deleted ? null : ((kept.views.get(slug) as Message['card'] | undefined) ?? rest.card), seq: kept.seq, at: new Date(at).toISOString() };
  };

  return {
    /** Teams' message ids are milliseconds since 1970; no two alike. */
    newId(calendar: number): string {
      lastId = Math.max(calendar, lastId + 1);
      return String(lastId);
    },
    /** A new message, or the new state of one there is. What single people saw of it before is gone, as in Teams. */
    put(message: Message): void {
      lastId = Math.max(lastId, Number(message.id));
      const room = inRoom(message.conversation);
      room.set(message.id, { message, seq: next(message.conversation), views: new Map() });
    },
    /** `verbs`: what the card offers; a press of it may come late too. */
    setView(room: string, id: string, slug: string, card: unknown, verbs: readonly string[]): void {
      const kept = inRoom(room).get(id);
      if (!kept) return;
      kept.views.set(slug, card);
      kept.message = { ...kept.message, verbs: [...new Set([...kept.message.verbs, ...verbs])] };
      kept.seq = next(room);
    },
    height: (room: string): number => heights.get(room) ?? 0,
    message: (room: string, id: string): Message | undefined => inRoom(room).get(id)?.message,
    cardFor: (room: string, id: string, slug: string): unknown => inRoom(room).get(id)?.views.get(slug) ?? inRoom(room).get(id)?.message.card,
    /** What `slug` sees that is new or changed since `after`, in the order it was first said. */
    since(room: string, slug: string, after: number): { seq: number; messages: Shown[] } {
      const mine = [...inRoom(room).values()].filter(kept => kept.seq > after && (kept.message.targetedTo ?? slug) === slug);
      return { seq: heights.get(room) ?? 0, messages: mine.map(kept => shown(kept, slug)) };
    },
    /** Resolves at the next change anywhere, after `ms`, or when the caller hangs up. */
    changed: bell.wait,
  };
}
