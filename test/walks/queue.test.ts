// Two resolvers share the queue: they are called to what is new, take, hand over and start several, and the card in their channel follows.
import assert from 'node:assert/strict';
import { factsOf, partsOf, pressable, saidOn } from '../support/card-reading.ts';
import type { Chat, Message, Seen } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const halfMinute = 30_000;

describe('two resolvers and one queue', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let [priya, dan, amara, dans, amaras]: Chat[] = [];
  let board: Message;
  const references: string[] = [];
  const chat = (one: Chat | undefined): Chat => one ?? assert.fail('no chat');

  const titles = (seen: Seen) => pressable(seen.card).map(one => one.title);
  const choices = (seen: Seen) => partsOf(seen.card).filter(part => part['type'] === 'Input.ChoiceSet').flatMap(part => partsOf(part['choices']).map(choice => String(choice['value'])));
  const follows = async (heading: RegExp) => {
    await world.wind({ by: halfMinute });
    return chat(dans).card(heading, { of: board });
  };

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    [priya, dan, amara] = [await world.person('priya').chat(), await world.person('dan').chat(), await world.person('amara').chat()];
    [dans, amaras] = [await world.resolvers('dan'), await world.resolvers('amara')];
  });
  after(() => world.stop());

  it('the card that was asked for follows what comes, and each is mentioned once in the thread of its card', async () => {
    await chat(dans).say('queue', { mention: true });
    board = await chat(dans).card(/^No requests are open$/);
    for (const prefix of ['first', 'second']) {
      references.push((await submit(chat(priya), await sendList(chat(priya), await world.makePeople(60, 'ZZ101', prefix)))).reference);
      await world.wind({ by: halfMinute });
      const card = await chat(dans).card(new RegExp(`^New: ${references.at(-1) ?? ''}`));
      const alert = await chat(amaras).find(({ text, replyTo }) => text.startsWith(`New: ${references.at(-1) ?? ''}, 60 people, Ashdown Vale Trust. Nobody has it yet.`) && replyTo === card.id);
      assert.deepEqual(alert.mentions, [{ text: '<at>Amara Cole</at>', people: ['amara'] }, { text: '<at>Dan Ferris</at>', people: ['dan'] }]);
    }
    await follows(/^2 requests open$/);
    assert.equal((await chat(dans).messages()).filter(({ mentions }) => mentions.length > 0).length, 2);
  });

  it('one takes a request, and the other takes it from them and tells them so', async () => {
    const card = await chat(dans).card(new RegExp(`^New: ${references[0] ?? ''}`));
    const taken = await chat(dans).press(card, 'request.take');
    assert.deepEqual(factsOf(taken.card).at(-1), ['Owner', 'Dan Ferris']);
    const seen = await chat(amaras).cardOf(card, one => saidOn(one).includes('Owner: Dan Ferris'));
    assert.ok(titles(seen).includes(`Take ${references[0] ?? ''} from Dan Ferris`), titles(seen).join());
    await chat(amaras).press(seen, 'request.take');
    await chat(dan).find(({ text }) => text.replaceAll('\\', '') === `${references[0] ?? ''} is not yours any more: Amara Cole has it now. You do not need to do anything.`);
  });

  it('one hands a request over by a form that nobody else sees, and the other is told in their own chat', async () => {
    const card = await chat(dans).card(new RegExp(`^New: ${references[1] ?? ''}`));
    const answer = await chat(dans).press(card, 'request.hand-over-form');
    assert.match(answer.message ?? '', /Only you see it/);
    const form = await chat(dans).card(/^Not handed over yet/);
    assert.equal(form.targetedTo, 'dan');
    assert.ok(!(await chat(amaras).messages()).some(({ id }) => id === form.id));
    const others = choices(form);
    assert.equal(others.length, 2);
    const to = partsOf(form.card).find(part => part['title'] === 'Amara Cole')?.['value'];
    assert.equal((await chat(dans).press(form, 'request.hand-over', { to })).heading, `Handed over: ${references[1] ?? ''}`);
    const yours = await chat(amara).card(new RegExp(`^Yours now: ${references[1] ?? ''}, handed over by Dan Ferris$`));
    assert.match((await chat(amara).press(yours, 'request.show')).heading, new RegExp(`^New: ${references[1] ?? ''}`));
    const now = await follows(/^2 requests open$/);
    assert.equal((saidOn(now.card).match(/Owner: Amara Cole/g) ?? []).length, 2);
  });

  it('one starts several by one press, pressed twice at once, and the card follows', async () => {
    await chat(amaras).press(await chat(amaras).card(/^2 requests open$/, { of: board }), 'queue.pick');
    const picker = await chat(amaras).card(/^Nothing chosen yet/);
    const requests = choices(picker).join(',');
    const answers = await Promise.all([chat(amaras).press(picker, 'queue.start', { requests }), chat(amaras).press(picker, 'queue.start', { requests })]);
    assert.deepEqual(answers.map(({ heading }) => heading), ['Started 2 requests', 'Started 2 requests']);
    for (const reference of references) await chat(dans).card(new RegExp(`^Waiting for the Portal: ${reference},`));
    assert.match(saidOn((await follows(/^2 requests open$/)).card), /confirming \(60 of 60\)\. Owner: Amara Cole/);
  });

  it('the newest card follows, and the older one says that it does not', async () => {
    await chat(dans).say('queue', { mention: true });
    const newer = await chat(dans).card(/^2 requests open$/, { newerThan: board });
    await chat(dans).card(/^Out of date: a newer queue card was asked for/, { of: board });
    await chat(dans).press(await chat(dans).card(new RegExp(`^Waiting for the Portal: ${references[0] ?? ''}`)), 'request.portal-marked');
    await world.wind({ by: 30 * 60_000 });
    await chat(dans).card(/^1 request open$/, { of: newer });
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});
