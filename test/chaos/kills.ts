// Who is killed when: a share of the kills for each part of the journey, at moments and on processes that chance chooses.
import { setTimeout as pause } from 'node:timers/promises';
import type { Fleet } from './fleet.ts';

export type Moment = 'receiving' | 'checking' | 'starting' | 'applying' | 'confirming';
/** `atMs` since the run began; `joined`: people in the group by then. */
export type Kill = { atMs: number; during: Moment; process: string; joined: number };

const share: Record<Moment, number> = { receiving: 0.1, checking: 0.2, starting: 0.1, applying: 0.4, confirming: 0.2 };

/** How many kills fall into each part; together `total`. */
export function shared(total: number): Record<Moment, number> {
  const parts = { receiving: part('receiving'), checking: part('checking'), starting: part('starting'), applying: 0, confirming: part('confirming') };
  return { ...parts, applying: total - parts.receiving - parts.checking - parts.starting - parts.confirming };

  function part(moment: Moment): number {
    return Math.round(total * share[moment]);
  }
}

/** A slice of people joins at once: a kill aimed at somebody falls while theirs is under way. */
const slice = 400;

/** How many must have joined before each of these kills: one by chance in each part of the list, so that together they fall all along it. */
export const aims = (kills: number, people: number, random: () => number): number[] =>
  Array.from({ length: kills }, (_, n) => Math.floor((Math.max(0, people - slice) * (n + random())) / kills));

/** How far the list was at each kill while people joined, in percent. */
export const alongTheList = (kills: readonly Kill[], people: number): number[] => kills.filter(({ during }) => during === 'applying').map(({ joined }) => Math.round((100 * joined) / people));

export type Killer = ReturnType<typeof makeKiller>;

/** `joined` counts who is in the group, to say afterwards where each kill fell. `storm` adds to the trouble after each kill. */
export function makeKiller(fleet: Fleet, random: () => number, joined: () => Promise<number>, storm: () => Promise<unknown>) {
  const kills: Kill[] = [];
  const began = performance.now();
  return {
    kills: (): readonly Kill[] => kills,
    random,
    joined,
    /**
     * Waits for a moment of at most `withinMs` and kills one of these processes, which then starts again. One that is at work, where there is one:
     * while a dead one starts, the others might come to the end of the list.
     */
    async strike(during: Moment, withinMs: number, among: readonly string[], whileDead?: () => Promise<void>): Promise<void> {
      const afterMs = Math.round(random() * withinMs);
      const up = among.filter(one => fleet.isUp(one));
      const able = up.length > 0 ? up : among;
      const name = able[Math.floor(random() * able.length)] ?? '';
      await fleet.ready(name);
      await pause(afterMs);
      const atMs = Math.round(performance.now() - began);
      await fleet.kill(name, whileDead);
      kills.push({ atMs, during, process: name, joined: await joined() });
      await storm();
    },
  };
}
