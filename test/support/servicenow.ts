// The sandbox's ServiceNow for tests: the edge that speaks with it, and what its people see and do.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { z } from 'zod';
import { serviceNowHelpdesk, type ServiceNowOptions } from '../../src/helpdesk/servicenow.ts';
import type { TicketFacts, Helpdesk } from '../../src/helpdesk/ticket.ts';
import type { DirectoryPerson } from '../../src/services.ts';
import type { RunningSandbox } from './sandbox.ts';

const record = z.record(z.string(), z.string());
const shown = z.looseObject({ number: z.string(), state: z.string(), correlation_id: z.string(), sys_id: z.string(), close_code: z.string(), close_notes: z.string(), hold_reason: z.string(), description: z.string(), short_description: z.string(), callerName: z.string().nullable(), assignment_group: z.string(), category: z.string(), sys_updated_by: z.string(), resolved_at: z.string(), journal: z.array(record), attachments: z.array(record) });
export type ShownTicket = z.infer<typeof shown>;

const listed = z.object({ seq: z.number(), tickets: z.array(shown) });
const logged = z.object({ method: z.string(), path: z.string(), status: z.number() });

type Act = { is: 'comment' | 'work-note' | 'start' | 'hold' | 'resolve' | 'reopen' | 'close' | 'cancel'; text?: string; code?: string; notes?: string; reason?: string };

/** ServiceNow from its own side. */
export function serviceNowSide(sandbox: Pick<RunningSandbox, 'api'>) {
  const api: RunningSandbox['api'] = (...of) => sandbox.api(...of);
  return {
    tickets: async (): Promise<ShownTicket[]> => listed.parse(await api('GET', '/api/tickets')).tickets,
    /** The ticket that fits, now or as soon as there is one. Long polls: nothing sleeps. */
    async find(fits: (ticket: ShownTicket) => boolean, what = 'a ticket', withinMs = 20_000): Promise<ShownTicket> {
      const until = performance.now() + withinMs;
      for (let seq = -1; ; ) {
        const news = listed.parse(await api('GET', `/api/tickets?after=${seq}&wait=${Math.max(1, Math.round(until - performance.now()))}`));
        const found = news.tickets.find(fits);
        if (found) return found;
        if (performance.now() > until) throw new Error(`ServiceNow has not ${what}, only ${news.tickets.map(({ number, state }) => `${number} in ${state}`).join(', ') || 'none'}.`);
        seq = news.seq;
      }
    },
    ticket: async (number: string): Promise<ShownTicket> => shown.parse(await api('GET', `/api/tickets/${number}`)),
    act: async (number: string, act: Act): Promise<ShownTicket> => shown.parse(await api('POST', `/api/tickets/${number}`, act)),
    /** What was asked of it since `from`, as "POST /oauth_token.do 200". */
    log: async (from = 0): Promise<string[]> => z.array(logged).parse(await api('GET', '/api/servicenow-log')).slice(from).map(({ method, path, status }) => `${method} ${path} ${status}`),
    file: async (id: string): Promise<string> => z.string().parse(await api('GET', `/api/ticket-files/${id}`)),
  };
}

/** As the sandbox makes them for itself. */
export function secretsOf({ dataDir }: Pick<RunningSandbox, 'dataDir'>): { clientId: string; clientSecret: string; user: string; password: string } {
  const { fileSecret } = z.object({ fileSecret: z.string() }).parse(JSON.parse(readFileSync(join(dataDir, 'login.json'), 'utf8')));
  const derived = (of: string) => createHmac('sha256', fileSecret).update(`servicenow ${of}`).digest('base64url');
  return { clientId: '5aeb0a1d000040008000000000005e01', clientSecret: derived('client'), user: 'la.desk', password: derived('password') };
}

export const priya: DirectoryPerson = { id: 'priya', address: 'priya.nair@nhs.example', displayName: 'Priya Nair', isEnabled: true, isGuest: false, organisation: 'ZZ101' };

export function helpdeskAt(sandbox: Pick<RunningSandbox, 'url' | 'dataDir'>, more: Partial<ServiceNowOptions> = {}): Helpdesk {
  const { clientId, clientSecret } = secretsOf(sandbox);
  return serviceNowHelpdesk({
    url: `${sandbox.url}/servicenow`, signIn: { clientId, clientSecret }, clock: { machine: () => performance.timeOrigin + performance.now() }, log: pino({ level: 'silent' }),
    directory: { people: ids => Promise.resolve(new Map(ids.includes('priya') ? [['priya', priya]] : [])) },
    assignmentGroup: 'd625dccec0a8016700a222a0f7900d06', category: 'inquiry', caller: undefined, closeCode: 'Solution provided', holdReasons: { answer: '1', incident: '3', release: '5' }, ...more,
  });
}

let made = 0;
/** A request of its own each time. */
export const someFacts = (more: Partial<TicketFacts> = {}): TicketFacts => ({
  correlationId: `00000000-0000-4000-8000-${String((made += 1)).padStart(12, '0')}`, reference: 'R-2041', state: 'new', shortDescription: 'R-2041: 271 people would get MFA', description: 'Organisation ZZ101. Sent with LA Desk as R-2041.',
  requesterId: 'priya', requesterName: 'Priya Nair', contactNumber: '+447700900123', affectedCount: 271, notes: 'R-2041: applied to 271 people, confirmed for 271, refused for 0.', waitsFor: null, ...more,
});
