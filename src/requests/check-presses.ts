// Presses on a check, before anything is submitted: stop, choose a column, confirm a doubt, check again, delete, and the submit form.
import { z } from 'zod';
import { checkContactNumber } from '../intake/phone.ts';
import { kinds } from '../kinds/grid.ts';
import type { Json } from '../store/audit-chain.ts';
import type { Tables } from '../store/tables.ts';
import { toConfirm } from './causes.ts';
import { isLapsed } from './approval.ts';
import { decidedOn } from './decided.ts';
import { countRows, gather } from './gather.ts';
import { advance, type Event } from './lifecycle.ts';
import { hashOfList } from './list.ts';
import { onRequest, type Decision, type Pressed, type PressNeeds } from './pressed.ts';
import { goesToPortal, reportCard } from './report-card.ts';
import { saveMove, say, showCard } from './save-move.ts';
import { messageForColleagues } from './colleagues.ts';
import { readNotBefore } from './not-before.ts';
import { opensAt } from './opening.ts';
import { countProblem } from './share.ts';
import { reference, type Counts, type ServiceRequest } from './service-request.ts';
import { submitForm, type Typed } from './submit-form.ts';
import type { View } from './view.ts';

const nothing = z.looseObject({});

/** How long the resolvers' card waits for the ticket's number. */
const numberWithinMs = 2_000;

/** A verb that is one event of the lifecycle, and something to do with the rows beside it. */
const moves = (needs: PressNeeds, { press }: Pressed<unknown>, event: Event, { beside, detail }: { beside?: (tx: Tables, request: ServiceRequest) => Promise<void>; detail?: Record<string, Json> } = {}): Decision => ({
  async save(tx, request) {
    const move = advance(request, event, needs.clock.calendar());
    if (move === null) return undefined;
    await beside?.(tx, request);
    await saveMove(tx, needs, move, { actorId: press.personId, action: event.is, detail: detail ?? {} });
    return undefined;
  },
});

const forgetRows = (tx: Tables, request: ServiceRequest) => tx.rows.deleteAll(request.id);

export const stopCheck = onRequest('check.stop', nothing, (needs: PressNeeds, pressed) => Promise.resolve(moves(needs, pressed, { is: 'dropped', reason: 'stopped' }, { beside: forgetRows })));

export const deleteCheck = onRequest('check.delete', nothing, (needs: PressNeeds, pressed) => Promise.resolve(moves(needs, pressed, { is: 'dropped', reason: 'deleted' }, { beside: forgetRows })));

export const checkAgain = onRequest('check.again', nothing, (needs: PressNeeds, pressed) => Promise.resolve(moves(needs, pressed, { is: 'check-again' }, { beside: (tx, request) => tx.rows.uncheckAll(request.id) })));

export const useColumn = onRequest('check.use-column', z.looseObject({ column: z.string().regex(/^\d{1,2}$/).transform(Number) }), (needs: PressNeeds, { press, request, inputs }) => {
  const name = request.columns?.address[inputs.column];
  if (name === undefined) return Promise.resolve({ message: 'Choose one of the columns, then press the button again.' });
  const decision: Decision = {
    async save(tx, now) {
      const columns = now.columns === null ? null : { ...now.columns, address: [name] };
      const move = advance({ ...now, columns }, { is: 'column-chosen' }, needs.clock.calendar());
      if (move === null) return undefined;
      await tx.rows.chooseColumn(now.id, inputs.column);
      await saveMove(tx, needs, move, { actorId: press.personId, action: 'column-chosen' });
      return undefined;
    },
  };
  return Promise.resolve(decision);
});

export const confirmDoubt = onRequest('check.confirm', nothing, async (needs: PressNeeds, pressed) => {
  const counts = await countRows(needs.store, pressed.request);
  const [doubt] = toConfirm(counts.doubts, pressed.request.confirmedDoubts);
  if (doubt === undefined) return { message: 'There is nothing left to confirm.' };
  return moves(needs, pressed, { is: 'doubt-confirmed', doubt: doubt.doubt }, { detail: { ...(await decidedOn(needs, pressed.request, counts)), confirmed: doubt.doubt } });
});

const reportNow = (view: View, now: Date) => reportCard(view, isLapsed(view.request, now));

/** The server's own answer to whether the report may offer Submit, whatever the card showed. */
function isReady(view: View, now: Date): boolean {
  const { counts, request } = view;
  return counts !== null && counts.wouldChange > 0 && toConfirm(counts.doubts, request.confirmedDoubts).length === 0 && !isLapsed(request, now) && !goesToPortal(view, counts);
}

export const showForm = onRequest('request.form', nothing, async (needs: PressNeeds, { press, request }) => {
  const view = await gather(needs.store, needs, request, press.personId);
  const now = needs.clock.calendar();
  return isReady(view, now) ? { form: submitForm(view, now, null) } : { show: reportNow(view, now) };
});

export const cancelForm = onRequest('request.form-cancel', nothing, async (needs: PressNeeds, { press, request }) => ({ instead: reportNow(await gather(needs.store, needs, request, press.personId), needs.clock.calendar()) }));

const asTyped = z.looseObject({ contactNumber: z.string().max(40).default(''), typedCount: z.string().max(20).default(''), notBeforeDate: z.string().max(40).default(''), notBeforeTime: z.string().max(40).default(''), message: z.enum(['true', 'false']).default('false') });

/** What the boxes come to, or what to mend in them. Being signed out does not wait, and nobody is told of it before: those boxes are not on its form. */
function readForm(typed: Typed, request: ServiceRequest, counts: Counts, at: Date): { contactNumber: string; notBefore: Date | null; isMessageWanted: boolean } | { problems: string[] } {
  const phone = checkContactNumber(typed.contactNumber);
  const isTimed = kinds[request.kind].keepsHours;
  const timing = isTimed ? readNotBefore({ day: typed.notBeforeDate, time: typed.notBeforeTime }, request, at) : { notBefore: null };
  const wrongCount = isTimed ? countProblem(counts, typed.typedCount) : null;
  if ('number' in phone && 'notBefore' in timing && wrongCount === null) return { contactNumber: phone.number, notBefore: timing.notBefore, isMessageWanted: isTimed && typed.message === 'true' };
  return { problems: [...[phone, timing].flatMap(one => ('problem' in one ? [one.problem] : [])), ...(wrongCount === null ? [] : [wrongCount])] };
}

export const submit = onRequest('request.submit', asTyped, async (needs: PressNeeds, { press, request, inputs }) => {
  const view = await gather(needs.store, needs, request, press.personId);
  const at = needs.clock.calendar();
  const { counts } = view;
  if (counts === null || !isReady(view, at) || (await hashOfList(needs.store, request.id)) !== request.listHash) return { instead: reportNow(view, at) };
  const form = readForm(inputs, request, counts, at);
  if ('problems' in form) return { form: submitForm(view, at, { problems: form.problems, typed: inputs }) };
  const decided = { ...(await decidedOn(needs, request, counts)), notBefore: form.notBefore?.toISOString() ?? null };
  return {
    async save(tx, now) {
      const numbered = { ...now, number: await tx.requests.nextNumber(), shown: counts };
      const move = advance(numbered, { is: 'submitted', contactNumber: form.contactNumber, notBefore: form.notBefore }, needs.clock.calendar());
      if (move === null) return undefined;
      await saveMove(tx, needs, move, { actorId: press.personId, action: 'submitted', detail: { ...decided, reference: reference(move.request) } });
      // It holds inputs and is not redrawn for the ticket's number, which follows in a moment: mirroring the ticket shows it at once.
      await showCard(tx, now.id, needs.settings.RESOLVER_CHANNEL, 'resolver', at, new Date(at.getTime() + numberWithinMs));
      if (form.isMessageWanted) await say(tx, now.conversationId, { is: 'text', text: messageFor(view, opensAt(move.request, needs.settings.WORKING_HOURS, at)) }, at, now.id);
      return undefined;
    },
  };
});

/** By itself, so that it can be forwarded as it is. */
const messageFor = ({ request, organisationName }: View, from: Date): string => messageForColleagues({ requesterName: request.requesterName, organisationName, from }).join('\n\n');
