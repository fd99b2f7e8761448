// Stands between Teams and two bots: everything arrives several times at once at both, as where Teams repeats what it has no answer to. An invoke comes under a new id as well.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { bodyOf, listen, type Loopback } from '../../support/teams-server.ts';

const activity = z.looseObject({ type: z.string(), id: z.string() });

/** `bots`: their addresses. Answers with what the first copy was answered; `answers` has them all. */
export async function startRepeater(bots: readonly string[]): Promise<Loopback & { answers: number[] }> {
  const answers: number[] = [];
  async function forward(bot: string, method: string, path: string, headers: IncomingHttpHeaders, body: string): Promise<{ status: number; body: string }> {
    const { authorization = '' } = headers;
    const response = await fetch(`${bot}${path}`, { method, headers: { authorization, 'content-type': 'application/json; charset=utf-8' }, ...(method === 'POST' ? { body } : {}) });
    return { status: response.status, body: await response.text() };
  }
  const copies = (body: string): string[] => {
    const read = activity.parse(JSON.parse(body));
    return [body, body, read.type === 'invoke' ? JSON.stringify({ ...read, id: `f:${randomUUID()}` }) : body, body];
  };
  const loopback = await listen((request, response) => {
    void bodyOf(request).then(async body => {
      const { method = 'GET', url = '/', headers } = request;
      const bodies = method === 'POST' ? copies(body) : [body];
      const all = await Promise.all(bodies.map((copy, index) => forward(bots[index % bots.length] ?? '', method, url, headers, copy)));
      if (method === 'POST') answers.push(...all.map(({ status }) => status));
      response.statusCode = all[0]?.status ?? 500;
      if (method === 'POST') response.setHeader('content-type', 'application/json');
      response.end(all[0]?.body);
    }).catch(() => response.destroy());
  });
  return { ...loopback, answers };
}
