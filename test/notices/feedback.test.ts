// Reports of pages and feedback: sent once, answered once, and its reporter hears what came of it.
import assert from 'node:assert/strict';
import type { Card, Content } from '../../src/cards.ts';
import { messages, verbs } from '../../src/routes.ts';
import type { Answer } from '../../src/services.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, runDue, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { channel, dataOf, noRoles, personal, saidBy } from '../support/requests.ts';

const review = channel('19:support-site-review@thread.tacv2');

onEachEngine('feedback', open => {
  let desk: Desk;
  let said: { to: string; content: Content }[];
  beforeEach(async () => {
    desk = await openDesk(await open());
    said = [];
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    desk.world.send = ({ id }, content) => (said.push({ to: id, content }), Promise.resolve({ is: 'sent', activityId: `m${said.length}` }));
    await desk.store.transaction(tx => tx.conversations.remember(personal('chloe'), desk.clock.calendar()));
  });

  const cardOf = (content: Content): Card => (content.is === 'card' ? content.card : assert.fail(content.is));
  async function typed(personId: string, text: string, conversation = personal(personId)): Promise<Card> {
    const turn = { ...turnOf(personId, { text }), conversation };
    const reaction = (await messages.find(({ when }) => when(turn) !== null)?.handle(desk.services, turn, [])) ?? assert.fail(text);
    return 'say' in reaction ? cardOf(reaction.say) : assert.fail();
  }
  async function press(personId: string, verb: string, button: { id: string; nonce: string } | undefined, inputs: Record<string, string> = {}): Promise<Answer> {
    const answer = await verbs[verb]?.(desk.services, { activityId: 'a', conversation: personal(personId), personId, personName: `${personId} of somewhere`, teamsUserId: `29:${personId}`, verb, inputs: { ...button, ...inputs } });
    await runDue(desk, 'deliver-post');
    return answer ?? assert.fail(verb);
  }
  const card = (answer: Answer): Card => ('card' in answer ? cardOf(answer.card) : assert.fail(saidBy(answer)));
  const about = { page: 'https://support.nhs.example/tls', wrong: 'out-of-date', words: 'It says June.' };

  async function reported(words = about.words): Promise<void> {
    const form = dataOf(await typed('priya', 'report a page'), 'feedback-form');
    assert.match(saidBy(await press('priya', 'feedback.report', form.send, { ...about, words })), /^Reported: /);
    desk.clock.windTo(new Date(desk.clock.calendar().getTime() + 60_000).toISOString());
  }
  const opened = async () => dataOf(card(await press('chloe', 'feedback.open', dataOf(await typed('chloe', 'feedback list'), 'feedback').items[0]?.open)), 'feedback');

  it('is listed for those who answer, oldest first, and each opens with its reporter', async () => {
    await reported('first');
    await reported('second');
    const list = dataOf(await typed('chloe', 'feedback list'), 'feedback');
    assert.deepEqual([list.heading, list.items.length], ['2 reports open, oldest first', 2]);
    const one = await opened();
    assert.deepEqual([one.lines, one.facts.map(({ title }) => title), one.facts[2]?.value], [['first'], ['Page', 'What is wrong', 'From', 'Sent'], 'priya of somewhere, Ashdown Vale Trust']);
  });

  it('is one, however often it is sent', async () => {
    const form = dataOf(await typed('priya', 'feedback'), 'feedback-form');
    for (const words of ['first words', 'other words']) assert.match(saidBy(await press('priya', 'feedback.send', form.send, { words })), /^Sent: thank you/);
    assert.deepEqual((await desk.store.feedback.of('priya', 10)).map(({ words }) => words), ['first words']);
  });

  it('without words is not sent, and what was typed is still there', async () => {
    const form = dataOf(await typed('priya', 'report a page'), 'feedback-form');
    const again = dataOf(card(await press('priya', 'feedback.report', form.send, { ...about, words: ' ' })), 'feedback-form');
    assert.deepEqual([again.heading, again.page?.typed, again.page?.wrong], ['Not sent: enter the page, what is wrong, and a few words', about.page, 'out-of-date']);
    assert.deepEqual((await desk.store.feedback.open(10)).count, 0);
  });

  for (const [outcome, words, heading] of [['done', '', /^Done: /], ['declined', 'The page is retired.', /^Will not be done: /], ['needs-more', 'Which step?', /^We need a little more: /]] as const) {
    it(`answered ${outcome}: its reporter is told once, with why`, async () => {
      await reported();
      const one = await opened();
      for (const again of [words, `${words} again`]) await press('chloe', 'feedback.answer', one.answer, { outcome, words: again });
      const heard = said.flatMap(({ to, content }) => (to === 'a:priya' ? [dataOf(cardOf(content), 'feedback')] : []));
      assert.deepEqual([heard.length, heard[0]?.lines], [1, [words === '' ? 'Thank you for telling us.' : words.replace('.', '\\.')]]);
      assert.match(heard[0]?.heading ?? '', heading);
      assert.match(JSON.stringify(await typed('priya', 'my feedback')), new RegExp({ done: 'done', declined: 'will not be done', 'needs-more': 'needs more from you' }[outcome]));
      assert.equal(dataOf(await typed('chloe', 'feedback list'), 'feedback').heading, 'Nothing to answer: no feedback is open');
    });
  }

  it('is not refused without a reason', async () => {
    await reported();
    const one = await opened();
    assert.match(saidBy(await press('chloe', 'feedback.answer', one.answer, { outcome: 'declined', words: ' ' })), /^Not sent: choose an outcome, and say why/);
    assert.deepEqual([said, (await desk.store.feedback.open(10)).count], [[], 1]);
  });

  it('is open again with what its reporter added, once, and nobody else adds to it', async () => {
    await reported();
    await press('chloe', 'feedback.answer', (await opened()).answer, { outcome: 'needs-more', words: 'Which step?' });
    const asked = dataOf(cardOf(said[0]?.content ?? assert.fail()), 'feedback').add;
    assert.match(saidBy(await press('tom', 'feedback.add', asked, { words: 'step 9' })), /somebody else/);
    for (const words of ['step 4', 'step 5']) await press('priya', 'feedback.add', asked, { words });
    assert.deepEqual((await opened()).lines.slice(0, 2), ['It says June\\.', 'step 4']);
  });

  it('is asked for in no channel, and read by nobody else', async () => {
    for (const text of ['report a page', 'feedback']) assert.equal((await typed('priya', text, review)).name, 'channel-help');
    assert.equal((await typed('noor', 'report a page')).name, 'not-on-roster');
    assert.match(JSON.stringify(await typed('priya', 'feedback list')), /Not shown/);
    await reported();
    assert.equal(dataOf(await typed('tom', 'my feedback'), 'plain').heading, 'Nothing sent yet');
  });
});
