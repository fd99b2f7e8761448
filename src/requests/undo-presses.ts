// Presses that ask for a request to be undone: the form, the asking, and the way back from a form.
import { z } from 'zod';
import { decidedOn } from './decided.ts';
import { draw } from './draw.ts';
import { gather } from './gather.ts';
import { advance } from './lifecycle.ts';
import { inOwnChat } from './own-chat.ts';
import { onRequest, subjectFor, type Decision, type PressNeeds } from './pressed.ts';
import { saveMove, say } from './save-move.ts';
import { reference } from './service-request.ts';
import { mayAskUndo, undoForm } from './undo-cards.ts';
import { people } from './view.ts';

const nothing = z.looseObject({});
const withReason = z.looseObject({ reason: z.string().trim().min(1).max(500) });

export const showUndoForm = onRequest('request.undo-form', nothing, async (needs: PressNeeds, { press, request }) => {
  if (press.conversation.kind === 'channel') return inOwnChat;
  const view = await gather(needs.store, needs, request, press.personId);
  return mayAskUndo(view) ? { form: undoForm(view) } : { show: draw(view, 'status') };
});

/** Nobody is changed by it: a resolver who did not ask has to start it. */
export const askUndo = onRequest('request.undo', withReason, async (needs: PressNeeds, { press, request: shownTo, inputs }) => {
  const detail = await decidedOn(needs, shownTo);
  const decision: Decision = {
    async save(tx, request) {
      const at = needs.clock.calendar();
      const count = await tx.effects.standingCount(request.id);
      const move = advance(request, { is: 'undo-asked', by: press.personId, byName: press.personName.slice(0, 80), reason: inputs.reason, count }, at);
      if (move === null) return undefined;
      await saveMove(tx, needs, move, { actorId: press.personId, action: 'undo-asked', detail: { ...detail, count } });
      // Its card changes far up in the channel, which alerts nobody.
      const text = `Undo asked: ${reference(request)}, take MFA off ${people(count)}. A resolver has to start it, on its card further up. Type queue to find it.`;
      await say(tx, needs.settings.RESOLVER_CHANNEL, { is: 'text', text }, at, request.id);
      return undefined;
    },
  };
  return decision;
});

/** From a form to the card it stood in the place of. */
export const back = onRequest('request.back', nothing, async (needs: PressNeeds, { press, request, roles }) => {
  const subject = subjectFor(press, roles, request) ?? 'status';
  if (subject === 'resolver') return inOwnChat;
  return { instead: draw(await gather(needs.store, needs, request, press.personId), subject) };
});
