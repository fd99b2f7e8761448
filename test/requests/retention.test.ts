// What is left of a request when its 30 days are over: looked for in every cell of every table, so that a new column cannot keep it unnoticed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { aReport } from '../support/feedback.ts';
import { aNotice } from '../support/notices.ts';
import { tidy } from '../../src/access/tidy.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, resolved } from '../support/journey.ts';
import { aRequest, personal } from '../support/requests.ts';

describe('retention', () => {
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' })));

  /** Tables with a row that holds `text` anywhere. */
  async function tablesWith(text: string): Promise<string[]> {
    const { db } = desk.connection;
    const { rows: tables } = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql`select 1 from ${sql.table(name)} t where t::text like ${`%${text}%`} limit 1`.execute(db);
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  /** Ended on Friday 23 September; everything was said, the list and the number went to the resolver. */
  async function closed(): Promise<void> {
    const request = await resolved(desk, addressesOf(addPeople(desk, 60)));
    await desk.store.conversations.remember(personal('dan'), desk.services.clock.calendar());
    await press(desk, 'dan', 'request.details-to-me', request, { in: resolvers(desk) });
    await press(desk, 'priya', 'request.outcome', request, { in: personal('priya') });
    await runDue(desk, 'mirror-ticket', 'deliver-post');
    desk.clock.windTo('2022-09-23T09:00:00+01:00');
    await runDue(desk, 'close-request', 'mirror-ticket', 'deliver-post');
  }

  describe('30 days after closing', () => {
    for (const [what, text, before] of [
      ['no contact number', '7700900123', ['post', 'request', 'ticket']],
      ['no address', '@nhs.example', ['request_row']],
      ['no file name', 'March mailbox report', ['request']],
    ] as const) {
      it(`${what} is left in any table`, async () => {
        await closed();
        assert.deepEqual(await tablesWith(text), before);
        desk.clock.windTo('2022-10-23T09:00:00+01:00');
        await runDue(desk, 'forget-request');
        assert.deepEqual(await tablesWith(text), []);
      });
    }

    it('an incident goes too, unless it is open or a request still waits behind it', async () => {
      const { incidents, requests } = desk.store;
      const opened = new Date('2022-09-20T09:00:00Z');
      const open = async (title: string) => {
        const id = randomUUID();
        await incidents.open({ id, kind: 'incident', reference: 'INC31020388', title, link: null, requestIds: [], openedByName: 'Dan Ferris', openedAt: opened, endedAt: null });
        return id;
      };
      const [over, waited, still] = [await open('over'), await open('waited behind'), await open('still open')];
      for (const id of [over, waited]) await incidents.end(id, opened);
      const held = aRequest('on-hold');
      await requests.insert({ ...held, hold: held.hold && { ...held.hold, incidentId: waited } }, null);
      desk.clock.windTo('2022-10-20T09:59:59+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.notEqual(await incidents.find(over), null);
      desk.clock.windTo('2022-10-20T10:00:01+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.deepEqual(await Promise.all([over, waited, still].map(async id => (await incidents.find(id))?.title)), [undefined, 'waited behind', 'still open']);
    });

    it('a notice goes 12 months after it was sent, with its deliveries; one that is still to be sent stays', async () => {
      const { notices, deliveries } = desk.store;
      const [sent, draft, scheduled, going] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      const createdAt = new Date('2022-09-20T09:00:00Z');
      await notices.insert(aNotice('sent', { id: sent, createdAt, endedAt: createdAt }));
      for (const [id, state] of [[draft, 'draft'], [scheduled, 'scheduled'], [going, 'sending']] as const) await notices.insert(aNotice(state, { id, createdAt }));
      await deliveries.add(sent, 'card', [{ personId: 'priya', dueAt: createdAt, merge: null }]);
      desk.clock.windTo('2023-09-20T09:59:59+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.notEqual(await notices.find(sent), null);
      desk.clock.windTo('2023-09-20T10:00:01+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.deepEqual((await notices.latest(9)).map(({ id }) => id).toSorted(), [scheduled, going].toSorted());
      assert.deepEqual(await deliveries.counts(sent), []);
    });

    it('feedback goes 12 months after it was sent, answered or not', async () => {
      const { feedback } = desk.store;
      const [open, done] = [randomUUID(), randomUUID()];
      for (const id of [open, done]) await feedback.insert(aReport({ id, sentAt: new Date('2022-09-20T09:00:00Z') }));
      await feedback.save(aReport({ id: done, state: 'done', answeredByName: 'Chloe Marsh', answeredAt: new Date('2023-09-01T09:00:00Z') }));
      desk.clock.windTo('2023-09-20T09:59:59+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.equal((await feedback.of('priya', 9)).length, 2);
      desk.clock.windTo('2023-09-20T10:00:01+01:00');
      await tidy(desk.services, () => Promise.resolve());
      assert.equal((await feedback.of('priya', 9)).length, 0);
    });

    it('what was said about no request goes too, unless it still has to be said', async () => {
      await closed();
      const say = (text: string, at: string) => desk.store.posts.add({ conversationId: 'a:priya', subject: 'text', content: { is: 'text', text }, at: new Date(at) });
      const old = await say('old', '2022-09-01T09:00:00Z');
      const waiting = await say('waiting', '2022-09-01T09:00:00Z');
      const recent = await say('recent', '2022-10-20T09:00:00Z');
      for (const id of [old, recent]) {
        await desk.store.posts.begin(id);
        await desk.store.posts.showing(id, { activityId: 'activity', drawn: 1, inputsVersion: null }).execute(desk.connection.db);
      }
      desk.clock.windTo('2022-10-23T09:00:00+01:00');
      await runDue(desk, 'forget-request');
      assert.deepEqual((await Promise.all([old, waiting, recent].map(id => desk.store.posts.find(id)))).map(post => post !== null), [false, true, true]);
    });
  });
});
