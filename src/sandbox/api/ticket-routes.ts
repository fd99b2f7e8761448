// The API for working ServiceNow's tickets from its own side, as the people of its helpdesk do.
import { z } from 'zod';
import type { Call, Handler, Route } from '../http/router.ts';
import { Refused, states } from '../servicenow/incidents.ts';
import type { ServiceNow } from '../servicenow/server.ts';
import { userIdOf } from '../servicenow/table.ts';
import type { Fields } from '../world/tickets.ts';
import type { World } from '../world/world.ts';
import { actorOf, bodyAs, Mistake, msIn, ok } from './respond.ts';

const words = z.string().trim().min(1).max(4000);
const as = z.string().default('dan');
const act = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('comment'), as, text: words }),
  z.strictObject({ is: z.literal('work-note'), as, text: words }),
  z.strictObject({ is: z.literal('start'), as }),
  z.strictObject({ is: z.literal('hold'), as, reason: z.enum(['1', '3', '4', '5']).default('1'), text: words.optional() }),
  z.strictObject({ is: z.literal('resolve'), as, code: z.string().default(''), notes: z.string().default('') }),
  z.strictObject({ is: z.literal('reopen'), as }),
  z.strictObject({ is: z.literal('close'), as, code: z.string().optional(), notes: z.string().optional() }),
  z.strictObject({ is: z.literal('cancel'), as, notes: z.string().optional() }),
]);
type Act = z.infer<typeof act>;

function changeOf(done: Act): Fields {
  switch (done.is) {
    case 'comment': return { comments: done.text };
    case 'work-note': return { work_notes: done.text };
    case 'start': case 'reopen': return { state: states.inProgress };
    case 'hold': return { state: states.onHold, hold_reason: done.reason, ...(done.text === undefined ? {} : { comments: done.text }) };
    case 'resolve': return { state: states.resolved, close_code: done.code, close_notes: done.notes };
    case 'close': return { state: states.closed, ...(done.code === undefined ? {} : { close_code: done.code }), ...(done.notes === undefined ? {} : { close_notes: done.notes }) };
    case 'cancel': return { state: states.cancelled, ...(done.notes === undefined ? {} : { close_notes: done.notes }) };
  }
}

/** What ServiceNow refuses is the caller's mistake here. */
const orMistake = (handler: Handler): Handler => async call => {
  try {
    return await handler(call);
  } catch (error) {
    if (error instanceof Refused) throw new Mistake(error.status === 404 ? 404 : 409, error.detail || error.message);
    throw error;
  }
};

export function ticketRoutes(world: World, { incidents, file, log }: ServiceNow, isUsed: boolean): Route[] {
  const { tickets } = world;
  const nameOf = (sysId: string | undefined): string | null => [...world.people.all()].find(({ id }) => userIdOf(id) === sysId)?.displayName ?? null;
  const of = (rows: Iterable<Fields>, field: string, id: string | undefined): Fields[] => [...rows].filter(row => row[field] === id);
  const whole = (row: Fields) => ({
    ...row, callerName: nameOf(row.caller_id),
    journal: of(tickets.sys_journal_field.values(), 'element_id', row.sys_id), attachments: of(tickets.sys_attachment.values(), 'table_sys_id', row.sys_id),
  });

  const found = (call: Call): Fields => {
    incidents.all();
    const row = tickets.byNumber(call.params.number ?? '');
    if (!row) throw new Mistake(404, 'There is no ticket with this number in ServiceNow.');
    return row;
  };

  const list = async (call: Call) => {
    incidents.all();
    const after = call.query.get('after');
    if (after !== null && Number(after) === tickets.seq()) await tickets.changed(msIn(call, 'wait', 60_000), call.closed);
    return ok({ seq: tickets.seq(), isUsed, tickets: incidents.all().map(whole).reverse() });
  };

  const work = (call: Call) => {
    const done = bodyAs(call, act);
    return ok(whole(incidents.update(found(call).sys_id ?? '', changeOf(done), actorOf(done.as).address.split('@')[0] ?? '')));
  };

  return [
    ['GET', '/api/tickets', list],
    ['GET', '/api/tickets/:number', call => ok(whole(found(call)))],
    ['POST', '/api/tickets/:number', orMistake(work)],
    ['GET', '/api/servicenow-log', () => ok(log())],
    ['GET', '/api/ticket-files/:id', orMistake(call => file(call.params.id ?? ''))],
  ];
}
