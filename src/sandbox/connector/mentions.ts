// Whom a message of the bot alerts. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
import { z } from 'zod';
import { actorByAccount } from '../teams/accounts.ts';
import { cast } from '../world/cast.ts';
import type { Room } from '../world/chat.ts';
import { teams } from '../world/constants.ts';
import type { Message } from '../world/entries.ts';
import type { Limit } from '../world/rates.ts';

const mention = z.looseObject({ type: z.literal('mention'), text: z.string(), mentioned: z.looseObject({ id: z.string(), type: z.string().optional() }) });
type Mention = z.infer<typeof mention>;

/** Per thread, for messages that mention a tag. */
export const perThreadWithTags: readonly Limit[] = [{ most: 2, withinMs: 5_000 }, { most: 5, withinMs: 60_000 }];
const mostTags = 10;

const isTag = ({ mentioned }: Mention): boolean => mentioned.type === 'tag';

/** Those whose words are in the text: Teams passes over the others. */
export function mentionsOf({ text, entities }: { text: string; entities: readonly unknown[] }): Mention[] {
  return entities.flatMap(one => mention.safeParse(one).data ?? []).filter(one => /^<at>.+<\/at>$/.test(one.text) && text.includes(one.text));
}

export const mentionsTag = (said: Parameters<typeof mentionsOf>[0]): boolean => mentionsOf(said).some(isTag);

/** Why Teams refuses the message; null where it takes it. */
export function objectionTo(mentions: readonly Mention[], room: Room): string | null {
  const tags = mentions.filter(isTag);
  const team = teams.find(({ id }) => id === room.team);
  if (tags.length > 0 && team === undefined) return 'Tag can only be mentioned in channel';
  if (tags.length > mostTags) return 'Too many tags are mentioned';
  const unknown = tags.find(({ mentioned }) => !team?.tags.some(({ id }) => id === mentioned.id));
  return unknown === undefined ? null : `Mentioned tag with ID ${unknown.mentioned.id} doesn't exist in current team`;
}

/** By a Teams id, an object id or a user principal name; who is not in the room is shown by name and not alerted. */
export function alerted(mentions: readonly Mention[], room: Room): Message['mentions'] {
  return mentions.map(one => ({ text: one.text, people: peopleOf(one, room).filter(slug => room.people.includes(slug)) }));
}

function peopleOf(one: Mention, room: Room): readonly string[] {
  const { id } = one.mentioned;
  if (isTag(one)) return teams.find(team => team.id === room.team)?.tags.find(tag => tag.id === id)?.people ?? [];
  const actor = actorByAccount(id) ?? cast.find(({ address }) => address === id.toLowerCase());
  return actor === undefined ? [] : [actor.slug];
}
