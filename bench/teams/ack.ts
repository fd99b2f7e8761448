// Many Local Administrators send a report at the same moment: how long each waits for the first answer, the card "Checking".
import { createServer } from 'node:http';
import { once } from 'node:events';
import { json as bodyAsJson } from 'node:stream/consumers';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../../test/support/sandbox.ts';
import type { Bench } from '../bench.ts';
import { reportText } from '../csv/report-file.ts';
import { quantile, spread } from '../ratio.ts';
import { startBot } from '../watched.ts';
import { activityFrom, message, namesOf, openFront, type Person } from './front.ts';
import { makeAdministrators } from './people.ts';

const attached = z.looseObject({ contentType: z.string(), name: z.string().optional() });
const withFiles = z.looseObject({ attachments: z.array(attached) });

/** Sends the file in the sandbox, in the bot's place, and answers what the sandbox attached: a link to its bytes that is good for 10 minutes. */
async function attachment(sandbox: RunningSandbox, bytes: Buffer): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request, response) => {
    void bodyAsJson(request).then(activity => {
      response.end();
      const file = withFiles.safeParse(activity).data?.attachments.find(one => one.name !== undefined);
      if (file) resolve(file);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  await sandbox.api('PUT', '/api/registration', { endpoint: `http://127.0.0.1:${port}/api/messages` });
  const { conversationId } = z.object({ conversationId: z.string() }).parse(await sandbox.api('POST', '/api/personal-chat', { as: 'priya' }));
  await sandbox.api('POST', `/api/conversations/${encodeURIComponent(conversationId)}/messages`, { as: 'priya', file: { name: 'report.csv', base64: bytes.toString('base64') } });
  const file = await promise;
  server.closeAllConnections();
  server.close();
  return file;
}

/** A card is drawn when it is posted: a report that is checked by then says so at once. */
const isFirstAnswer = (summary: string): boolean => /^Check(ing|ed)/.test(summary);
const isReport = (summary: string): boolean => summary.startsWith('Checked');

export const ackP95: Bench = {
  figures: [{ name: 'ack-p95', unit: 's', target: 2 }, { name: 'ack-p95-turn', unit: 's', target: null }, { name: 'ack-all-checked', unit: 's', target: null }],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const rows = of(5_000, 50);
    const sandbox = await startSandbox();
    const [names, front] = [await namesOf(sandbox), await openFront(sandbox)];
    const { people, roster } = await makeAdministrators(sandbox, of(50, 3));
    await sandbox.api('POST', '/api/directory/people', { count: rows, organisation: 'ZZ101', prefix: 'row' });
    const file = await attachment(sandbox, Buffer.from(reportText(rows, { prefix: 'row' })));
    const bot = await startBot(sandbox.url, engine, { ROSTER_FILE: roster, SERVICE_URLS: front.serviceUrl });
    const send = async (person: Person, more: Record<string, unknown>): Promise<number> => {
      await front.send(bot.url, activityFrom(person, names, front.serviceUrl, more));
      return performance.now();
    };
    try {
      // Everybody has spoken to it before, as those who send files have; it also warms up what a fresh process would not have at hand.
      for (const person of people) await send(person, message('help'));
      await front.until(() => front.posted.length === people.length, 120_000);
      const before = front.posted.length;
      const began = performance.now();
      const turns = await Promise.all(people.map(person => send(person, message('', [file]))));
      await front.until(() => front.posted.length >= before + people.length, 600_000);
      const posts = front.posted.slice(before);
      if (posts.length > people.length || !posts.every(({ summary }) => isFirstAnswer(summary))) throw new Error(`Somebody was told something else: ${posts.map(({ summary }) => summary).join(', ')}`);
      const answered = people.map(({ conversation }, index) => Math.max(turns[index] ?? NaN, posts.find(post => post.conversation === conversation)?.at ?? NaN) - began);
      tell(`first answers in ${spread(answered.map(ms => ms / 1_000))} s`);
      await front.until(() => new Set([...front.updated, ...posts].filter(({ summary }) => isReport(summary)).map(post => post.conversation)).size === people.length, 1_800_000);
      const checked = performance.now() - began;
      return {
        'ack-p95': { value: quantile(answered, 0.95) / 1_000, note: `${people.length} reports of ${rows} rows at once; median ${(quantile(answered, 0.5) / 1_000).toFixed(2)} s` },
        'ack-p95-turn': { value: quantile(turns.map(at => at - began), 0.95) / 1_000, note: 'the answer to the turn alone' },
        'ack-all-checked': { value: checked / 1_000, note: 'until the last of them is checked' },
      };
    } finally {
      await bot.stop();
      await front.close();
      await sandbox.stop();
    }
  },
};
