// What one turn of the whole bot costs in processor time: a message that asks for help, whose card a job posts, and a press that is answered with a card;
// over a bare botbuilder echo, which posts its answer within the turn.
import { setTimeout as pause } from 'node:timers/promises';
import { startSandbox } from '../../test/support/sandbox.ts';
import type { Bench } from '../bench.ts';
import { quantile, spread } from '../ratio.ts';
import { startBot, startWatched, type Watched } from '../watched.ts';
import { activityFrom, message, namesOf, openFront, press, type Activity, type Front } from './front.ts';
import { makeAdministrators } from './people.ts';

/** Under Teams' 50 posts a second, and under the bot's own pace: nothing waits, so neither side works off a queue in bulk. */
const everyMs = 33;

type Side = { process: Watched; front: Front };
/** `posts`: whether each is followed by a post. */
type Turns = { side: Side; make: (n: number) => Activity; posts: boolean };

/** Milliseconds of processor time per turn, all threads, the posts that follow and the job that makes them included. */
async function costOf({ side: { process, front }, make, posts }: Turns, count: number): Promise<number> {
  const before = await process.look();
  const postedBefore = front.posted.length;
  const answers: Promise<unknown>[] = [];
  for (let n = 0; n < count; n += 1) {
    answers.push(front.send(process.url, make(n)));
    await pause(everyMs);
  }
  await Promise.all(answers);
  await front.until(() => front.posted.length >= postedBefore + (posts ? count : 0), 60_000);
  return ((await process.look()).cpuMs - before.cpuMs) / count;
}

export const turnCpu: Bench = {
  figures: [
    { name: 'turn-cpu', unit: 'x', target: 1.3 },
    { name: 'turn-cpu-message', unit: 'x', target: null }, { name: 'turn-cpu-press', unit: 'x', target: null }, { name: 'turn-cpu-echo', unit: 'ms', target: null },
  ],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const sandbox = await startSandbox();
    const names = await namesOf(sandbox);
    const { people, roster } = await makeAdministrators(sandbox, 100);
    const [front, echoFront] = [await openFront(sandbox), await openFront(sandbox)];
    const bot = { front, process: await startBot(sandbox.url, engine, { ROSTER_FILE: roster, SERVICE_URLS: front.serviceUrl }) };
    const echo = { front: echoFront, process: await startWatched({ file: 'teams/echo.ts', settings: { SANDBOX_URL: sandbox.url } }) };
    const make = ({ front: { serviceUrl } }: Side, more: Activity) => (n: number) => activityFrom(people[n % people.length] ?? { objectId: '', conversation: '' }, names, serviceUrl, more);
    try {
      const count = of(300, 5);
      const kinds = {
        message: { side: bot, make: make(bot, message('help')), posts: true }, press: { side: bot, make: make(bot, press('requests.mine', {})), posts: false },
        echo: { side: echo, make: make(echo, message('help')), posts: true },
      };
      const rounds: { message: number; press: number; echo: number }[] = [];
      // Both at once, turn for turn, so that whatever else the machine does falls on both.
      for (let round = -of(3, 1); round < of(7, 1); round += 1) {
        const [messages, ours] = await Promise.all([costOf(kinds.message, count), costOf(kinds.echo, count)]);
        const [presses, again] = await Promise.all([costOf(kinds.press, count), costOf(kinds.echo, count)]);
        tell(`message ${messages.toFixed(2)} ms, press ${presses.toFixed(2)} ms, echo ${ours.toFixed(2)} and ${again.toFixed(2)} ms a turn`);
        // The first three warm up: compiled code, kept tokens, known people.
        if (round >= 0) rounds.push({ message: messages / ours, press: presses / again, echo: (ours + again) / 2 });
      }
      const both = rounds.map(one => (one.message + one.press) / 2);
      const what = `${count * rounds.length} turns each, median of ${rounds.length} rounds`;
      const reading = (values: readonly number[], of: string) => ({ value: quantile(values, 0.5), note: `${of}${what}, ${spread(values)}` });
      return {
        'turn-cpu': reading(both, 'a message and a press over two echoes; '), 'turn-cpu-message': reading(rounds.map(one => one.message), ''),
        'turn-cpu-press': reading(rounds.map(one => one.press), ''), 'turn-cpu-echo': reading(rounds.map(one => one.echo), ''),
      };
    } finally {
      await bot.process.stop();
      await echo.process.stop();
      await front.close();
      await echoFront.close();
      await sandbox.stop();
    }
  },
};
