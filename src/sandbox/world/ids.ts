// Ids that look like Microsoft's and are the same in every run: made from what they name.
import { createHash } from 'node:crypto';

const digest = (text: string): string => createHash('sha1').update(text).digest('hex');

/** A version 4 shaped object id. */
export function objectId(of: string): string {
  const hex = digest(of);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const teamsUserId = (id: string): string => `29:1${digest(`teams user ${id}`).slice(0, 32)}`;
export const personalChatId = (id: string): string => `a:1${digest(`personal chat ${id}`)}`;

/** Numbers from 0 to below 1, the same row for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items.map(item => ({ item, key: random() })).sort((a, b) => a.key - b.key).map(({ item }) => item);
}
