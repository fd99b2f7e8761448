// Nobody approves what they asked for: signing one person out needs a second person, and a resolver who is also an administrator starts no list of their own.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsOf, headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

describe('a second person', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let priya: Chat;
  let tom: Chat;
  let resolvers: Chat;
  let people: string[];

  before(async () => {
    world = await startWorld({ bot: false });
    await world.faults({ staleReadsMs: 0 });
    const roster = join(world.sandbox.dataDir, 'roster-with-amara.csv');
    writeFileSync(roster, `${String(await world.api('GET', '/api/roster.csv')).trim()}\nZZ101,Ashdown Vale Trust,amara.cole@nhs.example,LA,\n`);
    await world.startBot({ ROSTER_FILE: roster });
    [priya, tom] = [await world.person('priya').chat(), await world.person('tom').chat()];
    resolvers = await world.resolvers('dan');
    people = await world.makePeople(60, 'ZZ101', 'second');
  });
  after(() => world.stop());

  async function ask(address: string): Promise<{ card: Message; reference: string }> {
    const said = await priya.say(`revoke sessions ${address}`);
    const card = await priya.card(/^Checked/, { newerThan: said });
    return { card, reference: (await submit(priya, card)).reference };
  }

  it('checks who would be signed out, and asks for a number', async () => {
    const said = await priya.say(`Revoke sessions of ${people[0] ?? ''}`);
    const card = await priya.card(/^Checked, not submitted: 1 person would be signed out everywhere$/, { newerThan: said });
    assert.match(saidOn(card.card), /This cannot be undone, and a second person must approve it\./);
    const { status } = await submit(priya, card);
    assert.equal(status.heading, 'Submitted: 1 person, waiting for a second person to approve');
    assert.ok(!verbsOn(status.card).some(verb => ['request.approve', 'request.start'].includes(verb)));
  });

  it('is approved by another administrator of the organisation, by its reference', async () => {
    const own = await priya.card(/^Submitted: 1 person/);
    const [, reference = ''] = /Request (R-\d+)/.exec(saidOn(own.card)) ?? [];
    await tom.say(`status ${reference}`);
    const card = await tom.card(/^New: R-\d+, 1 person would be signed out everywhere\. It needs your approval$/);
    assert.deepEqual(factsOf(card.card).slice(0, 2), [['Asked by', 'Priya Nair'], ['For', 'Ashdown Vale Trust (ZZ101)']]);
    const approved = await tom.press(card, 'request.approve');
    assert.match(approved.heading, /^In progress: signed out|^Confirming/);
    const again = await tom.press(card, 'request.approve');
    assert.deepEqual(again.card, approved.card);
  });

  it('is resolved when the directory\'s own audit shows it, and offers no way back', async () => {
    await priya.card(/^Confirming: signed out 1 person, 0 confirmed$/);
    await world.wind({ by: 20_000 });
    const resolved = await priya.card(/^Resolved: 1 person is signed out everywhere$/);
    assert.deepEqual(factsOf(resolved.card), [['1', 'confirmed by the directory audit']]);
    assert.deepEqual(verbsOn(resolved.card), ['request.outcome', 'request.comment-form']);
    const { requests } = await world.graphLog();
    assert.equal(requests.filter(one => one.method === 'POST' && one.path.endsWith('/revokeSignInSessions')).length, 1);
  });

  it('is approved by a resolver too, or rejected with a reason', async () => {
    const { card, reference } = await ask(people[1] ?? '');
    const toDecide = await resolvers.card(new RegExp(`^New: ${reference}`));
    const rejected = await resolvers.press(toDecide, 'request.reject', { reason: 'Ring *me* first' });
    assert.equal(rejected.heading, `Rejected: ${reference}`);
    const told = await priya.card(/^Rejected: nobody is signed out by this request$/, { of: card });
    assert.match(saidOn(told.card), /The reason given: Ring \*me\* first/);
    const second = await ask(people[2] ?? '');
    await resolvers.press(await resolvers.card(new RegExp(`^New: ${second.reference}`)), 'request.approve');
    await priya.card(/^Confirming: signed out 1 person/, { of: second.card });
  });

  it('lets a resolver who asked for it approve it no more than anybody else who asked', async () => {
    const amara = await world.person('amara').chat();
    const asked = await amara.say(`revoke sessions ${people[3] ?? ''}`);
    const { reference } = await submit(amara, await amara.card(/^Checked/, { newerThan: asked }));
    const mine = await world.resolvers('amara');
    const card = await mine.card(new RegExp(`^New: ${reference}`));
    const refused = await mine.press(card, 'request.approve');
    assert.match(refused.heading, new RegExp(`^New: ${reference}, 1 person would be signed out everywhere`));
    assert.match(headingOf((await amara.card(/^Submitted/)).card), /waiting for a second person to approve/);
  });

  it('refuses Start to a resolver whose own list it is, and shows them no such button', async () => {
    const amara = await world.person('amara').chat();
    const { reference } = await submit(amara, await sendList(amara, people));
    const mine = await world.resolvers('amara');
    const card = await mine.card(new RegExp(`^New: ${reference}`));
    assert.deepEqual(verbsOn((await mine.refresh(card)).card), []);
    const refused = await mine.press(card, 'request.start');
    assert.match(refused.heading, new RegExp(`^New: ${reference}`));
    assert.ok(!verbsOn(refused.card).includes('request.start'));
    assert.match(headingOf((await amara.card(/^Submitted: 60 people/)).card), /waiting for a resolver to start/);
    await resolvers.press(card, 'request.start');
    await amara.card(/^Confirming: MFA applied to 60 people/);
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});
