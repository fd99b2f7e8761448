// Winds the calendar from due time to due time: at each stop the bot does all that is due before the clock moves on.
import type { World } from '../world/world.ts';
import { Mistake } from './respond.ts';
import { settle } from './settle.ts';

export type Winding = { by: number } | { to: string } | { next: true };
export type Wound = { version: number; offsetMs: number; calendar: string; stops: number };

export function createWinder(world: World): { wind(how: Winding): Promise<Wound> } {
  const clock = world.clock;
  let turn: Promise<unknown> = Promise.resolve();

  const setCalendar = (to: number): void => world.record({ is: 'clock', offsetMs: to - clock.machine() });

  async function windTo(endpoint: string | null, target: number): Promise<number> {
    let stops = 0;
    while (endpoint !== null) {
      const { nextDue } = await settle(clock, endpoint);
      if (nextDue === null || nextDue > target) break;
      setCalendar(Math.max(nextDue, clock.calendar()));
      stops += 1;
    }
    if (target > clock.calendar()) setCalendar(target);
    if (endpoint !== null) await settle(clock, endpoint);
    return stops;
  }

  async function targetOf(how: Winding, endpoint: string | null): Promise<number> {
    if ('by' in how) return clock.calendar() + how.by;
    if ('to' in how) return Date.parse(how.to);
    if (endpoint === null) throw new Mistake(409, 'No bot has registered, so there is no next event.');
    const { nextDue } = await settle(clock, endpoint);
    if (nextDue === null) throw new Mistake(409, 'The bot has nothing due.');
    return nextDue;
  }

  async function run(how: Winding): Promise<Wound> {
    const endpoint = world.endpoint();
    const target = await targetOf(how, endpoint);
    if (target < clock.calendar()) throw new Mistake(400, 'The calendar does not go back.');
    const stops = await windTo(endpoint, target);
    return { ...clock.state(), calendar: new Date(clock.calendar()).toISOString(), stops };
  }

  return {
    /** One winding after the other. Answers when everything due until then has run. */
    wind(how) {
      const mine = turn.then(() => run(how));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}
