// A notice from its beginning to its last delivery: everybody once, corrected where it is, and counted.
import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import type { Content } from '../../src/cards.ts';
import { deliveryMetrics } from '../../src/jobs/metrics.ts';
import { advanceNotice, type Notice } from '../../src/notices/notice.ts';
import { saveAndAlert, saveNotice } from '../../src/notices/save-notice.ts';
import type { SendResult } from '../../src/services.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { channel } from '../support/requests.ts';

const webinars = '19:webinar@thread.tacv2';
const words = (content: Content): string => (content.is === 'card' ? ('heading' in content.card.data ? content.card.data.heading : '') : content.is === 'text' ? content.text : content.is);

onEachEngine('sending a notice', open => {
  let desk: Desk;
  let calls: string[];
  let answer: (to: string) => SendResult;
  beforeEach(async () => {
    desk = await openDesk(await open());
    calls = [];
    answer = to => ({ is: 'sent', activityId: `message to ${to}` });
    desk.world.send = (to, content) => (calls.push(`${to.id}: ${words(content)}`), Promise.resolve(answer(to.id)));
    desk.world.update = (to, id, content) => (calls.push(`${to.id}, ${id}: ${words(content)}`), Promise.resolve({ is: 'updated' }));
    await desk.store.transaction(async tx => {
      await tx.conversations.remember(channel(webinars), desk.clock.calendar());
      await tx.roster.save([], [['priya', 'ZZ101'], ['tom', 'ZZ101'], ['lena', 'ZZ202'], ['priya', 'ZZ202']].map(([personId = '', organisation = '']) => ({ personId, organisation, role: 'la' as const, expiresOn: null })));
    });
  });

  const toEverybody = audienceOf({ channels: [webinars], people: 'las' });
  async function scheduled(more: Partial<Notice> = {}): Promise<void> {
    const notice = aNotice('scheduled', { audience: toEverybody, ...more });
    await desk.store.transaction(async tx => {
      await tx.notices.insert(notice);
      await saveNotice(tx, desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
  }
  const run = () => runDue(desk, 'begin-notice', 'send-notice');
  const now = async () => (await desk.store.notices.find(noticeId)) ?? assert.fail();
  const counts = async () => Object.fromEntries((await desk.store.deliveries.counts(noticeId)).map(({ state, reason, count }) => [reason ?? state, count]));
  const title = 'Directory search is quicker';

  it('reaches everybody once, who looks after two organisations too', async () => {
    await scheduled();
    await run();
    await run();
    assert.deepEqual(calls.toSorted(), [`${webinars}: ${title}`, `a:lena: ${title}`, `a:priya: ${title}`, `a:tom: ${title}`]);
    assert.deepEqual([(await now()).state, await counts()], ['sent', { delivered: 4 }]);
  });

  it('waits for its time', async () => {
    await scheduled({ sendAt: new Date('2022-09-30T09:00:00Z') });
    await run();
    assert.deepEqual(calls, []);
    desk.clock.windTo('2022-09-30T09:00:00Z');
    await run();
    assert.equal(calls.length, 4);
  });

  it('says of each recipient what came of it', async () => {
    const outcomes: Record<string, SendResult> = { 'a:tom': { is: 'unknown' }, 'a:lena': { is: 'gone', reason: 'blocked' } };
    answer = to => outcomes[to] ?? { is: 'sent', activityId: 'm' };
    await scheduled();
    await run();
    assert.deepEqual([(await now()).state, await counts()], ['sent', { delivered: 2, unknown: 1, blocked: 1 }]);
  });

  it('shows an operator what is due and what is unknown', async () => {
    const metrics = new Registry();
    deliveryMetrics(metrics, desk.store, desk.clock);
    const shown = async () => Object.fromEntries([...(await metrics.metrics()).matchAll(/^la_desk_deliveries_(\w+) (\d+)$/gm)].map(([, name = '', value]) => [name, Number(value)]));
    answer = to => (to === 'a:tom' ? { is: 'unknown' } : { is: 'sent', activityId: 'm' });
    await scheduled();
    await runDue(desk, 'begin-notice');
    assert.deepEqual(await shown(), { due: 4, unknown: 0 });
    await run();
    assert.deepEqual(await shown(), { due: 0, unknown: 1 });
  });

  it('is corrected where it is, and a short message says so to whoever has it', async () => {
    answer = to => (to === 'a:tom' ? { is: 'gone', reason: 'blocked' } : { is: 'sent', activityId: `message to ${to}` });
    await scheduled();
    await run();
    calls = [];
    await desk.store.transaction(async tx => {
      const changed = advanceNotice(await tx.notices.lock(noticeId) ?? assert.fail(), { is: 'changed', facts: { title: 'Search is slow again', text: 'We are looking.', link: '', picture: null } }, desk.clock.calendar());
      await tx.notices.follow(noticeId, 'tom', desk.clock.calendar());
      await saveAndAlert(tx, desk.services, changed ?? assert.fail(), 'Search is slow again.', { actorId: 'chloe', action: 'notice-corrected' });
    });
    await run();
    const [at, said] = ['Search is slow again', 'Search is slow again.'];
    assert.deepEqual(calls.toSorted(), [
      `${webinars}, message to ${webinars}: ${at}`, `${webinars}: ${said}`, `a:lena, message to a:lena: ${at}`, `a:lena: ${said}`, `a:priya, message to a:priya: ${at}`, `a:priya: ${said}`, `a:tom: ${said}`,
    ]);
    assert.equal((await now()).state, 'sent');
  });

  it('stops where it is cancelled, and nobody is sent it afterwards', async () => {
    await scheduled();
    await runDue(desk, 'begin-notice');
    await desk.store.transaction(async tx => {
      const cancelled = advanceNotice(await tx.notices.lock(noticeId) ?? assert.fail(), { is: 'cancelled' }, desk.clock.calendar());
      await saveNotice(tx, desk.services, cancelled ?? assert.fail(), { actorId: 'chloe', action: 'notice-cancelled' });
    });
    await run();
    assert.deepEqual([calls, await counts()], [[], { cancelled: 4 }]);
  });
});
