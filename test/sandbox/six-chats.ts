// Six people who have the app, each in a chat of their own, and the connector that the bot speaks by.
import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { connectorOf, type Connector } from './connector-caller.ts';
import { roomOf, startFakeBot, type FakeBot } from './fake-bot.ts';

export type SixChats = { sandbox: RunningSandbox; bot: FakeBot; connector: Connector; chat: (as: string) => string; stop: () => Promise<void> };

export async function startSixChats(): Promise<SixChats> {
  const [sandbox, bot] = [await startSandbox(), await startFakeBot()];
  await bot.register(sandbox);
  const chats: Record<string, string> = {};
  for (const as of ['priya', 'tom', 'lena', 'grace', 'chloe', 'omar']) {
    chats[as] = await roomOf(sandbox, as);
    await sandbox.api('POST', '/api/personal-chat', { as });
  }
  return {
    sandbox, bot,
    connector: await connectorOf(sandbox),
    chat: as => chats[as] ?? assert.fail(as),
    async stop() {
      await bot.stop();
      await sandbox.stop();
    },
  };
}
