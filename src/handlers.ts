// Hands what Teams brings to the routes: who may be answered, seen once, work afterwards.
import { z } from 'zod';
import { react, type Background, type Reaction } from './dispatch.ts';
import { lately, type Lately } from './lately.ts';
import { backInTeam, heardFrom } from './requests/heard-from.ts';
import { plainCard } from './requests/help-cards.ts';
import { say } from './requests/save-move.ts';
import { handleFileConsent, looks, messages, noteConsent, otherwise, verbs } from './routes.ts';
import type { Answer, Conversation, Press, Services, Turn } from './services.ts';
import type { Tables } from './store/tables.ts';
import type { Failed, Handlers } from './teams/bot.ts';

const answerSchema = z.union([z.object({ message: z.string() }), z.object({ card: z.looseObject({ is: z.string() }) })]);

/** The first route that fits. */
async function reactionTo(services: Services, turn: Turn): Promise<Reaction> {
  for (const { when, handle } of messages) {
    const found = when(turn);
    if (found !== null) return handle(services, turn, found);
  }
  return otherwise(services, turn);
}

export function handlersFor(services: Services, after: Background): Handlers {
  const { store, clock } = services;
  /** Conversations that need not be looked up for somebody who only looks around. */
  const known = lately<true>(clock, 30_000);
  const resolverChannel = services.settings.RESOLVER_CHANNEL;
  /** Whoever speaks in a thread of the resolver channel shows that the channel can be reached, whatever a post there met before. */
  const notice = async (conversation: Conversation): Promise<void> => {
    if (`${conversation.id};`.startsWith(`${resolverChannel};`)) await heard({ ...conversation, id: resolverChannel });
  };
  const heard = (conversation: Conversation): Promise<void> => store.transaction(tx => heardFrom(tx, conversation, clock.calendar()));
  return {
    async message(turn) {
      await notice(turn.conversation);
      await react(services, turn, await reactionTo(services, turn), after);
    },

    /** First contact in a personal chat shows the help card; in a team nothing is said. */
    async arrived(turn) {
      const { conversation } = turn;
      await notice(conversation);
      const reaction = conversation.kind === 'personal' ? await otherwise(services, turn) : { save: (tx: Tables) => backInTeam(tx, conversation, resolverChannel, clock.calendar()) };
      await react(services, turn, reaction, after);
    },

    press: press => answerTo(services, press, { known, heard, notice }),

    async fileConsent(consent) {
      const isNew = await store.transaction(async tx => {
        if (!(await tx.activities.isNew(consent.conversation.id, `consent ${consent.activityId}`, clock.machine()))) return false;
        await heardFrom(tx, consent.conversation, clock.calendar());
        await noteConsent(tx, services, consent);
        return true;
      });
      // The upload may take longer than a turn may.
      if (isNew && consent.isAccepted) after.run(() => handleFileConsent(services, consent));
    },

    failed: (from, text) => apologise(services, from, text),

    /** Its arrival is forgotten too: every arrival has the same id, and the next is a new one. */
    removed: conversation => {
      known.forget();
      return store.transaction(async tx => {
        await tx.conversations.gone(conversation.id, 'removed', clock.calendar());
        await tx.activities.forget(conversation.id, 'arrival');
      });
    },
  };
}

type Heard = (conversation: Conversation) => Promise<void>;
type Hearing = { known: Lately<true>; heard: Heard; notice: Heard };

/** Teams may repeat an invoke with the same id, and later with a new one: the first by the activity, the second by the nonce. */
async function answerTo(services: Services, press: Press, { known, heard, notice }: Hearing): Promise<Answer> {
  const { store, clock } = services;
  const key = `press ${press.activityId}`;
  const changes = !looks.has(press.verb);
  if (changes || known.get(JSON.stringify(press.conversation)) === null) {
    const before = await store.activities.before(press.conversation, key, clock.calendar());
    if (answerSchema.safeParse(before.answer).success) return before.answer as Answer;
    if (!before.isAsKnown) await heard(press.conversation);
    known.keep(JSON.stringify(press.conversation), true);
  }
  await notice(press.conversation);
  const handle = Object.hasOwn(verbs, press.verb) ? verbs[press.verb] : undefined;
  const answer: Answer = handle ? await handle(services, press) : { card: { is: 'card', card: plainCard('Out of date: this button is no longer in use', 'Type **my requests** to see what is open.') } };
  if (changes) await store.activities.saveAnswer(press.conversation.id, key, answer, clock.machine());
  return answer;
}

/** Once: repeated by Teams, the activity may fail again. */
function apologise({ store, clock }: Services, { conversation, activityId }: Failed, text: string): Promise<void> {
  return store.transaction(async tx => {
    if (!(await tx.activities.isNew(conversation.id, `failed ${activityId}`, clock.machine()))) return;
    await heardFrom(tx, conversation, clock.calendar());
    await say(tx, conversation.id, { is: 'text', text }, clock.calendar());
  });
}
