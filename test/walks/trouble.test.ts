// When it does not go smoothly: withdrawn, rejected, paused, stopped by failures, not seen, no longer allowed, and a policy that asks nobody. Each is said as it is.
import assert from 'node:assert/strict';
import { ageSnapshots } from '../support/bot-database.ts';
import { factsOf, headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const minute = 60_000;

describe('trouble on the way', function () {
  this.timeout(60_000);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;

  before(async () => {
    world = await startWorld({ bot: false });
    await world.faults({ policyState: 'disabled', staleReadsMs: 0 });
    await world.startBot();
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
  });
  after(() => world.stop());

  type Request = { of: Message; reference: string; addresses: string[] };

  /** `prefix` names the people, so that each story has its own. */
  async function submitted(prefix: string, count = 60): Promise<Request> {
    const addresses = await world.makePeople(count, 'ZZ101', prefix);
    const of = await sendList(chat, addresses);
    return { of, addresses, reference: (await submit(chat, of)).reference };
  }
  const atResolvers = ({ reference }: Request, state: string) => resolvers.card(new RegExp(`^${state}: ${reference}\\b`));
  const mark = async (request: Request) => resolvers.press(await atResolvers(request, 'Waiting for the Portal'), 'request.portal-marked');
  const idsOf = (addresses: string[]) => Promise.all(addresses.map(async address => (await world.directoryPerson(address)).id));
  const inGroup = async (addresses: string[]) => (await idsOf(addresses)).filter(id => members.has(id)).length;
  let members = new Set<string>();
  const readGroup = async () => void (members = new Set((await world.group()).members));

  it('confirms nobody while the policy is off, and says why', async () => {
    const request = await submitted('policy');
    await resolvers.press(await atResolvers(request, 'New'), 'request.start');
    const card = await chat.card(/^Confirming: MFA applied to 60 people, 0 confirmed$/, { of: request.of });
    const told = await chat.cardOf(request.of, shown => factsOf(shown).length === 3);
    assert.equal(card.id, told.id);
    assert.deepEqual(factsOf(told.card), [['0', 'confirmed in the policy'], ['0', 'marked in the Portal so far'], ['60', 'in the group, but sign-in does not ask them: the policy is off, or leaves them out']]);
    assert.equal((await world.signIn(request.addresses[0] ?? '')).asksForMfa, false);
    await mark(request);
    const left = await atResolvers(request, 'Confirming');
    assert.match(saidOn(left.card), /60 people in the group, but sign-in does not ask them/);
    await resolvers.press(left, 'request.accept');
    await chat.card(/^Resolved: 0 of 60 people have MFA, 60 not confirmed$/, { of: request.of });
  });

  it('refuses, when applying, somebody promoted or moved since the check, also over a restart', async () => {
    const request = await submitted('moved');
    await world.changePerson(request.addresses[0] ?? '', { role: true });
    await world.changePerson(request.addresses[1] ?? '', { organisation: 'ZZ202' });
    await world.bot().kill();
    await world.faults({ policyState: 'enabled' });
    await ageSnapshots(world.dataDir);
    await world.startBot();
    await resolvers.press(await atResolvers(request, 'New'), 'request.start');
    const card = await chat.cardOf(request.of, shown => headingOf(shown) === 'Confirming: MFA applied to 58 people, 58 confirmed');
    assert.deepEqual(new Set(factsOf(card.card).map(([count, what]) => `${count} ${what}`)), new Set(['58 confirmed in the policy', '0 marked in the Portal so far', '1 refused: became a protected account after your check', '1 refused: moved to another organisation after your check']));
    await readGroup();
    assert.equal(await inGroup(request.addresses.slice(0, 2)), 0);
    await mark(request);
    await chat.card(/^Resolved: 58 of 60 people have MFA, 2 do not$/, { of: request.of });
  });

  it('is withdrawn until it starts, and then nobody is changed', async () => {
    const request = await submitted('withdrawn');
    const withdrawn = await chat.press(await chat.card(/^Submitted/, { of: request.of }), 'request.withdraw');
    assert.equal(withdrawn.heading, 'Withdrawn: nobody gets MFA from this request');
    const told = await atResolvers(request, 'Withdrawn');
    assert.deepEqual(verbsOn(told.card), []);
    await readGroup();
    assert.equal(await inGroup(request.addresses), 0);
  });

  it('is rejected with a reason, which the administrator reads as it was written', async () => {
    const request = await submitted('rejected');
    const card = await atResolvers(request, 'New');
    const unsaid = await resolvers.press(card, 'request.reject', { reason: '  ' });
    assert.match(unsaid.message ?? '', /not filled in as expected/);
    await resolvers.press(card, 'request.reject', { reason: 'Night shift: send it on [Monday](http://example.invalid)' });
    const told = await chat.card(/^Rejected: nobody gets MFA from this request$/, { of: request.of });
    assert.match(saidOn(told.card), /The reason given: Night shift: send it on \[Monday\]\(http:\/\/example\.invalid\)/);
    assert.doesNotMatch(JSON.stringify(told.card), /[^\\]\]\(http/, 'no live link');
  });

  it('pauses after the slice in hand, changes nobody more, and goes on', async () => {
    const request = await submitted('paused', 450);
    await world.faults({ graphSlowMs: 400 });
    await resolvers.press(await atResolvers(request, 'New'), 'request.start');
    await resolvers.press(await atResolvers(request, 'In progress'), 'request.pause');
    const paused = await atResolvers(request, 'Paused');
    await world.faults({ graphSlowMs: 0 });
    await world.wind({ by: minute });
    await readGroup();
    const before = await inGroup(request.addresses);
    assert.ok(before < 450, `${before} of 450`);
    await world.wind({ by: minute });
    await readGroup();
    assert.equal(await inGroup(request.addresses), before);
    await resolvers.press(paused, 'request.continue');
    await chat.card(/^Confirming: MFA applied to 450 people/, { of: request.of });
    await readGroup();
    assert.equal(await inGroup(request.addresses), 450);
  });

  it('stops by itself where more than 2% and at least 5 fail, and goes on when a resolver says so', async () => {
    const request = await submitted('gone');
    const gone = request.addresses.filter((_, index) => index % 2 === 0);
    for (const address of gone) await world.changePerson(address, { gone: true });
    await resolvers.press(await atResolvers(request, 'New'), 'request.start');
    const stopped = await atResolvers(request, 'Stopped');
    assert.match(headingOf(stopped.card), /, \d+ of 25 failed$/);
    assert.match(saidOn(stopped.card), /more than 2% and at least 5 failed[^]*deleted after your check/);
    await chat.card(/^Stopped: \d+ of 25 failed$/, { of: request.of });
    await resolvers.press(stopped, 'request.continue');
    await chat.card(/^Confirming: MFA applied to 30 people/, { of: request.of });
    await mark(request);
    const resolved = await chat.card(/^Resolved: 30 of 60 people have MFA, 30 do not$/, { of: request.of });
    assert.ok(factsOf(resolved.card).some(([count, what]) => count === '30' && what === 'refused: deleted after your check'));
  });

  it('waits for people the directory does not show, until a resolver accepts that', async () => {
    await world.faults({ staleReadsMs: 10 * minute });
    const request = await submitted('unseen');
    await resolvers.press(await atResolvers(request, 'New'), 'request.start');
    await mark(request);
    await world.wind({ by: 6 * minute });
    const waiting = await resolvers.find(one => headingOf(one.card) === `Confirming: ${request.reference}, 0 of 60 people confirmed` && verbsOn(one.card).includes('request.accept'));
    assert.match(saidOn(waiting.card), /60 people applied, not yet confirmed after 5 minutes of reading\./);
    await resolvers.press(waiting, 'request.accept');
    const resolved = await chat.card(/^Resolved: 0 of 60 people have MFA, 60 not confirmed$/, { of: request.of });
    assert.deepEqual(factsOf(resolved.card), [['0', 'confirmed in the policy'], ['60', 'marked in the Portal'], ['60', 'applied, not yet confirmed']]);
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});
