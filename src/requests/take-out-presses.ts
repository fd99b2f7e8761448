// Presses that take one person out of a request, at once and without a resolver: the form, who it is, and doing it.
import { z } from 'zod';
import { askDirectory } from '../access/look-up.ts';
import { UserError } from '../errors.ts';
import { checkAddress } from '../intake/address.ts';
import { kinds } from '../kinds/grid.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { gather } from './gather.ts';
import { advance } from './lifecycle.ts';
import { onRequest, type Decision, type Pressed, type PressNeeds } from './pressed.ts';
import { saveMove, say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';
import { verdictOn, type Verdict } from './take-out.ts';
import { noAddress, notOnIt, takeOutCard, takeOutForm, toldText, type Told } from './take-out-cards.ts';
import { inOwnChat } from './own-chat.ts';

const nothing = z.looseObject({});
const nobodyYet = { message: 'Nobody has been changed by this request yet. Withdraw it, and send the list without this person.' };

export const showTakeOutForm = onRequest('request.take-out-form', nothing, async (needs: PressNeeds, { press, request }) => {
  if (press.conversation.kind === 'channel') return inOwnChat;
  if (request.startedAt === null) return nobodyYet;
  return { form: takeOutForm(await gather(needs.store, needs, request, press.personId), null, await needs.store.brakes.current()) };
});

type Row = NonNullable<Awaited<ReturnType<Tables['rows']['ofSomebody']>>>;

async function verdictFor(store: Tables, request: ServiceRequest, { personId, isAlready }: Row): Promise<Verdict> {
  return verdictOn(await store.effects.somebody(request.id, await store.rounds.lastApplying(request.id), personId), isAlready);
}

/** Only the request's own list is looked at: of anybody else nothing is said. */
export const findToTakeOut = onRequest('request.take-out-find', z.looseObject({ address: z.string().max(1_000).default('') }), async (needs: PressNeeds, { press, request, inputs }) => {
  if (press.conversation.kind === 'channel') return inOwnChat;
  if (request.startedAt === null) return nobodyYet;
  const view = await gather(needs.store, needs, request, press.personId);
  const brake = await needs.store.brakes.current();
  const typed = inputs.address.slice(0, 254);
  const checked = checkAddress(inputs.address);
  if ('cause' in checked) return { form: takeOutForm(view, { problem: noAddress, typed }, brake) };
  const row = await needs.store.rows.ofSomebody(request.id, checked);
  if (row === null) return { form: takeOutForm(view, { problem: notOnIt(request), typed }, brake) };
  const isGoingOn = await needs.store.rounds.isTakingOut(request.id, row.personId);
  return { form: takeOutCard(view, { address: row.address, row: row.number, displayName: await nameOf(needs, row.personId), isGoingOn, brake }, await verdictFor(needs.store, request, row)) };
});

/** The address is enough where the directory is away. */
const nameOf = ({ directory }: Pick<Services, 'directory'>, personId: string): Promise<string | null> =>
  askDirectory(directory.people([personId])).then(
    found => found.get(personId)?.displayName ?? null,
    (error: unknown) => {
      if (error instanceof UserError) return null;
      throw error;
    },
  );

export const takeOut = onRequest('request.take-out', z.looseObject({ row: z.string().regex(/^\d{1,7}$/).transform(Number) }), async (needs: PressNeeds, pressed) => {
  const row = await needs.store.rows.ofSomebody(pressed.request.id, { number: pressed.inputs.row });
  if (pressed.request.startedAt === null) return nobodyYet;
  if (row === null) return { message: 'Choose one of the people of this request.' };
  const decision: Decision = {
    // What it does raises the version, so the same press again finds another state; where there is nothing to do, the next press is not taken for this one.
    async repeat(tx, request) {
      const verdict = await verdictFor(tx, request, row);
      const isOver = verdict === 'had-before' || verdict === 'off-already' || verdict === 'not-applied';
      if (isOver || (await tx.rounds.isTakingOut(request.id, row.personId))) return undefined;
      await begin(tx, needs, pressed, request, row, verdict);
      return undefined;
    },
  };
  return decision;
});

/** Saved whole: from here on a kill loses nothing. Whoever waits for their turn is left out now; everybody else is put back by a round of their own. */
async function begin(tx: Tables, needs: PressNeeds, { press }: Pressed<unknown>, request: ServiceRequest, { personId, address }: Row, verdict: Verdict): Promise<void> {
  const at = needs.clock.calendar();
  const kind = kinds[request.kind];
  const by = press.personName.slice(0, 80);
  const isLeftOut = await tx.effects.leaveOut(request.id, request.round, personId, kind.steps, by);
  const isRound = verdict !== 'leave-out' || !isLeftOut;
  const move = advance(request, { is: 'take-out-asked', isRound }, at);
  if (move === null) return;
  const { lastRound } = move.request;
  const told: Told = !isRound ? 'left-out' : (await tx.brakes.current()) === null ? 'asked' : 'stopped';
  if (isRound) {
    await tx.rounds.insert({ requestId: request.id, round: lastRound, purpose: 'take-out', lane: kind.lane(needs, personId), askedBy: press.personId, askedByName: by, startedAt: at });
    await tx.effects.insert(request.id, lastRound, [personId], kind.steps);
    await tx.rounds.filled(request.id, lastRound);
    await tx.rounds.tell(request.id, lastRound, told);
  }
  await saveMove(tx, needs, move, { actorId: press.personId, action: isRound ? 'take-out-asked' : 'left-out', personId, detail: { round: isRound ? lastRound : request.round, step: kind.steps[0] ?? '' } });
  const chat = press.conversation.kind === 'personal' ? press.conversation : await tx.conversations.personalOf(press.personId);
  if (chat !== null) await say(tx, chat.id, { is: 'text', text: toldText(request, address, told, null) }, at, request.id);
}
