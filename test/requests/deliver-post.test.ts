// What we say in Teams: each answer of Teams has one consequence, and a lost answer is never repeated by itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { z } from 'zod';
import type { Content } from '../../src/cards.ts';
import { postMetrics } from '../../src/jobs/metrics.ts';
import { deliverPost } from '../../src/requests/deliver-post.ts';
import { redraw, say, showCard } from '../../src/requests/save-move.ts';
import type { SendResult, UpdateResult } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, giveUp, openDesk, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, submitted } from '../support/journey.ts';

/** The two statements that docs/operating.md gives an operator for a post that is not there. */
function sayAgain(postId: string): string[] {
  const statements = /```sql\n(update post set state = 'waiting'[\s\S]*?)```/.exec(readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8'))?.[1] ?? assert.fail('not in the document');
  return statements.replaceAll('ID', postId).trim().split(';\n');
}

describe('deliverPost', () => {
  let desk: Desk;
  let calls: string[];
  let posted: Content[];
  const answers: { send: SendResult; update: UpdateResult } = { send: { is: 'sent', activityId: 'a1' }, update: { is: 'updated' } };
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [calls, posted] = [[], []];
    Object.assign(answers, { send: { is: 'sent', activityId: 'a1' }, update: { is: 'updated' } });
    desk.world.send = (to, content) => (calls.push(`send ${to.id}`), posted.push(content), Promise.resolve(answers.send));
    desk.world.update = (to, id, content) => (calls.push(`update ${to.id} ${id}`), posted.push(content), Promise.resolve(answers.update));
  });

  /** A message said once in Priya's chat, or the card of a check of hers. */
  async function aMessage(): Promise<string> {
    await desk.store.transaction(tx => say(tx, 'a:priya', { is: 'text', text: 'Hello.' }, desk.clock.calendar()));
    const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'deliver-post' });
    return job?.key ?? assert.fail();
  }
  const aCard = async () => {
    const request = await checked(desk, addressesOf(addPeople(desk, 3)));
    const post = await desk.store.posts.cardOf(request.id, 'a:priya', 'status') ?? assert.fail();
    return { request, postId: post.id };
  };
  const change = (requestId: string) => desk.store.transaction(tx => redraw(tx, requestId));
  const deliver = async (postId: string) => {
    const again = await deliverPost(desk.services, { postId });
    return again && 'save' in again ? void (await again.save.execute(desk.connection.db)) : again;
  };
  const stateOf = async (postId: string) => (await desk.store.posts.find(postId))?.state;

  describe('a message', () => {
    it('is posted once, however often the job runs', async () => {
      const postId = await aMessage();
      for (let i = 0; i < 3; i += 1) assert.equal(await deliver(postId), undefined);
      assert.deepEqual([calls, await stateOf(postId)], [['send a:priya'], 'posted']);
    });

    const cases: [SendResult, string][] = [
      [{ is: 'unknown' }, 'unknown'],
      [{ is: 'gone', reason: 'blocked' }, 'gone'],
    ];
    for (const [result, state] of cases) {
      it(`answered "${result.is}" is ${state}, and a second run sends nothing`, async () => {
        answers.send = result;
        const postId = await aMessage();
        for (let i = 0; i < 2; i += 1) assert.equal(await deliver(postId), undefined);
        assert.deepEqual([await stateOf(postId), calls.length], [state, 1]);
      });
    }

    for (const afterMs of [7_000, undefined]) {
      it(`that Teams would take later, ${afterMs === undefined ? 'not saying when' : 'and says when'}, waits as a failure of the world`, async () => {
        answers.send = { is: 'later', ...(afterMs === undefined ? {} : { afterMs }) };
        const postId = await aMessage();
        await assert.rejects(deliver(postId), { name: 'WorldError', failure: 'throttled', retryAfterMs: afterMs });
        assert.equal(await stateOf(postId), 'waiting');
        answers.send = { is: 'sent', activityId: 'a1' };
        await deliver(postId);
        assert.equal(await stateOf(postId), 'posted');
      });
    }

    it('that Teams did not take in any attempt is given up, and says so', async () => {
      const postId = await aMessage();
      await giveUp(desk, 'deliver-post', { postId });
      assert.equal(await stateOf(postId), 'gone');
    });

    it('whose process died during the call is unknown: listed, and not repeated', async () => {
      const postId = await aMessage();
      assert.equal(await desk.store.posts.begin(postId), true);
      await deliver(postId);
      await deliver(postId);
      assert.deepEqual([calls, await stateOf(postId), (await desk.store.posts.troubled()).map(post => post.id)], [[], 'unknown', [postId]]);
    });

    it('that waits for its moment is not begun: a process killed then leaves nothing unknown', async () => {
      const postId = await aMessage();
      const { messenger } = desk.services;
      const seen: unknown[] = [];
      desk.services.messenger = { ...messenger, slot: async () => (seen.push(await stateOf(postId)), { ms: seen.length === 1 ? 7_000 : 0, hasBegun: false }) };
      assert.deepEqual([await deliver(postId), calls], [{ againAfterMs: 7_000 }, []]);
      await deliver(postId);
      assert.deepEqual([seen, calls, await stateOf(postId)], [['waiting', 'waiting'], ['send a:priya'], 'posted']);
    });

    it('that could not be sent for our own fault waits, and each run counts as a failure', async () => {
      const postId = await aMessage();
      desk.world.send = () => Promise.reject(new Error('a text of 90000 bytes is too large for Teams'));
      for (let i = 0; i < 2; i += 1) await assert.rejects(deliver(postId), /too large/);
      assert.equal(await stateOf(postId), 'waiting');
      desk.world.send = () => Promise.resolve(answers.send);
      await deliver(postId);
      assert.equal(await stateOf(postId), 'posted');
    });

    it('to a chat that is gone is not tried', async () => {
      const postId = await aMessage();
      await desk.store.conversations.gone('a:priya', 'removed', desk.clock.calendar());
      await deliver(postId);
      assert.deepEqual([calls, await stateOf(postId)], [[], 'gone']);
    });
  });

  describe('a request’s card', () => {
    it('is posted, then updated in its place', async () => {
      const { request, postId } = await aCard();
      await deliver(postId);
      await deliver(postId);
      await change(request.id);
      await deliver(postId);
      assert.deepEqual(calls, ['send a:priya', 'update a:priya a1']);
    });

    it('is drawn from the state at the time it is delivered: many changes are one update', async () => {
      const { request, postId } = await aCard();
      await deliver(postId);
      for (let i = 0; i < 5; i += 1) await change(request.id);
      await runDue(desk, 'deliver-post');
      assert.equal(calls.filter(call => call.startsWith('update')).length, 1);
    });

    it('changed while it is posted is updated by the next run', async () => {
      const { request, postId } = await aCard();
      desk.world.send = async () => (calls.push('send'), await change(request.id), answers.send);
      await deliver(postId);
      await deliver(postId);
      assert.deepEqual(calls, ['send', 'update a:priya a1']);
    });

    it('that somebody deleted is posted anew with the change that found it missing, once', async () => {
      const { request, postId } = await aCard();
      await deliver(postId);
      answers.update = { is: 'missing' };
      answers.send = { is: 'sent', activityId: 'a2' };
      await change(request.id);
      assert.deepEqual(await deliver(postId), { againAfterMs: 0 });
      for (let i = 0; i < 2; i += 1) assert.equal(await deliver(postId), undefined);
      assert.deepEqual([calls, (await desk.store.posts.find(postId))?.activityId], [['send a:priya', 'update a:priya a1', 'send a:priya'], 'a2']);
    });

    it('that may or may not be there is posted anew at the next change', async () => {
      answers.send = { is: 'unknown' };
      const { request, postId } = await aCard();
      await deliver(postId);
      answers.send = { is: 'sent', activityId: 'a2' };
      await deliver(postId);
      assert.equal(calls.length, 1);
      await change(request.id);
      await deliver(postId);
      assert.deepEqual([calls, await stateOf(postId)], [['send a:priya', 'send a:priya'], 'posted']);
    });

    it('that may or may not be there is named in the log by its kind and its request, and counted until it is dealt with as docs/operating.md says', async () => {
      answers.send = { is: 'unknown' };
      const { postId } = await aCard();
      const lines: unknown[] = [];
      desk.services.log = pino({ base: null }, { write: line => void lines.push(JSON.parse(line)) });
      const metrics = new Registry();
      postMetrics(metrics, desk.store);
      const counted = async () => /^la_desk_posts_unknown (\d+)$/m.exec(await metrics.metrics())?.[1];
      await deliver(postId);
      assert.deepEqual(lines.map(line => z.object({ subject: z.string(), reference: z.string() }).parse(line)), [{ subject: 'status', reference: 'this check' }]);
      assert.equal(await counted(), '1');
      answers.send = { is: 'sent', activityId: 'a2' };
      for (const statement of sayAgain(postId)) await sql.raw(statement).execute(desk.connection.db);
      await runDue(desk, 'deliver-post');
      assert.deepEqual([await counted(), calls.length, await stateOf(postId)], ['0', 2, 'posted']);
    });

    it('taken up by another process meanwhile is left to it', async () => {
      answers.send = { is: 'unknown' };
      const { request, postId } = await aCard();
      await deliver(postId);
      await change(request.id);
      const seen = await desk.store.posts.find(postId);
      assert.deepEqual([await desk.store.posts.anew(postId, 'unknown'), await desk.store.posts.begin(postId)], [true, true]);
      const late = async (id: string) => {
        const found = await desk.store.posts.withConversation(id);
        return found && seen && { ...found, post: seen };
      };
      desk.services.store = { ...desk.store, posts: { ...desk.store.posts, find: () => Promise.resolve(seen), withConversation: late } };
      await deliver(postId);
      assert.deepEqual([calls.length, await stateOf(postId)], [1, 'posting']);
    });

    it('that Teams would take later is updated later, as a failure of the world', async () => {
      const { request, postId } = await aCard();
      await deliver(postId);
      answers.update = { is: 'later', afterMs: 2_000 };
      await change(request.id);
      await assert.rejects(deliver(postId), { name: 'WorldError', failure: 'throttled', retryAfterMs: 2_000 });
      await giveUp(desk, 'deliver-post', { postId });
      assert.equal(await stateOf(postId), 'posted', 'it is still there');
      answers.update = { is: 'updated' };
      assert.equal(await deliver(postId), undefined);
      assert.equal(calls.length, 3);
    });

    for (const result of [{ is: 'unknown' }, { is: 'gone', reason: 'BotNotInConversationRoster' }] as const) {
      it(`for the resolvers that is ${result.is} is an error in the log, because nobody sees the request`, async () => {
        await submitted(desk, addressesOf(addPeople(desk, 60)));
        const errors: unknown[] = [];
        desk.services.log = pino({ level: 'error' }, { write: line => void errors.push((JSON.parse(line) as { subject: string }).subject) });
        answers.send = result;
        await runDue(desk, 'mirror-ticket', 'deliver-post');
        assert.deepEqual(errors, ['resolver']);
      });
    }

    it('of a request that is forgotten is nothing to do', async () => {
      const { request, postId } = await aCard();
      await desk.store.requests.forget(request.id);
      assert.equal(await deliver(postId), undefined);
      assert.deepEqual(calls, []);
    });

    it('is one for each conversation: the requester’s own, and the resolvers’ without a name', async () => {
      const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
      await desk.store.transaction(tx => showCard(tx, request.id, 'a:priya', 'status', desk.clock.calendar()));
      await runDue(desk, 'mirror-ticket', 'deliver-post');
      const names = posted.map(content => (content.is === 'card' ? content.card.name : content.is));
      assert.deepEqual([calls.toSorted(), names.toSorted()], [[`send ${resolvers(desk).id}`, 'send a:priya'].toSorted(), ['resolver', 'status']]);
    });
  });
});
