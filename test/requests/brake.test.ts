// All changes stopped by an operator: nobody is changed by any process until changes go on, nothing counts against anybody, and everybody is told the truth.
import assert from 'node:assert/strict';
import { tidy } from '../../src/access/tidy.ts';
import { kinds } from '../../src/kinds/grid.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { runLane } from '../../src/requests/run-lane.ts';
import { openRoster, type Roster } from '../access/roster-stage.ts';
import { addPeople, press as pressRequest, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, started, submitted } from '../support/journey.ts';
import { channel, dataOf, saidBy, resolver as resolverRoles } from '../support/requests.ts';

describe('all changes stopped by an operator', () => {
  let stage: Roster;
  let desk: Desk;
  let called: string[][];
  beforeEach(async () => {
    stage = await openRoster();
    ({ desk } = stage);
    called = [];
    const { add } = desk.world;
    desk.world.add = ids => (called.push([...ids]), desk.clock.pass(1), add(ids));
  });

  const form = async (operator = 'omar') => dataOf(await stage.say(operator, 'stop all changes'), 'stop-changes');
  const stop = async (operator = 'omar') => {
    const button = (await form(operator)).stop ?? assert.fail('no button');
    return { button, answer: await stage.press(operator, 'changes.stop', button, { reason: 'the wrong group' }) };
  };
  const goOn = async (operator = 'olga') => stage.press(operator, 'changes.go-on', (await form(operator)).goOn ?? assert.fail('no button'));
  const progressOf = ({ id, round }: ServiceRequest) => desk.store.effects.progress(id, round, 6);
  const ownHeading = async (request: ServiceRequest) => saidBy(await pressRequest(desk, 'priya', 'request.show', request));
  const channelHeading = async (request: ServiceRequest) => saidBy(await pressRequest(desk, 'dan', 'request.refresh', request, { in: resolvers(desk) }));

  it('asks once, says what is being changed, and wants a reason', async () => {
    assert.equal((await form()).heading, 'Not stopped yet: nobody is being changed now');
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    await runJob(desk, 'run-lane');
    const card = await form();
    assert.deepEqual([card.heading, card.facts], ['Not stopped yet: 1 request is being changed now', [{ title: `R-${request.number ?? 0}`, value: '25 of 60 people, Ashdown Vale Trust' }]]);
    assert.match(saidBy(await stage.press('omar', 'changes.stop', card.stop ?? assert.fail(), { reason: '  ' })), /^Not stopped yet/);
    assert.equal(await desk.store.brakes.current(), null);
  });

  it('stops a list in the middle in every process, and it goes on with nobody lost or called twice', async () => {
    const people = addPeople(desk, 900);
    const request = await started(desk, addressesOf(people));
    await runJob(desk, 'run-lane');
    await stop();
    const lane = kinds['enable-mfa'].lane(desk.services, '');
    for (const processId of ['process-1', 'process-2']) assert.equal(await runLane({ ...desk.services, processId }, { lane }), undefined);
    await runDue(desk, 'run-lane', 'confirm-round', 'show-brake', 'deliver-post');
    assert.deepEqual(called.map(ids => ids.length), [25]);
    assert.equal(await ownHeading(request), 'In progress, changes stopped: MFA applied to 25 of 900 people');
    assert.match(await channelHeading(request), /^In progress, changes stopped: R-2041/);
    assert.equal((await progressOf(request)).confirmed, 25);
    await goOn();
    await runDue(desk, 'run-lane');
    assert.deepEqual(called.map(ids => ids.length), [25, 400, 400, 75]);
    assert.equal(new Set(called.flat()).size, 900);
    assert.equal((await requestOf(desk, request)).status, 'confirming');
  });

  it('gives back what was claimed before the stop and not called yet, uncounted', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    const { directory } = desk.services;
    desk.services.directory = { ...directory, people: async ids => (await stop(), directory.people(ids)) };
    await runJob(desk, 'run-lane');
    desk.services.directory = directory;
    assert.deepEqual(called, []);
    const [one] = await desk.store.effects.unconfirmed(request.id, 1, 1);
    assert.equal(one, undefined);
    assert.deepEqual([(await progressOf(request)).waiting, (await progressOf(request)).calling], [60, 0]);
    assert.equal((await desk.store.rounds.find(request.id, 1))?.slices, 0);
    await goOn();
    const [claimed] = await desk.store.effects.claim(request.id, 1, 99, 1, new Date(desk.clock.machine()));
    assert.deepEqual([claimed?.attempt, claimed?.isUnsure], [1, false]);
  });

  it('lets a request be started, which then waits, and says so before and after', async () => {
    await stop();
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    const before = await pressRequest(desk, 'dan', 'request.refresh', request, { in: resolvers(desk) });
    assert.match(JSON.stringify(before), /all changes are stopped by an operator: started now, it waits until they go on/);
    assert.match(JSON.stringify(await pressRequest(desk, 'priya', 'request.show', request)), /All changes are stopped by an operator, since .*It can be started meanwhile/);
    await pressRequest(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
    await runDue(desk, 'run-lane');
    assert.deepEqual(called, []);
    assert.equal(await ownHeading(request), 'In progress, changes stopped: MFA applied to 0 of 60 people');
    await goOn();
    await runDue(desk, 'run-lane');
    assert.equal(called.flat().length, 60);
  });

  it('finishes what has nobody left to change, and stops sign-outs too', async () => {
    const done = await started(desk, addressesOf(addPeople(desk, 60)));
    await runJob(desk, 'run-lane');
    await runJob(desk, 'run-lane');
    await stop();
    await runDue(desk, 'run-lane');
    assert.equal((await requestOf(desk, done)).status, 'confirming');
    const signOut = await submitted(desk, addressesOf(addPeople(desk, 1, {}, 'other')), { kind: 'revoke-sessions' });
    await pressRequest(desk, 'dan', 'request.approve', signOut, { in: resolvers(desk) });
    called.length = 0;
    await runDue(desk, 'run-lane');
    assert.deepEqual(called, []);
    await goOn();
    await runDue(desk, 'run-lane');
    assert.equal(called.length, 1);
  });

  it('redraws the cards that stand still with a form in them, both times', async () => {
    await submitted(desk, addressesOf(addPeople(desk, 60)));
    await runDue(desk, 'mirror-ticket', 'deliver-post');
    const redrawn: string[] = [];
    desk.world.update = (conversation, _id, content) => (redrawn.push(`${conversation.kind} ${JSON.stringify(content)}`), Promise.resolve({ is: 'updated' }));
    const news = async () => (redrawn.length = 0, await runDue(desk, 'show-brake', 'deliver-post'), redrawn.filter(text => text.includes('New: R-2041') || text.includes('Submitted: ')).map(text => /ll changes are stopped/.test(text)));
    await stop();
    assert.deepEqual(await news(), [true, true]);
    await goOn();
    assert.deepEqual(await news(), [false, false]);
  });

  it('is told in the resolver channel with who and since when, once, and that changes go on', async () => {
    const { button } = await stop();
    assert.match(saidBy(await stage.press('omar', 'changes.stop', button, { reason: 'again' })), /^Stopped: all changes, by an operator/);
    await goOn();
    assert.deepEqual(stage.textsIn(desk.settings.RESOLVER_CHANNEL), ['Changes go on, let by olga. All were stopped since Tuesday 20 September 2022, 9am.']);
    assert.deepEqual(await stage.audited(button.id), [['omar', 'changes-stopped', null], ['olga', 'changes-go-on', null]]);
    assert.match(saidBy(await stage.press('omar', 'changes.stop', button, { reason: 'again' })), /^Going on: all changes/);
    assert.equal(await desk.store.brakes.current(), null);
  });

  it('is one stop where two operators press in one moment, and any operator lets changes go on', async () => {
    const [one, two] = [(await form('omar')).stop ?? assert.fail(), (await form('olga')).stop ?? assert.fail()];
    await Promise.all([stage.press('omar', 'changes.stop', one, { reason: 'a' }), stage.press('olga', 'changes.stop', two, { reason: 'b' })]);
    assert.notEqual(await desk.store.brakes.current(), null);
    await goOn('greta');
    assert.equal(await desk.store.brakes.current(), null);
    assert.equal(dataOf(await stage.say('omar', 'let changes go on'), 'plain').heading, 'Nothing is stopped: changes go on');
  });

  it('says in late notices that it was not the resolvers', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    await stop();
    desk.clock.pass(24 * 3_600_000);
    await runDue(desk, 'watch-target', 'deliver-post');
    assert.equal((await requestOf(desk, request)).lateAt !== null, true);
    for (const where of ['a:priya', desk.settings.RESOLVER_CHANNEL]) assert.match(stage.textsIn(where).at(-1) ?? '', /is late.* All changes are stopped by an operator\./);
  });

  it('is forgotten 30 days after changes went on, never while it is on', async () => {
    const { button } = await stop();
    desk.clock.pass(60 * 86_400_000);
    await tidy(desk.services, () => Promise.resolve());
    await goOn();
    for (const [days, isThere] of [[29, true], [2, false]] as const) {
      desk.clock.pass(days * 86_400_000);
      await tidy(desk.services, () => Promise.resolve());
      assert.equal((await desk.store.brakes.find(button.id)) !== null, isThere);
    }
  });

  it('is for operators, in their own chat, with their own card', async () => {
    assert.equal(dataOf(await stage.say('grace', 'stop all changes'), 'plain').heading, 'Not yours to stop: all changes are stopped by operators');
    const { stop: button } = await form();
    const no = { message: 'This card is for somebody else. Nothing was changed.' };
    for (const [who, from] of [['olga', undefined], ['dan', undefined], ['omar', channel()]] as const) assert.deepEqual(await stage.press(who, 'changes.stop', button ?? assert.fail(), { reason: 'x' }, ...(from === undefined ? [] : [from])), no);
    desk.world.roles.set('omar', resolverRoles);
    assert.deepEqual(await stage.press('omar', 'changes.stop', button ?? assert.fail(), { reason: 'x' }), no);
    assert.equal(await desk.store.brakes.current(), null);
    await stop('olga');
    const { goOn: letOn } = await form('olga');
    for (const who of ['omar', 'dan', 'priya']) assert.deepEqual(await stage.press(who, 'changes.go-on', letOn ?? assert.fail()), no);
    assert.notEqual(await desk.store.brakes.current(), null);
  });
});
