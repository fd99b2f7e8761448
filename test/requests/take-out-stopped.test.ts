// Taking one person out while all changes are stopped by an operator: nobody is promised that it happens at once, and it does as soon as changes go on.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import type { Answer } from '../../src/services.ts';
import { press, runDue, runJob } from '../support/desk.ts';
import { addressesOf, resolved, started } from '../support/journey.ts';
import { dataOf } from '../support/requests.ts';
import { openStage, type Stage } from '../support/taking-out.ts';

const one = 'person-001';
const id = '6f0e0000-0000-4000-8000-0000000b4a00';

describe('taking one person out while all changes are stopped', () => {
  let stage: Stage;
  beforeEach(async () => void (stage = await openStage()));

  const stop = () => stage.desk.store.brakes.put({ id, reason: 'the wrong group', stoppedByName: 'Omar', stoppedAt: stage.desk.clock.calendar(), endedByName: null, endedAt: null });
  const goOn = async () => {
    await stage.desk.store.brakes.end(id, 'Omar', stage.desk.clock.calendar());
    await stage.desk.store.jobs.add({ name: 'run-lane', key: stage.lane, payload: { lane: stage.lane } });
  };
  const cardIn = (answer: Answer): Card => ('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail());

  it('says on the form, beside the person, and once it is asked for that it waits; then does it first of all', async () => {
    const request = await resolved(stage.desk, addressesOf(stage.people));
    await stop();
    const form = dataOf(cardIn(await press(stage.desk, 'tom', 'request.take-out-form', request)), 'take-out-form');
    assert.doesNotMatch(form.lines.join(), /at once/);
    const found = dataOf(cardIn(await stage.find(request, `${one}@nhs.example`)), 'take-out');
    assert.deepEqual([found.lines[0], found.takeOut?.title], [form.lines[0], 'Take this person out']);
    assert.match(form.lines[0] ?? '', /^All changes are stopped by an operator, since Tuesday 20 September 2022, 9am\. .* as soon as changes go on/);
    await stage.takeOut(request);
    await stage.work();
    assert.match(stage.last(), /^Not yet: all changes are stopped by an operator, so person\\-001\\@nhs\\\.example still has MFA from R-2041\. They are taken out as soon as changes go on/);
    assert.deepEqual([stage.desk.world.group.has(one), dataOf(cardIn(await stage.find(request, `${one}@nhs.example`)), 'take-out').lines[0]], [true, form.lines[0]]);
    await goOn();
    await stage.work();
    assert.equal(stage.desk.world.group.has(one), false);
    assert.match(stage.last(), /^Confirmed: /);
  });

  it('leaves somebody out at once who was not reached yet', async () => {
    const request = await started(stage.desk, addressesOf(stage.people));
    await runJob(stage.desk, 'run-lane');
    await stop();
    const late = stage.people.at(-1) ?? '';
    assert.doesNotMatch(dataOf(cardIn(await stage.find(request, `${late}@nhs.example`)), 'take-out').lines.join(), /All changes/);
    await stage.takeOut(request, late);
    await runDue(stage.desk, 'deliver-post');
    assert.match(stage.last(), /^Left out: /);
  });
});
