// Somebody becomes a Local Administrator: proposed by a primary one, confirmed by an operator, and a roster imported from a file.
import assert from 'node:assert/strict';
import { headingOf, saidOn } from '../support/card-reading.ts';
import type { Chat } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

describe('the roster', function () {
  this.timeout(60_000);
  let world: World;
  let noor: Chat;
  let omar: Chat;
  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    [noor, omar] = await Promise.all([world.person('noor').chat(), world.person('omar').chat()]);
  });
  after(() => world.stop());

  it('takes somebody in whom a primary LA proposed and an operator confirmed, and they can send a list at once', async () => {
    const grace = await world.person('grace').chat();
    await noor.say('jo.whitlock@nhs.example');
    await noor.card(/^We do not know you/);
    await grace.say('propose an LA');
    const form = await grace.card(/^Not proposed yet/);
    const proposed = await grace.press(form, 'roster.propose', { address: 'noor.aziz@nhs.example', organisation: 'ZZ101', expires: '' });
    assert.equal(proposed.heading, 'Proposed: an operator has to confirm it');
    const told = await (await world.resolvers('omar')).find(one => one.from === 'bot' && one.text.startsWith('A Local Administrator is proposed'), { what: 'word of the proposal' });
    assert.doesNotMatch(told.text, /noor/i);
    await omar.say('roster');
    const card = await omar.card(/^Proposed: a Local Administrator for Ashdown Vale Trust/);
    assert.match(saidOn(card.card), /Noor Aziz/);
    assert.equal((await omar.press(card, 'roster.confirm')).heading, 'Confirmed: they are a Local Administrator now');
    await grace.find(one => one.text.startsWith('Confirmed: noor'), { what: 'word of the confirmation' });
    await sendList(noor, await world.makePeople(3, 'ZZ101', 'walked'));
  });

  it('takes in a file that an operator sent, and ends a role by its last day', async () => {
    const csv = ['Organisation code,Organisation,Email address,Role,Expires', 'ZZ202,Harbour Mental Health Trust,tom.ashworth@nhs.example,LA,2030-03-31', 'ZZ101,Ashdown Vale Trust,noor.aziz@nhs.example,LA,2020-01-01', 'ZZ101,Ashdown Vale Trust,nobody@nhs.example,LA,', ''].join('\r\n');
    await omar.say('roster', { file: { name: 'roster.csv', bytes: csv } });
    const card = await omar.card(/^Checked, not imported: 2 people from 3 lines/);
    assert.match(saidOn(card.card), /not found in the directory\. Row 4/);
    assert.equal((await omar.press(card, 'roster.confirm')).heading, 'Imported: 2 people');
    const asked = await noor.say('help');
    assert.match(headingOf((await noor.card(/./, { newerThan: asked })).card), /^(We do not know you|Ready)/);
    await noor.say('jo.whitlock@nhs.example');
    await noor.card(/^We do not know you/, { newerThan: asked });
  });

  it('shows an operator what is theirs, and logs nothing private about any of it', async () => {
    const asked = await omar.say('help');
    await omar.card(/^Ready: the roster/, { newerThan: asked });
    assertNothingPrivate(world.log());
  });
});
