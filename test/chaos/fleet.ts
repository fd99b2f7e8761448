// The bot's processes on one database, each started again in the same place after it was killed.
import { z } from 'zod';
import type { BotProcess } from '../support/bot-process.ts';
import type { World } from '../support/world.ts';

/** By a name of ours: the settings that make it what it is, by the names of .env.example. */
export type Crew = Record<string, Record<string, string>>;

export type Fleet = Awaited<ReturnType<typeof startFleet>>;

/** What a kill between a post and its answer must say, louder for the resolvers' card; it is counted as an unknown post, not as an error. */
const isLostAnswer = (line: { msg: string }) => line.msg.startsWith('the answer to a post was lost');
const logged = z.looseObject({ level: z.number(), msg: z.string().default(''), postId: z.string().optional(), subject: z.string().default('') });
type Logged = z.infer<typeof logged>;

export async function startFleet(world: World, crew: Crew) {
  const running = new Map<string, Promise<BotProcess>>();
  const up = new Set<string>();
  const start = (name: string): void => {
    const starting = world.startBot({ LOG_LEVEL: 'info', ...crew[name] });
    // Told to whoever asks for it next.
    starting.then(() => running.get(name) === starting && up.add(name), () => undefined);
    running.set(name, starting);
  };
  for (const name of Object.keys(crew)) {
    start(name);
    await running.get(name);
  }

  const lines = (): Logged[] => world.log().split('\n').flatMap(line => {
    const read = logged.safeParse(jsonOf(line));
    return read.success ? [read.data] : [];
  });

  return {
    /** Resolves when it is ready, where it is starting again; without a name when all are. */
    ready: async (name?: string): Promise<void> => void (await (name === undefined ? Promise.all(running.values()) : running.get(name))),
    /** Ready now, and not one that is starting again. */
    isUp: (name: string): boolean => up.has(name),
    /** Who has this process id now. */
    async nameOf(pid: number): Promise<string> {
      for (const [name, one] of running) if ((await one).pid === pid) return name;
      throw new Error(`Nobody of the crew is process ${pid}.`);
    },
    /** SIGKILL, of one that is ready, where it did not die by itself; then it starts again by itself while the others go on. */
    async kill(name: string, whileDead?: () => Promise<void>): Promise<void> {
      const process = await running.get(name);
      up.delete(name);
      await process?.kill();
      await whileDead?.();
      start(name);
    },
    /** Posts whose answer was lost, by a kill or by Teams: listed, and perhaps there twice. */
    unknownPosts: (): { postId: string; subject: string }[] => lines().flatMap(line => (line.msg.includes('may or may not be there') && line.postId !== undefined ? [{ postId: line.postId, subject: line.subject }] : [])),
    /** What went wrong by our own doing. */
    errors: (): string[] => lines().filter(line => line.level >= 50 && !isLostAnswer(line)).map(line => JSON.stringify(line)),
    warnings: (): Record<string, number> => counted(lines().filter(line => line.level === 40).map(line => line.msg)),
    async stop(): Promise<void> {
      await Promise.all([...running.values()].map(async one => (await one).stop()));
    },
  };
}

function counted(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, word => word)].map(([word, all]) => [word, all.length]));
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
