// What people chose, at the time of sending: who has a delivery, when it is due, and who hears the short messages.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import { messages, verbs } from '../../src/routes.ts';
import { noticeKinds } from '../../src/notices/grid.ts';
import { advanceNotice } from '../../src/notices/notice.ts';
import { byDefault, withSetting, type Setting } from '../../src/notices/preferences.ts';
import { quietUntil } from '../../src/notices/quiet-hours.ts';
import { saveAndAlert, saveNotice } from '../../src/notices/save-notice.ts';
import type { Audience } from '../../src/notices/audience.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { channel, dataOf, personal, saidBy } from '../support/requests.ts';

const webinars = '19:webinar@thread.tacv2';
const [evening, morning] = ['2022-10-29T19:00:00+01:00', '2022-10-30T08:00:00Z'];

onEachEngine('what people chose', open => {
  let desk: Desk;
  let calls: string[];
  beforeEach(async () => {
    desk = await openDesk(await open());
    calls = [];
    desk.world.send = ({ id }) => (calls.push(id), Promise.resolve({ is: 'sent', activityId: `message to ${id}` }));
    await desk.store.transaction(async tx => {
      await tx.conversations.remember(channel(webinars), desk.clock.calendar());
      await tx.roster.save([], [['priya', 'ZZ101'], ['tom', 'ZZ101'], ['lena', 'ZZ202']].map(([personId = '', organisation = '']) => ({ personId, organisation, role: 'la' as const, expiresOn: null })));
    });
  });

  const choose = (personId: string, ...settings: Setting[]) =>
    desk.store.transaction(async tx => tx.preferences.save(personId, settings.reduce(withSetting, await tx.preferences.lock(personId, byDefault)), desk.clock.calendar()));
  async function begin(more: Partial<Audience> = {}): Promise<void> {
    const notice = aNotice('scheduled', { audience: audienceOf({ channels: [webinars], people: 'las', ...more }) });
    await desk.store.transaction(async tx => {
      await tx.notices.insert(notice);
      await saveNotice(tx, desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
    await runDue(desk, 'begin-notice', 'send-notice');
  }
  const told = () => calls.splice(0).toSorted();
  const state = async () => (await desk.store.notices.find(noticeId))?.state;

  it('a kind that is off has no delivery, and fails nowhere', async () => {
    await choose('tom', 'news off');
    await begin();
    assert.deepEqual([told(), await desk.store.deliveries.counts(noticeId)], [[webinars, 'a:lena', 'a:priya'], [{ state: 'delivered', reason: null, count: 3 }]]);
  });

  it('only in the channel: nothing comes to their own chat, unless no channel has it or it is theirs alone', async () => {
    await choose('tom', 'place channel');
    await begin();
    assert.deepEqual(told(), [webinars, 'a:lena', 'a:priya']);
  });
  const others: [what: string, more: Partial<Audience>][] = [['in no channel', { channels: [] }], ['merged for each organisation', { merge: { ZZ101: { contact: 'Sam' } } }]];
  for (const [what, more] of others) {
    it(`only in the channel, and it is ${what}: it comes to them`, async () => {
      await choose('tom', 'place channel');
      await begin(more);
      assert.ok(told().includes('a:tom'));
    });
  }

  it('quiet hours let it wait until 8am, over the night on which the clocks go back, and then it is sent', async () => {
    await choose('tom', 'quiet off');
    desk.clock.windTo(evening);
    await begin();
    assert.deepEqual([told(), await state()], [[webinars, 'a:tom'], 'sending']);
    desk.clock.windTo('2022-10-30T07:59:00Z');
    await runDue(desk, 'send-notice');
    assert.deepEqual(told(), []);
    desk.clock.windTo(morning);
    await runDue(desk, 'send-notice');
    assert.deepEqual([told(), await state()], [['a:lena', 'a:priya'], 'sent']);
  });

  describe('the short messages', () => {
    /** Whom Teams is asked to tell: at once, and when quiet hours are over. */
    const alert = async (isUrgent: boolean) => {
      const at = desk.clock.calendar();
      calls = [];
      await desk.store.deliveries.addAlert(noticeId, 'alert-1', { kind: 'news', isUrgent, isInChannel: true, at, quietUntil: quietUntil(at), to: 'everybody' });
      const now = async () => {
        await desk.store.transaction(async tx => {
          const notice = (await tx.notices.lock(noticeId)) ?? assert.fail();
          await tx.notices.addAlert(noticeId, 'Mind this.', at);
          await saveNotice(tx, desk.services, advanceNotice(notice, { is: 'more' }, at) ?? notice, { actorId: 'chloe', action: 'notice-corrected' });
        });
        await runDue(desk, 'send-notice');
        return told();
      };
      const first = await now();
      desk.clock.windTo(quietUntil(at).toISOString());
      return [first, quietUntil(at) > at ? await now() : []];
    };

    it('follow what they choose after they had the card', async () => {
      await begin();
      await choose('tom', 'news off');
      await choose('lena', 'place channel');
      assert.deepEqual((await alert(false))[0], [webinars, 'a:priya']);
    });

    it('are heard by whoever asked on the card, whatever they chose', async () => {
      await choose('tom', 'news off');
      await begin();
      await desk.store.notices.follow(noticeId, 'tom', desk.clock.calendar());
      await desk.store.notices.follow(noticeId, 'priya', desk.clock.calendar());
      assert.deepEqual((await alert(false))[0], [webinars, 'a:lena', 'a:priya', 'a:tom']);
    });

    it('wait for the end of quiet hours, but not in a channel, and not when urgent', async () => {
      await begin();
      await choose('tom', 'quiet off');
      await choose('lena', 'news off');
      desk.clock.windTo(evening);
      assert.deepEqual(await alert(false), [[webinars, 'a:tom'], ['a:priya']]);
    });

    it('reach everybody who has the card at once when urgent', async () => {
      await begin();
      await choose('lena', 'news off', 'place channel');
      desk.clock.windTo(evening);
      assert.deepEqual((await alert(true))[0], [webinars, 'a:lena', 'a:priya', 'a:tom']);
    });
  });

  describe('what becomes urgent after it was sent', () => {
    const { news } = noticeKinds;
    afterEach(() => void (noticeKinds.news = news));

    it('reaches whoever rests, whoever had its kind off, and whoever reads it only in the channel', async () => {
      await choose('tom', 'news off');
      await choose('lena', 'place channel');
      desk.clock.windTo(evening);
      await begin();
      assert.deepEqual(told(), [webinars]);
      noticeKinds.news = { ...news, isUrgent: () => true };
      await desk.store.transaction(async tx => saveAndAlert(tx, desk.services, (await tx.notices.lock(noticeId)) ?? assert.fail(), 'It is severe now.', { actorId: 'chloe', action: 'notice-corrected' }));
      await runDue(desk, 'send-notice');
      assert.deepEqual(told(), [webinars, 'a:lena', 'a:priya', 'a:tom']);
    });
  });

  describe('the card', () => {
    const press = async (card: Card, title: string, personId = 'priya') => {
      const { press: { id, nonce, set } } = dataOf(card, 'preferences').rows.find(row => row.press.title === title) ?? assert.fail(title);
      return (await verbs['notices.prefer']?.(desk.services, { activityId: 'a', conversation: personal(personId), personId, personName: personId, teamsUserId: `29:${personId}`, verb: 'notices.prefer', inputs: { id, nonce, set } })) ?? assert.fail();
    };
    const typed = async (text: string, personId = 'priya') => {
      const turn = turnOf(personId, { text });
      const reaction = (await messages.find(({ when }) => when(turn) !== null)?.handle(desk.services, turn, [])) ?? assert.fail();
      return 'say' in reaction && reaction.say.is === 'card' ? reaction.say.card : assert.fail();
    };
    const cardIn = (answer: Awaited<ReturnType<typeof press>>) => ('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer)));

    it('shows each press back at once, and what was pressed twice is as it was pressed once', async () => {
      const first = await typed('notices I get');
      const second = cardIn(await press(first, 'Turn off releases'));
      assert.equal(dataOf(cardIn(await press(first, 'Turn off releases')), 'preferences').heading, 'You get 6 of 7 kinds of notices in this chat');
      const third = cardIn(await press(second, 'Use only the channel'));
      assert.equal(dataOf(third, 'preferences').heading, 'You get 6 of 7 kinds of notices, only in the channel');
      await press(third, 'Turn off quiet hours');
      assert.deepEqual(await desk.store.preferences.of('priya'), { off: ['release'], place: 'channel', isQuiet: false });
      assert.equal(dataOf(await typed('choose notices'), 'preferences').rows[1]?.title, '**Releases:** off');
    });

    it('is theirs alone, and for Local Administrators', async () => {
      assert.match(saidBy(await press(await typed('notices I get'), 'Turn off news', 'tom')), /somebody else/);
      assert.equal((await typed('notices i get', 'noor')).name, 'not-on-roster');
      assert.equal(await desk.store.preferences.of('tom'), null);
    });
  });
});
