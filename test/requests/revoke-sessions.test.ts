// Signing somebody out where it is not set up: not offered, and where the setting went away later, stopped instead of called refused.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { handlersFor } from '../../src/handlers.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { submitted, turnOf } from '../support/journey.ts';
import { dataOf } from '../support/requests.ts';

const absent = { GRAPH_METHODS_CLIENT_ID: undefined };

async function answerTo(desk: Desk, text: string) {
  const cards: object[] = [];
  desk.world.send = (_to, content) => (cards.push(content.is === 'card' ? content.card : content), Promise.resolve({ is: 'sent', activityId: '1' }));
  await handlersFor(desk.services, { run: () => undefined, stop: () => Promise.resolve() }).message(turnOf('priya', { text }));
  await runDue(desk, 'deliver-post');
  assert.equal(cards.length, 1);
  return cards[0] as Parameters<typeof dataOf>[0];
}

describe('asking for a sign-out', () => {
  it('that is not set up is answered with whom to ask, and begins nothing', async () => {
    const desk = await openDesk(await openTestStore(), { ...absent, HELP_CONTACT: 'the service desk' });
    const { heading, lines } = dataOf(await answerTo(desk, 'revoke sessions person-001@nhs.example'), 'plain');
    assert.equal(heading, 'Not available: sign-outs are not set up here');
    assert.match(lines.join(' '), /Ask the service desk/);
    assert.equal(await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'check-list' }).then(jobs => jobs.length), 0);
  });

  it('that is set up is checked', async () => {
    const desk = await openDesk(await openTestStore());
    assert.equal((await answerTo(desk, 'revoke sessions person-001@nhs.example')).name, 'checking');
  });

  for (const [name, settings, isOffered] of [['set up', {}, true], ['not set up', absent, false]] as const) {
    it(`is ${isOffered ? '' : 'not '}offered by help where it is ${name}`, async () => {
      const desk = await openDesk(await openTestStore(), settings);
      const { facts } = dataOf(await answerTo(desk, 'help'), 'help');
      assert.equal(facts.some(({ value }) => value.includes('revoke sessions')), isOffered);
    });
  }
});

describe('a sign-out that is refused because of us', () => {
  const identityAbsent = new WorldError('refused', 'The Graph identity "methods" is not configured.', { code: 'identity-absent' });

  it('stops the request, calls nobody refused, and goes on when it is set up', async () => {
    const desk = await openDesk(await openTestStore());
    addPeople(desk, 1);
    const { add } = desk.world;
    const request = await submitted(desk, ['person-001@nhs.example'], { kind: 'revoke-sessions', columns: null, fileName: null });
    desk.world.add = () => Promise.reject(identityAbsent);
    await press(desk, 'tom', 'request.approve', request);
    await runDue(desk, 'run-lane');
    const stopped = await requestOf(desk, request);
    assert.deepEqual([stopped.status, stopped.halted, stopped.reason], ['in-progress', 'stopped', 'refused']);
    const { refused, waiting } = await desk.store.effects.progress(request.id, 1, 6);
    assert.deepEqual([refused, waiting], [[], 1]);
    desk.world.add = add;
    await press(desk, 'dan', 'request.continue', request, { in: resolvers(desk) });
    await runDue(desk, 'run-lane');
    assert.equal((await requestOf(desk, request)).status, 'confirming');
  });
});
