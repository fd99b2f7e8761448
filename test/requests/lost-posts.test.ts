// The operators' list of what was said without an answer, and of what could not be said.
import assert from 'node:assert/strict';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, turnOf } from '../support/journey.ts';
import { noRoles } from '../support/requests.ts';

describe('lost posts', () => {
  let desk: Desk;
  let said: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore());
    desk.world.roles.set('omar', { ...noRoles, isOperator: true });
    desk.world.send = (_to, content) => (said.push(JSON.stringify(content)), Promise.resolve({ is: 'sent', activityId: 'a' }));
    said = [];
  });
  const ask = async (personId: string) => {
    await handlersFor(desk.services, background(desk.services.log)).message(turnOf(personId, { activityId: `ask ${personId}`, text: 'lost posts' }));
    await runDue(desk, 'deliver-post');
    return said.at(-1) ?? '';
  };

  it('are none where all was answered', async () => assert.match(await ask('omar'), /None lost/));

  it('say what each is about, and why', async () => {
    const { send } = desk.world;
    desk.world.send = () => Promise.resolve({ is: 'gone', reason: 'ConversationBlockedByUser' });
    await checked(desk, addressesOf(addPeople(desk, 3)));
    await runDue(desk, 'deliver-post');
    desk.world.send = send;
    assert.match(await ask('omar'), /status of this check, not said: ConversationBlockedByUser\..*1 post unknown or not said/);
  });

  it('are shown to operators only', async () => assert.match(await ask('priya'), /Not shown/));
});
