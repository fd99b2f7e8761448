// The whole world for a walk: a sandbox, the bot as its own process, and people who talk to it over the sandbox's API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { startBot, type BotProcess } from './bot-process.ts';
import { makeChat, type Api, type Chat } from './chat.ts';
import { startSandbox, type RunningSandbox } from './sandbox.ts';

type Slug = 'priya' | 'tom' | 'lena' | 'grace' | 'dan' | 'amara' | 'chloe' | 'omar' | 'noor';

const group = z.object({ id: z.string(), members: z.array(z.string()), count: z.number() });
const signIn = z.object({ asksForMfa: z.boolean(), why: z.string() });
const graphLog = z.object({ requests: z.array(z.object({ method: z.string(), path: z.string(), status: z.number(), inBatch: z.boolean() })), bearerTokensSentToFileLinks: z.number() });
const person = z.object({ id: z.string(), address: z.string().nullable(), userPrincipalName: z.string() });
const wound = z.object({ calendar: z.string(), stops: z.number() });

export type World = ReturnType<typeof worldOf>;

/** `settings`: by their names in .env.example, for example DATABASE_URL or PROCESS_ROLE. With `bot: false` the bot is started later; `isFirst`: in a folder where none ever was. */
export async function startWorld({ settings = {}, bot = true, isFirst = false, helpdesk }: { settings?: Record<string, string>; bot?: boolean; isFirst?: boolean; helpdesk?: 'servicenow' } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-world-'));
  const sandbox = await startSandbox(helpdesk === undefined ? {} : { helpdesk });
  const world = worldOf(sandbox, folder, settings, isFirst);
  if (bot) await world.startBot().catch(async (error: unknown) => {
    await world.stop();
    throw error;
  });
  return world;
}

function worldOf(sandbox: RunningSandbox, folder: string, settings: Record<string, string>, isFirst: boolean) {
  const api: Api = (method, path, body) => sandbox.api(method, path, body);
  const bots: BotProcess[] = [];
  const chats = new Map<string, Chat>();

  const chatOf = (slug: Slug, id: string): Chat => {
    const key = `${slug} ${id}`;
    const chat = chats.get(key) ?? makeChat(api, slug, id);
    chats.set(key, chat);
    return chat;
  };

  async function channel(slug: Slug, name: string): Promise<Chat> {
    const rooms = z.array(z.object({ id: z.string(), name: z.string() })).parse(await api('GET', `/api/conversations?as=${slug}`));
    const room = rooms.find(one => one.name === name);
    if (!room) throw new Error(`${slug} is in no channel called ${name}, only ${rooms.map(one => one.name).join(', ')}.`);
    return chatOf(slug, room.id);
  }

  return {
    sandbox,
    api,

    /** One more bot process on the same database; one folder holds one at a time. */
    async startBot(more: Record<string, string> = {}): Promise<BotProcess> {
      const bot = await startBot({ sandboxUrl: sandbox.url, dataDir: join(folder, 'bot'), settings: { ...settings, ...more }, isFirst });
      bots.push(bot);
      return bot;
    },

    /** The bot process started last. */
    bot(): BotProcess {
      const bot = bots.at(-1);
      if (!bot) throw new Error('No bot was started.');
      return bot;
    },

    /** What all bots of this world have logged, killed ones too. */
    log: (): string => bots.map(bot => bot.log()).join('\n'),

    person: (slug: Slug) => ({
      /** Their own chat with the bot; the first time the bot hears that it was installed. */
      chat: async (): Promise<Chat> => chatOf(slug, z.object({ conversationId: z.string() }).parse(await api('POST', '/api/personal-chat', { as: slug })).conversationId),
      channel: (name: string): Promise<Chat> => channel(slug, name),
    }),

    /** The resolvers' channel as this resolver sees it. */
    resolvers: (slug: 'dan' | 'amara' | 'omar' = 'dan'): Promise<Chat> => channel(slug, 'Bulk MFA'),

    /** Winds the calendar, from due time to due time; answers when all that was due is done. */
    wind: async (how: { by: number } | { to: string } | { next: true }) => wound.parse(await api('POST', '/api/clock', how)),
    faults: (change: Record<string, unknown>): Promise<unknown> => api('PUT', '/api/faults', change),
    group: async (id?: string) => group.parse(await api('GET', `/api/group${id === undefined ? '' : `?id=${id}`}`)),
    signIn: async (address: string) => signIn.parse(await api('GET', `/api/sign-in?address=${encodeURIComponent(address)}`)),
    graphLog: async () => graphLog.parse(await api('GET', '/api/graph-log')),
    /** A sample file's text. */
    sample: async (name: string): Promise<string> => z.string().parse(await api('GET', `/samples/${name}`)),
    /** Extra people; gives their addresses. */
    makePeople: async (count: number, organisation: string, prefix: string): Promise<string[]> => z.object({ addresses: z.array(z.string()) }).parse(await api('POST', '/api/directory/people', { count, organisation, prefix })).addresses,
    changePerson: async (address: string, change: { role?: boolean; gone?: boolean; organisation?: string; enabled?: boolean }) => person.parse(await api('PATCH', `/api/directory/people/${encodeURIComponent(address)}`, change)),
    directoryPerson: async (address: string) => person.parse(await api('GET', `/api/directory/people/${encodeURIComponent(address)}`)),

    /** Its folder, for looking into the database once the bot has ended. */
    dataDir: join(folder, 'bot'),

    /** Ends everything at once; a walk that cares how the bot ends says bot().stop() first. */
    async stop(): Promise<void> {
      await Promise.all(bots.map(bot => bot.kill()));
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
