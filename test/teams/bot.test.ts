// From activities to handlers and back, through gate and adapter.
import assert from 'node:assert/strict';
import { DatabaseAway, UserError, WorldError } from '../../src/errors.ts';
import type { Handlers } from '../../src/teams/bot.ts';
import type { FileConsent, Press, Turn } from '../../src/services.ts';
import { APP_ID, channelMessage, personalMessage, PRIYA, SERVICE_URL, startEdge, TENANT_ID, type Edge } from '../support/teams-server.ts';

const us = { id: `28:${APP_ID}` };

function press(value: unknown): Record<string, unknown> {
  return personalMessage({ type: 'invoke', name: 'adaptiveCard/action', value });
}

const start = { action: { type: 'Action.Execute', verb: 'request.start', data: { id: 'r1' } }, trigger: 'manual' };

describe('the bot', () => {
  let edge: Edge;
  const turns: Turn[] = [];
  const presses: Press[] = [];
  const consents: FileConsent[] = [];
  const kept: string[] = [];
  let fails: Error | null = null;
  const fail = () => fails ? Promise.reject(fails) : Promise.resolve();
  const handlers: Partial<Handlers> = {
    message: (turn) => { turns.push(turn); return fail(); },
    arrived: (turn) => { turns.push(turn); return fail(); },
    press: async (pressed) => {
      presses.push(pressed);
      await fail();
      return pressed.verb === 'request.start' ? { message: 'Started.' } : { card: { is: 'card', card: { name: 'plain', data: { speak: 'Closed.', heading: 'Closed', lines: ['Nothing is left to do.'] } } } };
    },
    fileConsent: (consent) => { consents.push(consent); return fail(); },
    failed: (from, text) => { kept.push(text); edge.said.push({ conversationId: from.conversation.id, text }); return Promise.resolve(); },
  };

  before(async () => { edge = await startEdge(handlers); });
  after(() => edge.close());
  beforeEach(() => {
    for (const list of [turns, presses, consents, edge.runs, edge.said]) list.length = 0;
    fails = null;
  });

  it('makes a turn of a message, deciding by object id', async () => {
    assert.equal((await edge.deliver(personalMessage({ text: ' my requests\u00a0' }))).status, 200);
    assert.deepEqual(turns, [{
      activityId: '1669118400000', personId: PRIYA, personName: 'Priya Nair', text: 'my requests', file: null, otherFiles: 0, teamsUserId: '29:priya', channelMessage: null,
      conversation: { id: 'a:priya', kind: 'personal', serviceUrl: SERVICE_URL, tenantId: TENANT_ID, personId: PRIYA, teamsUserId: '29:priya', teamId: null, channelId: null },
    }]);
  });

  it('keeps the thread of a channel and takes the mention out, whatever the app is called there', async () => {
    const entities = [{ type: 'mention', text: '<at>The (old) Desk</at>', mentioned: us }];
    await edge.deliver(channelMessage('', { changes: { text: '<at>The (old) Desk</at>&nbsp;help <at>Tom</at>', entities } }));
    assert.equal(turns[0]?.text, 'help <at>Tom</at>');
    assert.equal(turns[0].conversation.id, '19:general@thread.tacv2;messageid=1');
    assert.equal(turns[0].conversation.channelId, '19:general@thread.tacv2');
    assert.equal(turns[0].conversation.teamId, 'b0000000-0000-4000-8000-000000000001');
    assert.deepEqual(turns[0].channelMessage, { groupId: 'b0000000-0000-4000-8000-000000000001', teamId: '19:general@thread.tacv2', channelId: '19:general@thread.tacv2', rootId: '1', id: turns[0].activityId });
  });

  const dropped: [string, Record<string, unknown>][] = [
    ['a channel message that does not mention it', channelMessage('secret', { mention: false })],
    ['a channel message that mentions somebody else', channelMessage('x', { changes: { entities: [{ type: 'mention', text: '<at>Tom</at>', mentioned: { id: '29:tom' } }] } })],
    ['a group chat', personalMessage({ conversation: { id: '19:x', conversationType: 'groupChat', tenantId: TENANT_ID } })],
    ['a message from nobody in Entra', personalMessage({ from: { id: '28:another-bot', name: 'Bot' } })],
    ['an edited message', personalMessage({ type: 'messageUpdate' })],
    ['somebody else joining', personalMessage({ type: 'conversationUpdate', membersAdded: [{ id: '29:tom' }] })],
  ];
  for (const [what, activity] of dropped) {
    it(`drops ${what}`, async () => {
      assert.equal((await edge.deliver(activity)).status, 200);
      assert.deepEqual([edge.runs, edge.said], [[], []]);
    });
  }

  it('knows the two tellings of its arrival for the same', async () => {
    await edge.deliver(personalMessage({ id: '1', type: 'installationUpdate', action: 'add' }));
    await edge.deliver(personalMessage({ id: '2', type: 'conversationUpdate', membersAdded: [us] }));
    assert.deepEqual(edge.runs, ['arrived', 'arrived']);
    assert.deepEqual(turns.map(({ activityId }) => activityId), ['arrival', 'arrival']);
  });

  it('tells when it was taken away', async () => {
    await edge.deliver(personalMessage({ type: 'installationUpdate', action: 'remove' }));
    await edge.deliver(personalMessage({ type: 'conversationUpdate', membersRemoved: [us] }));
    assert.deepEqual(edge.runs, ['removed', 'removed']);
  });

  it('answers a press with a message', async () => {
    const response = await edge.deliver(press(start));
    assert.deepEqual(await response.json(), { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Started.' });
    assert.deepEqual([presses[0]?.verb, presses[0]?.inputs, presses[0]?.personId], ['request.start', { id: 'r1' }, PRIYA]);
  });

  it('answers a press with the card that takes its place', async () => {
    const response = await edge.deliver(press({ action: { verb: 'request.show' } }));
    const body = await response.json() as { type: string; value: { type: string } };
    assert.deepEqual([body.type, body.value.type], ['application/vnd.microsoft.card.adaptive', 'AdaptiveCard']);
    assert.deepEqual(presses[0]?.inputs, {});
  });

  for (const value of [undefined, {}, { action: {} }, { action: { verb: 7 } }]) {
    it(`refuses a press that is none: ${JSON.stringify(value)}`, async () => {
      assert.equal((await edge.deliver(press(value))).status, 400);
      assert.deepEqual(edge.runs, []);
    });
  }

  it('refuses an invoke it does not know', async () => {
    assert.equal((await edge.deliver(personalMessage({ type: 'invoke', name: 'task/fetch', value: {} }))).status, 400);
  });

  it('hands over a file consent with what was put in', async () => {
    const uploadInfo = { uploadUrl: 'https://x.sharepoint.com/u', contentUrl: 'https://x.sharepoint.com/c', name: 'outcome.csv', uniqueId: 'u1', fileType: 'csv' };
    await edge.deliver(personalMessage({ type: 'invoke', name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'accept', context: { id: 'r1' }, uploadInfo } }));
    await edge.deliver(personalMessage({ type: 'invoke', name: 'fileConsent/invoke', value: { type: 'fileUpload', action: 'decline', context: { id: 'r1' } } }));
    assert.deepEqual(consents.map(({ isAccepted, context, upload }) => [isAccepted, context, upload?.uploadUrl]), [[true, { id: 'r1' }, uploadInfo.uploadUrl], [false, { id: 'r1' }, undefined]]);
  });

  it("says a person's own mistake as it is", async () => {
    fails = new UserError('Attach the file again.');
    await edge.deliver(personalMessage());
    const answer = await (await edge.deliver(press(start))).json() as { value: string };
    assert.deepEqual(edge.said, [{ conversationId: 'a:priya', text: 'Attach the file again.' }]);
    assert.equal(answer.value, 'Attach the file again.');
  });

  for (const failure of ['throttled', 'unavailable'] as const) {
    it(`says that Microsoft 365 is ${failure}, which is no fault of ours`, async () => {
      fails = new WorldError(failure, 'login at 127.0.0.1');
      await edge.deliver(personalMessage());
      const answer = await (await edge.deliver(press(start))).json() as { value: string };
      assert.deepEqual([edge.said[0]?.text, answer.value], Array(2).fill('Microsoft 365 is busy or away. Try again in a minute.'));
    });
  }

  it('says that the database is away, with a reference', async () => {
    fails = new DatabaseAway('ECONNREFUSED', new Error('connect db.internal'));
    kept.length = 0;
    await edge.deliver(personalMessage());
    const answer = await (await edge.deliver(press(start))).json() as { value: string };
    for (const text of [edge.said[0]?.text ?? '', answer.value]) assert.match(text, /^LA Desk cannot reach its records at the moment\. .* quote reference [0-9A-F]{8} when you ask for help\.$/);
    assert.deepEqual(kept, [], 'not left to a job that the database would have to bring');
  });

  it('takes what Microsoft 365 refuses for ours to mend', async () => {
    fails = new WorldError('refused', 'no permission');
    await edge.deliver(personalMessage());
    assert.match(edge.said[0]?.text ?? '', /Quote reference/);
  });

  it('says nothing of any other failure but a reference', async () => {
    fails = new Error('password=x at db.internal');
    assert.equal((await edge.deliver(personalMessage())).status, 200);
    const answer = await (await edge.deliver(press(start))).json() as { value: string };
    for (const text of [edge.said[0]?.text ?? '', answer.value]) {
      assert.match(text, /^Something went wrong on our side\. Quote reference [0-9A-F]{8}/);
      assert.ok(!text.includes('password'));
    }
  });
});
