// After a request was closed: a new one about it, with its people, others, or both, that quotes the original incident.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { FileProblemError, readRows, type FoundColumns, type IntakeRow } from '../intake/read-rows.ts';
import { followUpForm } from './follow-up-form.ts';
import { gather } from './gather.ts';
import { advance } from './lifecycle.ts';
import { newRequest } from './new-request.ts';
import { onRequest, type Decision, type Pressed, type PressNeeds } from './pressed.ts';
import { pasted } from './read-upload.ts';
import { formClosed, saveMove, showCard } from './save-move.ts';
import { followedBy, reference, type ServiceRequest } from './service-request.ts';

const nothing = z.looseObject({});
const asked = z.looseObject({ newId: z.uuid(), addresses: z.string().max(10_000).default(''), again: z.enum(['true', 'false']).default('false') });

export const showFollowUp = onRequest('request.follow-up', nothing, async (needs: PressNeeds, { press, request }) => ({
  form: followUpForm(await gather(needs.store, needs, request, press.personId), randomUUID(), await needs.store.rows.copyable(request.id), null),
}));

export const checkFollowUp = onRequest('request.follow-up-check', asked, async (needs: PressNeeds, pressed) => {
  const { press, request, inputs } = pressed;
  const isAgain = inputs.again === 'true';
  const added = await rowsOf(inputs.addresses);
  const again = await needs.store.rows.copyable(request.id);
  const problem = added === null ? 'Not checked: what you typed are no addresses' : added.rows.length === 0 && !(isAgain && again > 0) ? nobody(request, again) : null;
  if (added === null || problem !== null) return { form: followUpForm(await gather(needs.store, needs, request, press.personId), inputs.newId, again, { problem: problem ?? '', typed: inputs.addresses, isAgain }) };
  return begin(needs, pressed, inputs.newId, isAgain, added);
});

const nobody = (request: ServiceRequest, again: number): string => (again > 0 ? 'Not checked: add an address, or check its people again' : `Not checked: add an address, nobody of ${reference(request)} is left to check again`);

type Added = { rows: IntakeRow[]; columns: FoundColumns | null };

/** Null where there is something, and no address in it. */
async function rowsOf(text: string): Promise<Added | null> {
  const added: Added = { rows: [], columns: null };
  if (text.trim() === '') return added;
  try {
    for await (const batch of readRows(pasted(text), columns => (added.columns = columns))) added.rows.push(...batch);
    return added;
  } catch (error) {
    if (error instanceof FileProblemError) return null;
    throw error;
  }
}

/** Its id stands on the form, so that pressing twice begins one. */
function begin(needs: PressNeeds, { press, request: closed }: Pressed<unknown>, id: string, isAgain: boolean, added: Added): Decision {
  const at = needs.clock.calendar();
  return {
    async repeat(tx) {
      await formClosed(tx, closed.id, press.conversation.id);
      if ((await tx.requests.find(id)) !== null) return undefined;
      const request: ServiceRequest = { ...newRequest(press, 'enable-mfa', null, at, id), follows: followedBy(closed), columns: added.columns ?? closed.columns };
      await tx.requests.insert(request, null);
      await tx.audit.append({ requestId: closed.id, at, actorId: press.personId, action: 'followed-up', detail: {} });
      const copied = isAgain ? await tx.rows.copyPeople(closed.id, id) : 0;
      await tx.rows.insert(id, added.rows.map((row, index) => ({ ...row, number: copied + index + 1 })));
      const move = advance({ ...request, totalRows: copied + added.rows.length }, { is: 'received', ambiguous: false }, at);
      await showCard(tx, id, request.conversationId, 'status', at);
      if (move) await saveMove(tx, needs, move, { actorId: press.personId, action: 'received', detail: { rows: move.request.totalRows, about: reference(closed) } });
      return undefined;
    },
  };
}
