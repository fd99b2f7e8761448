// The 24 hours: resolvers are warned before they are over, everybody is told honestly when they were, once; with the wound clock, over the night the clocks go back.
import assert from 'node:assert/strict';
import { factsOf, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const hour = 3_600_000;

describe('a request that is not done in time', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let request: { of: Message; reference: string };

  before(async () => {
    world = await startWorld({ bot: false });
    await world.faults({ staleReadsMs: 0 });
    await world.wind({ to: '2022-10-29T12:00:00Z' });
    await world.startBot();
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
  });
  after(() => world.stop());

  async function submitted(prefix: string): Promise<void> {
    const of = await sendList(chat, await world.makePeople(60, 'ZZ101', prefix));
    request = { of, reference: (await submit(chat, of)).reference };
  }
  const linesIn = async (where: Chat) => (await where.messages()).filter(({ from, text }) => from === 'bot' && text.startsWith(`${request.reference} is `)).map(({ text }) => text.slice(request.reference.length + 1));

  it('is not late while its clock stands still, over the night the clocks go back', async () => {
    await submitted('autumn');
    await world.wind({ by: 10 * hour });
    await resolvers.press(await resolvers.card(new RegExp(`^New: ${request.reference}`)), 'request.hold', { why: 'release' });
    await chat.card(/^On hold/, { of: request.of });
    await world.wind({ by: 24 * hour });
    assert.deepEqual([await linesIn(chat), await linesIn(resolvers)], [[], []]);
    await resolvers.press(await resolvers.card(new RegExp(`^On hold: ${request.reference}`)), 'request.resume');
    const own = await chat.card(/^Submitted: 60 people/, { of: request.of });
    assert.match(saidOn(own.card), /We aim to finish by Monday 31 October 2022, midday\./);
    await world.wind({ by: 14 * hour });
    await chat.card(/^Submitted, late: /, { of: request.of });
  });

  it('is announced to the resolvers two hours before', async () => {
    await submitted('late');
    await world.wind({ by: 22 * hour - 60_000 });
    assert.deepEqual(await linesIn(resolvers), []);
    await world.wind({ by: 60_000 });
    assert.deepEqual(await linesIn(resolvers), ['is due in 2 hours, by Tuesday 1 November 2022, midday: 60 people, submitted, nobody has it yet.']);
    assert.deepEqual(await linesIn(chat), []);
  });

  it('is called late on both cards, and told to both sides once', async () => {
    await world.wind({ by: 2 * hour });
    const own = await chat.card(/^Submitted, late: 60 people, waiting for a resolver to start$/, { of: request.of });
    assert.match(saidOn(own.card), /We aimed to finish by Tuesday 1 November 2022, midday and are late\. The resolvers have been told\./);
    await world.wind({ by: 30 * hour });
    assert.deepEqual(await linesIn(chat), ['is late: we aimed to finish by Tuesday 1 November 2022, midday. Nobody has been changed yet. The resolvers have been told. You do not need to do anything.']);
    assert.equal((await linesIn(resolvers)).length, 2);
    const theirs = await resolvers.card(new RegExp(`^New, late: ${request.reference}`));
    assert.match(saidOn(theirs.card), /It was due by Tuesday 1 November 2022, midday\./);
  });

  it('has a reason and a new time, told once, which is watched too', async () => {
    const dan = await world.person('dan').chat();
    await resolvers.press(await resolvers.card(new RegExp(`^New, late: ${request.reference}`)), 'request.late-form');
    const form = await dan.card(new RegExp(`^Late: ${request.reference}, say why`));
    const typed = { reason: 'The Portal was closed', untilDate: '2022-11-03', untilTime: '12:00' };
    assert.match(saidOn((await dan.press(form, 'request.late', { ...typed, untilTime: '' })).card), /Not sent: give a date and a time/);
    await dan.press(form, 'request.late', typed);
    const own = await chat.cardOf(request.of, card => saidOn(card).includes('Now we expect'));
    assert.match(saidOn(own.card), /Now we expect to finish by Thursday 3 November 2022, midday\..*Why late: The Portal was closed/s);
    await world.wind({ by: 48 * hour });
    assert.deepEqual((await linesIn(chat)).slice(1), [
      'is late: The Portal was closed\\. We now expect to finish by Thursday 3 November 2022, midday. You do not need to do anything.',
      'is late again: we expected to finish by Thursday 3 November 2022, midday. Nobody has been changed yet. The resolvers have been told. You do not need to do anything.',
    ]);
    assert.match((await linesIn(resolvers)).at(-1) ?? '', /^is late again, it was promised by Thursday 3 November 2022, midday: 60 people/);
  });

  it('says on no card that it was late once it is resolved', async () => {
    await resolvers.press(await resolvers.card(new RegExp(`^New, late: ${request.reference}`)), 'request.start');
    await resolvers.press(await resolvers.card(new RegExp(`^Waiting for the Portal, late: ${request.reference}`)), 'request.portal-marked');
    const resolved = await chat.card(/^Resolved: all 60 people have MFA$/, { of: request.of });
    assert.ok(!factsOf(resolved.card).some(([title]) => title === 'Was due'));
  });
});
