// Presses on a submitted request, by its Local Administrators and by resolvers.
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Tables } from '../store/tables.ts';
import { agree, type Objection } from './approval.ts';
import { completeIfReady } from './complete.ts';
import { unconfirmedCount } from './completion.ts';
import { decidedFor, decidedOn } from './decided.ts';
import { draw } from './draw.ts';
import { gather, progressOf } from './gather.ts';
import { advance, type Event } from './lifecycle.ts';
import { hashOfList } from './list.ts';
import { anyResolver } from './nonce.ts';
import { onRequest, subjectFor, type Decision, type Pressed, type PressNeeds } from './pressed.ts';
import { saveMove } from './save-move.ts';
import { holdReasons, type ServiceRequest } from './service-request.ts';

const nothing = z.looseObject({});
/** The words are left out by a card that takes none. */
const withHold = z.looseObject({ why: z.enum(holdReasons), words: z.string().trim().max(500).default('') });
const withReason = z.looseObject({ reason: z.string().trim().min(1).max(500) });

/** One event of the lifecycle, decided from the request as it is locked; then whatever it completes. */
async function moves(needs: PressNeeds, { press, request: shownTo }: Pressed<unknown>, event: (tx: Tables, request: ServiceRequest) => Promise<Event | null>): Promise<Decision> {
  const detail = await decidedOn(needs, shownTo);
  return {
    async save(tx, request) {
      const happened = await event(tx, request);
      if (happened === null) return undefined;
      const move = advance(request, happened, needs.clock.calendar());
      if (move === null) return undefined;
      await saveMove(tx, needs, move, { actorId: press.personId, action: happened.is, detail: { ...detail, ...('count' in happened ? { count: happened.count } : {}), ...('why' in happened ? { why: happened.why } : {}), ...(happened.is === 'hours-waived' ? { reason: happened.reason } : {}) } });
      await completeIfReady(tx, needs, request.id);
      return undefined;
    },
  };
}

const simply = (verb: Parameters<typeof onRequest>[0], event: Event) => onRequest(verb, nothing, (needs: PressNeeds, pressed) => moves(needs, pressed, () => Promise.resolve(event)));

export const withdraw = simply('request.withdraw', { is: 'withdrawn' });
export const reopen = simply('request.reopen', { is: 'reopened' });
export const pause = simply('request.pause', { is: 'paused' });
export const resume = simply('request.resume', { is: 'resumed' });
export const startSooner = simply('request.start-sooner', { is: 'not-before-lifted' });
export const continueRequest = simply('request.continue', { is: 'continued' });

const objections: { [O in Objection]: string } = {
  own: 'You asked for this yourself, so somebody else has to say yes. Nothing was started.',
  changed: 'The list is not the one that was submitted, so nothing was started. Reject the request, and tell an operator.',
  lapsed: 'The list was checked more than 7 days ago, so nothing was started: people move. Reject the request and ask for the list to be sent again.',
};

/** A resolver's start, or a second person's approval, which starts by itself. Either is about the exact list that was submitted. */
const saysYes = (verb: 'request.start' | 'request.approve') =>
  onRequest(verb, nothing, async (needs: PressNeeds, { press, request: shownTo, roles }) => {
    const yes = { by: press.personId, byName: press.personName, listHash: await hashOfList(needs.store, shownTo.id), ...(roles.isResolver ? {} : { isOwner: false as const }) };
    const first = agree(shownTo, yes, needs.clock.calendar());
    if ('objection' in first) return { message: objections[first.objection] };
    const detail = await decidedOn(needs, shownTo);
    return {
      async save(tx: Tables, request: ServiceRequest) {
        const agreed = agree(request, yes, needs.clock.calendar());
        for (const { event, ...move } of 'moves' in agreed ? agreed.moves : []) await saveMove(tx, needs, move, { actorId: press.personId, action: event, detail: { ...detail, ...decidedFor(request) } });
        return undefined;
      },
    };
  });

export const start = saysYes('request.start');
export const approve = saysYes('request.approve');

export const reject = onRequest('request.reject', withReason, (needs: PressNeeds, pressed) => moves(needs, pressed, () => Promise.resolve({ is: 'rejected', reason: pressed.inputs.reason })));

export const hold = onRequest('request.hold', withHold, (needs: PressNeeds, pressed) => {
  const { why, words } = pressed.inputs;
  return moves(needs, pressed, () => Promise.resolve({ is: 'held', why, words: words === '' ? null : words }));
});

/** The reason stays in the audit trail, which names people by object id alone. */
export const outsideHours = onRequest('request.outside-hours', withReason, (needs: PressNeeds, pressed) => {
  const { reason } = pressed.inputs;
  if (/@|\d[\d ]{6,}/.test(reason)) throw new UserError('Leave addresses and phone numbers out of the reason: it is kept with the audit trail. Nothing was changed.');
  return moves(needs, pressed, () => Promise.resolve({ is: 'hours-waived', reason }));
});

/** The number in the button is the number pressed for: where it changed since, the card shows the present one. */
export const portalMarked = onRequest('request.portal-marked', nothing, (needs: PressNeeds, pressed) =>
  moves(needs, pressed, async (tx, request) => ({ is: 'portal-marked', count: (await progressOf(tx, request)).applied })),
);

export const accept = onRequest('request.accept', nothing, (needs: PressNeeds, pressed) =>
  moves(needs, pressed, async (tx, request) => ({ is: 'accepted', count: unconfirmedCount(await progressOf(tx, request)) })),
);

/** The card as this person may see it: the requester's own view of the resolver channel has no Start. */
export const refresh = onRequest('request.refresh', nothing, async (needs: PressNeeds, { press, request, roles }) => {
  const inChannel = press.conversation.kind === 'channel';
  const view = await gather(needs.store, needs, request, inChannel ? anyResolver : press.personId);
  return { show: draw(view, subjectFor(press, roles, request) ?? 'status', press.personId !== request.requesterId) };
});

/** Opens a request of the list in place of the list. */
export const showRequest = onRequest('request.show', nothing, async (needs: PressNeeds, { press, request, roles }) => ({ show: draw(await gather(needs.store, needs, request, press.personId), subjectFor(press, roles, request) ?? 'status') }));
