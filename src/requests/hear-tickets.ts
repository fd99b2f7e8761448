// Jobs that hear what people did in the helpdesk: which tickets changed, and what happened to one. The lifecycle is the truth; what it refuses is put back.
import { isPassing } from '../errors.ts';
import type { TicketThere, TicketState } from '../helpdesk/ticket.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { advance } from './lifecycle.ts';
import { saveMirrored } from './save-mirrored.ts';
import { redraw, saveMove } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';
import { eventOf, takeComment } from './ticket-changes.ts';
import { putBackNote, ticketFacts } from './ticket-facts.ts';

type Needs = Pick<Services, 'store' | 'helpdesk' | 'clock' | 'settings' | 'log'>;

const markName = 'helpdesk-heard-until';
/** A rule of the helpdesk may undo what we put back, and we it, for ever. */
const mostPutBack = 3;

/** Which tickets changed. The mark moves with the jobs that look at them, so that none is lost between. */
export async function hearHelpdesk({ store, helpdesk, log }: Pick<Needs, 'store' | 'helpdesk' | 'log'>): Promise<Again> {
  try {
    const { correlationIds, mark } = await helpdesk.changed(await store.settings.read(markName));
    const ours: string[] = [];
    // Another LA Desk, of a test tenant for example, may raise its tickets in the same place.
    for (const requestId of correlationIds) if ((await store.requests.find(requestId)) !== null) ours.push(requestId);
    await store.transaction(async tx => {
      await tx.jobs.add(...ours.map(requestId => ({ name: 'hear-ticket', key: requestId, payload: { requestId } })));
      await tx.settings.write(markName, mark);
    });
  } catch (error) {
    // The timer asks again in a moment, from the same mark: nothing waits for this run.
    if (!isPassing(error)) throw error;
    log.warn({ code: error.code }, 'the helpdesk could not be asked for changes; it is asked again');
  }
  return undefined;
}

/** One ticket, read as it is now: what is said of it here and there is compared, so that a run too many changes nothing. */
export async function hearTicket(needs: Needs, { requestId }: { requestId: string }): Promise<Again> {
  const before = await needs.store.requests.find(requestId);
  if (before === null || before.ticketState === null) return undefined;
  const there = await needs.helpdesk.read(requestId);
  if (there === null) return undefined;
  const verdict = await needs.store.transaction(tx => judge(tx, needs, before, there));
  if (verdict === 'look again') return { againAfterMs: 250 };
  if (typeof verdict === 'object') await putBack(needs, before, verdict.from);
  return undefined;
}

type Verdict = 'settled' | 'look again' | { from: TicketState };

async function judge(tx: Tables, needs: Needs, before: ServiceRequest, there: TicketThere): Promise<Verdict> {
  const request = await tx.requests.lock(before.id);
  if (request === null) return 'settled';
  // It moved while the ticket was read: what was read may be from before that.
  if (request.version !== before.version || request.ticketState !== before.ticketState) return 'look again';
  const news = await takeNews(tx, { ...request, ticketNumber: there.number }, there, needs.clock.calendar());
  if (there.number !== request.ticketNumber) await takeNumber(tx, request, there.number);
  const { state } = there;
  if (state === null || state === request.ticketState) return 'settled';
  // Asked for by us, and the answer lost: the mirror is on its way to settle it.
  if ((await tx.tickets.asked(request.id)).includes(state)) return 'settled';
  return hear(tx, needs, { ...request, ticketNumber: there.number }, { is: 'state', state, waitsFor: there.waitsFor, notes: state === 'on-hold' ? (news.at(-1) ?? '') : there.notes });
}

/** The comments that nobody had heard. The last one, where the ticket is on hold too, says why. */
async function takeNews(tx: Tables, request: ServiceRequest, { comments }: TicketThere, at: Date): Promise<string[]> {
  const news = [];
  for (const comment of comments) if (await tx.tickets.isNew(request.id, `comment ${comment.id}`)) news.push(comment);
  for (const comment of news) await takeComment(tx, request, comment, at);
  return news.map(({ text }) => text);
}

async function takeNumber(tx: Tables, request: ServiceRequest, ticketNumber: string): Promise<void> {
  await tx.requests.save({ ...request, ticketNumber });
  await redraw(tx, request.id);
}

async function hear(tx: Tables, needs: Needs, request: ServiceRequest, change: Parameters<typeof eventOf>[0]): Promise<Verdict> {
  const event = eventOf(change, request);
  const move = event && advance(request, event, needs.clock.calendar());
  if (move) {
    await saveMove(tx, needs, { ...move, request: { ...move.request, ticketState: change.state } }, { actorId: 'helpdesk', action: event.is });
    return 'settled';
  }
  if (!(await tx.tickets.isHeard(request.id, putBackMark(request, change.state, mostPutBack)))) return { from: change.state };
  needs.log.error({ requestId: request.id, state: change.state }, 'a ticket was put back three times and changed again; it is left as it is. Does a rule of the helpdesk change it?');
  await tx.requests.save({ ...request, ticketState: change.state });
  return 'settled';
}

const putBackMark = (request: ServiceRequest, from: TicketState, times: number) => `put back from ${from} at version ${request.version}, ${times}`;

async function putBack(needs: Needs, request: ServiceRequest, from: TicketState): Promise<void> {
  const ticket = await needs.helpdesk.mirror(await ticketFacts(needs.store, request), { known: [from], note: putBackNote(request, from) });
  await saveMirrored(needs, request, ticket, async tx => {
    for (let times = 1; times <= mostPutBack; times += 1) if (await tx.tickets.isNew(request.id, putBackMark(request, from, times))) break;
    await tx.audit.append({ requestId: request.id, at: needs.clock.calendar(), actorId: 'la-desk', action: 'ticket-put-back', detail: { from, to: ticket.state } });
  });
}
