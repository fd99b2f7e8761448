// Whatever stands in the way of a request, in any order: nobody is called while they must not be, and it goes on by itself once the last of it is gone.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nonceKey } from '../../src/requests/gather.ts';
import { nonceFor } from '../../src/requests/nonce.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { verbs } from '../../src/routes.ts';
import { isWithin } from '../../src/schedule.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, checked } from '../support/journey.ts';
import { noRoles, personal, workingHours } from '../support/requests.ts';

const ids = { brake: '6f0e0000-0000-4000-8000-0000000b4a00', incident: '6f0e0000-0000-4000-8000-00000001c100' };
const perRequest = 30;
const everyJob = ['hold-behind', 'resume-behind', 'run-lane', 'confirm-round', 'watch-target'];

type Stage = { desk: Desk; requests: ServiceRequest[]; breaches: string[] };

/**
 * Two requests on Thursday, in one lane; the second may not start before Friday noon, the first may be resolved already, so that it can be undone and re-opened.
 * Breaches are noted, since the executor takes what is thrown for a failure of the directory.
 */
async function openStage(isResolved: boolean): Promise<Stage> {
  const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', WORKING_HOURS: workingHours });
  const breaches: string[] = [];
  desk.world.roles.set('omar', { ...noRoles, isOperator: true });
  desk.clock.windTo('2022-09-22T14:00:00+01:00');
  const requests: ServiceRequest[] = [];
  for (const prefix of ['first', 'second']) {
    const request = await checked(desk, addressesOf(addPeople(desk, perRequest, {}, prefix)));
    await press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123', ...(prefix === 'second' ? { notBeforeDate: '2022-09-23', notBeforeTime: '12:00' } : {}) } });
    requests.push(await requestOf(desk, request));
  }
  watch(desk, requests, breaches);
  const stage = { desk, requests, breaches };
  if (isResolved) for (const act of [onOne.start, onAll['run all'], onOne.mark]) await act(stage, 0);
  return stage;
}

function watch(desk: Desk, requests: readonly ServiceRequest[], breaches: string[]): void {
  const { members } = desk.services;
  const mustNot = async (called: readonly string[], isAdded: boolean) => {
    const at = desk.clock.calendar();
    if ((await desk.store.brakes.current()) !== null) breaches.push(`called while all changes are stopped, ${at.toISOString()}`);
    const of = requests[called[0]?.startsWith('first') === true ? 0 : 1];
    const now = of && (await requestOf(desk, of));
    if (now === undefined || !isAdded) return;
    if (now.status !== 'in-progress' || now.halted !== null) breaches.push(`called while it is ${now.halted ?? now.status}`);
    if (now.notBefore !== null && now.notBefore > at) breaches.push('called before its time');
    if (now.outsideHours === null && !isWithin(workingHours, at)) breaches.push(`called out of hours, ${at.toISOString()}`);
  };
  desk.services.members = {
    add: async (group, called) => (await mustNot(called, true), members.add(group, called)),
    remove: async (group, called) => (await mustNot(called, false), members.remove(group, called)),
  };
}

const byResolver = (verb: string, inputs = {}) => async ({ desk, requests }: Stage, which: number) => void (await press(desk, 'dan', verb, requests[which] ?? assert.fail(), { in: resolvers(desk), inputs }));
const byOwn = (verb: string, inputs = {}) => async ({ desk, requests }: Stage, which: number) => void (await press(desk, 'tom', verb, requests[which] ?? assert.fail(), { inputs }));

async function pressDesk({ desk }: Stage, personId: string, verb: string, id: string, inputs = {}): Promise<void> {
  const conversation = verb === 'incident.end' ? resolvers(desk) : personal(personId);
  const nonce = nonceFor(await nonceKey(desk.store), { requestId: id, version: 1, verb, personId: verb === 'incident.end' ? 'resolvers' : personId });
  await verbs[verb]?.(desk.services, { activityId: verb, conversation, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { id, nonce, ...inputs } });
}

/** A stop has an id of its own; the one that is on is the one that is ended. */
let stops = 0;
const stop = (stage: Stage) => pressDesk(stage, 'omar', 'changes.stop', ids.brake.replace(/.{6}$/, String((stops += 1)).padStart(6, '0')), { reason: 'a test' });
const goOn = async (stage: Stage) => pressDesk(stage, 'omar', 'changes.go-on', (await stage.desk.store.brakes.current())?.id ?? ids.brake);
let incidents = 0;
const incidentId = () => ids.incident.replace(/.{6}$/, String(incidents).padStart(6, '0'));
const open = (stage: Stage) => ((incidents += 1), pressDesk(stage, 'dan', 'incident.open', incidentId(), { kind: 'incident', reference: 'INC31020388', title: 'slow sign-in', scope: 'all' }));
const end = (stage: Stage) => pressDesk(stage, 'dan', 'incident.end', incidentId());

const onOne = {
  start: byResolver('request.start'), hold: byResolver('request.hold', { why: 'answer' }), resume: byResolver('request.resume'), pause: byResolver('request.pause'), continue: byResolver('request.continue'),
  waive: byResolver('request.outside-hours', { reason: 'nobody signs in today' }), sooner: byOwn('request.start-sooner'), 'take one out': byOwn('request.take-out', { row: '3' }), 'take the last out': byOwn('request.take-out', { row: String(perRequest + 1) }),
  mark: byResolver('request.portal-marked'), reopen: byOwn('request.reopen'), undo: byOwn('request.undo', { reason: 'the wrong list' }), withdraw: async (stage: Stage, which: number) => {
    // Only an undo: one that is withdrawn as a whole has nothing left to come to.
    if ((await requestOf(stage.desk, stage.requests[which] ?? assert.fail())).undo !== null) await byOwn('request.withdraw')(stage, which);
  },
};
const onAll = {
  stop, 'go on': goOn, 'incident opens': open, 'incident ends': end,
  run: async ({ desk }: Stage) => void (await runJob(desk, 'run-lane')),
  'run all': ({ desk }: Stage) => run(desk),
};

/** Whatever is due, the two seconds between two requests that resume among it. */
async function run(desk: Desk): Promise<void> {
  for (let times = 0; times < 4; times += 1) {
    await runDue(desk, ...everyJob);
    desk.clock.pass(2_000);
  }
}

/** It is never lost: where something is still to be changed and nothing stands in the way but time, there is a job, and one that is due where not even time does. */
async function isKept({ desk, breaches }: Stage): Promise<void> {
  assert.deepEqual(breaches, []);
  const lane = `group:${desk.settings.MFA_GROUP}`;
  if ((await desk.store.brakes.current()) !== null) return;
  for (const round of await desk.store.rounds.openInLane(lane)) {
    const { status, halted, notBefore, outsideHours, undo } = await requestOf(desk, { id: round.requestId });
    if (round.purpose !== 'take-out' && (status !== 'in-progress' || halted !== null)) continue;
    const job = await desk.connection.db.selectFrom('job').select(['due_at', 'buried_at']).where('name', '=', 'run-lane').where('key', '=', lane).executeTakeFirst();
    assert.ok(job !== undefined && job.buried_at === null, `nothing will go on with round ${round.round}`);
    const now = desk.clock.calendar();
    const isBack = round.purpose === 'take-out' || undo?.round === round.round;
    const mayRun = isBack || ((outsideHours !== null || isWithin(workingHours, now)) && (notBefore === null || notBefore <= now));
    assert.ok(!mayRun || job.due_at <= now, `round ${round.round} could go on, and nobody looks before ${job.due_at.toISOString()}`);
  }
}

type Step = { says: string; act: (stage: Stage) => Promise<unknown>; isRun: boolean };

const weights: Partial<Record<keyof typeof onOne | keyof typeof onAll, number>> = { start: 4, sooner: 3, undo: 3, stop: 3, 'go on': 3, 'run all': 3, resume: 2, continue: 2 };
const steps = fc.record({
  which: fc.integer({ min: 0, max: 1 }),
  isRun: fc.boolean(),
  what: fc.oneof(
    ...[...Object.entries(onOne), ...Object.entries(onAll)].map(([says, act]) => ({ weight: weights[says as keyof typeof weights] ?? 1, arbitrary: fc.constant({ says, act }) })),
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 40 }).map(halves => ({ says: `${halves} half hours pass`, act: ({ desk }: Stage) => Promise.resolve(desk.clock.pass(halves * 1_800_000)) })) },
  ),
}).map(({ which, isRun, what: { says, act } }): Step => ({ says: `${says} ${which + 1}${isRun ? ', run' : ''}`, act: stage => act(stage, which), isRun }));

async function take(stage: Stage, { act, isRun }: Step): Promise<void> {
  await act(stage);
  if (isRun) await run(stage.desk);
  await isKept(stage);
}

/** Every obstacle is taken away, and then only time passes. */
async function untilDone(stage: Stage): Promise<void> {
  const { desk } = stage;
  await goOn(stage);
  await end(stage);
  await run(desk);
  for (const which of [0, 1]) for (const last of ['start', 'resume', 'continue', 'start'] as const) await onOne[last](stage, which);
  for (let times = 0; times < 20; times += 1) {
    await run(desk);
    const { nextDue } = await desk.store.jobs.stats();
    const isOver = (await Promise.all(stage.requests.map(one => requestOf(desk, one)))).every(({ status }) => status === 'confirming' || status === 'resolved' || status === 'closed');
    if (isOver && (await desk.store.rounds.openLanes()).length === 0) return;
    if (nextDue !== null && nextDue > desk.clock.calendar()) desk.clock.windTo(nextDue.toISOString());
  }
  assert.fail('it does not come to its end');
}

describe('what stands in the way of a request', () => {
  it('keeps everybody from being called while it is there, and nothing is lost when it goes, in whatever order', async function () {
    this.timeout(300_000);
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(steps, { minLength: 12, maxLength: 30 }), async (isResolved, all) => {
        const stage = await openStage(isResolved);
        for (const one of all) await take(stage, one);
        await untilDone(stage);
        assert.deepEqual(stage.breaches, []);
        for (const [which, one] of stage.requests.entries()) {
          const { id, round, undo } = await requestOf(stage.desk, one);
          const { waiting, calling, applied, takenOut } = await stage.desk.store.effects.progress(id, round, 6);
          const isUndone = undo?.round === round;
          assert.deepEqual([waiting + calling, [...stage.desk.world.group].filter(person => person.startsWith(which === 0 ? 'first' : 'second')).length], [0, isUndone ? 0 : applied]);
          if (!isUndone) assert.equal(applied + takenOut.reduce((sum, { count }) => sum + count, 0), perRequest);
        }
      }),
      { numRuns: 15 },
    );
  });
});
