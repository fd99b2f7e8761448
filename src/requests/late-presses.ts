// A resolver says why a late request is late, and by when it will be done instead. Typed in their own chat: a card in the channel moves with the request.
import { z } from 'zod';
import type { Card } from '../cards.ts';
import { inLondon } from '../schedule.ts';
import type { Services } from '../services.ts';
import { heardFrom } from './heard-from.ts';
import { lateLine } from './lateness.ts';
import { advance } from './lifecycle.ts';
import { nonceKey } from './gather.ts';
import { addApp, chatOf } from './own-chat.ts';
import { onRequest, type PressNeeds } from './pressed.ts';
import { saveMove, say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import { buttonOn } from './view.ts';

type Needs = PressNeeds & Pick<Services, 'messenger'>;

const nothing = z.looseObject({});
const typedLate = z.looseObject({ reason: z.string().trim().max(500).default(''), untilDate: z.string().max(20).default(''), untilTime: z.string().max(20).default('') });
type Typed = Pick<z.infer<typeof typedLate>, 'reason' | 'untilDate' | 'untilTime'>;

const farthestMs = 30 * 86_400_000;
const isSaid = 'That is what was said already. Nothing was changed.';
const notLate = 'It is not late any more. Nothing was changed.';

/** With `problem` it says what to mend; what was typed stays in its boxes. */
async function lateForm({ store }: Needs, request: ServiceRequest, personId: string, typed: Typed = { reason: '', untilDate: '', untilTime: '' }, problem?: string): Promise<Card> {
  const name = reference(request);
  const heading = `Late: ${name}, say why and by when instead`;
  return {
    name: 'late-form',
    data: {
      speak: `${heading}.`, heading,
      lines: [...(problem === undefined ? [] : [problem]), 'The Local Administrator is told once, and the ticket says so too. The new time is a promise: everybody is told when it is missed.'],
      ...typed,
      send: buttonOn(request, { key: await nonceKey(store), personId }, 'request.late', `Tell the LA of ${name}`),
    },
  };
}

export const showLateForm = onRequest('request.late-form', nothing, async (needs: Needs, { press, request }) => {
  if (request.lateAt === null) return { message: notLate };
  const chat = await chatOf(needs, press);
  if (chat === null) return addApp('say why');
  const card = await lateForm(needs, request, press.personId);
  return {
    async repeat(tx) {
      const at = needs.clock.calendar();
      await heardFrom(tx, chat, at);
      await say(tx, chat.id, { is: 'card', card }, at, request.id);
      return { message: 'The form is in your personal chat with LA Desk.' };
    },
  };
});

/** Null where date and time are none, over, or too far away. As clocks in London show them. */
function untilOf({ untilDate, untilTime }: Typed, now: Date): Date | null {
  const until = inLondon(untilDate, untilTime);
  return until !== null && until > now && until.getTime() - now.getTime() <= farthestMs ? until : null;
}

export const sayLate = onRequest('request.late', typedLate, async (needs: Needs, { press, request, inputs }) => {
  const { reason, untilDate, untilTime } = inputs;
  const until = untilOf(inputs, needs.clock.calendar());
  if (request.lateAt === null) return { message: notLate };
  if (reason === '' || until === null) return { show: await lateForm(needs, request, press.personId, { reason, untilDate, untilTime }, reason === '' ? 'Not sent: say why, in words the LA will read.' : 'Not sent: give a date and a time that are still to come, within 30 days.') };
  // Before the press is spent: another reason or time may follow from the same form.
  if (request.lateness?.reason === reason && request.lateness.until.getTime() === until.getTime()) return { message: isSaid };
  return {
    async save(tx, now) {
      const at = needs.clock.calendar();
      const move = advance(now, { is: 'explained', reason, until }, at);
      const lateness = move?.request.lateness;
      if (!move || !lateness) return { message: notLate };
      await saveMove(tx, needs, move, { actorId: press.personId, action: 'explained', detail: { until: until.toISOString() } });
      await say(tx, now.conversationId, { is: 'text', text: lateLine(now, lateness) }, at, now.id);
      await tx.jobs.add({ name: 'say-late', key: now.id, payload: { requestId: now.id } });
      return undefined;
    },
  };
});
