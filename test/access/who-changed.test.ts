// "Who changed MFA for this person?": answered from the audit trail to those who may know, and to nobody else a word about who exists.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { background } from '../../src/dispatch.ts';
import { WorldError } from '../../src/errors.ts';
import { handlersFor } from '../../src/handlers.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, confirming, received, started, submitted, turnOf } from '../support/journey.ts';
import { channel, laOf, noRoles } from '../support/requests.ts';

const wordsOf = (content: Content): string => (content.is === 'card' && content.card.name === 'plain' ? [content.card.data.heading, ...content.card.data.lines].join('\n') : JSON.stringify(content));

describe('who changed MFA for somebody', () => {
  let desk: Desk;
  let said: string[];
  let people: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    desk.world.roles.set('omar', { ...noRoles, isOperator: true });
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    desk.world.roles.set('both', laOf('ZZ101', 'ZZ202'));
    for (const [id, displayName] of [['priya', 'Priya Nair'], ['dan', 'Dan Ferris'], ['tom', 'Tom Reeve']] as const) desk.world.people.set(id, { id, address: `${id}@nhs.example`, displayName, isEnabled: true, isGuest: false, organisation: 'ZZ101' });
    people = addPeople(desk, 3);
    addPeople(desk, 1, { organisation: 'ZZ202' }, 'elsewhere');
    desk.world.send = (_to, content) => (said.push(wordsOf(content)), Promise.resolve({ is: 'sent', activityId: 'a' }));
    said = [];
  });
  let asked = 0;
  const say = async (personId: string, text: string, more: Parameters<typeof turnOf>[1] = {}) => {
    await runDue(desk, 'deliver-post');
    await handlersFor(desk.services, background(desk.services.log)).message(turnOf(personId, { activityId: `ask ${(asked += 1)}`, text, ...more }));
    await runDue(desk, 'deliver-post');
    return said.at(-1) ?? '';
  };
  const ask = (personId: string, address = 'person-001@nhs.example') => say(personId, `who changed MFA for ${address}?`);

  it('is told with the day, what was done, the reference, and each who decided', async () => {
    await confirming(desk, addressesOf(people));
    const answer = await ask('tom');
    assert.match(answer, /^1 change by LA Desk, newest first, for person\\-001\\@nhs\\\.example$/m);
    assert.match(answer, /Tuesday 20 September 2022, 9am: MFA turned on, confirmed\. R-2041, asked for by Priya Nair, started by Dan Ferris\./);
  });

  it('is told newest first, with whoever re-opened, and what was so already', async () => {
    const request = await confirming(desk, addressesOf(people));
    await press(desk, 'dan', 'request.portal-marked', request, { in: channel() });
    desk.clock.windTo('2022-09-21T09:00:00+01:00');
    await press(desk, 'tom', 'request.reopen', request);
    await runDue(desk, 'run-lane');
    const answer = await ask('priya');
    assert.match(answer, /^2 changes by LA Desk[^]*21 September 2022, 9am: MFA turned on: was so already\. R-2041, asked for by Priya Nair, re-opened by Tom Reeve\.\n.*20 September 2022, 9am: MFA turned on, confirmed/);
  });

  it('is told who had it undone, who started that, and who was taken out by whom', async () => {
    const request = await confirming(desk, addressesOf(people));
    await press(desk, 'dan', 'request.portal-marked', request, { in: channel() });
    desk.clock.windTo('2022-09-21T09:00:00+01:00');
    await press(desk, 'tom', 'request.take-out', request, { inputs: { row: '2' } });
    await runDue(desk, 'run-lane', 'confirm-round');
    desk.clock.windTo('2022-09-21T10:00:00+01:00');
    await press(desk, 'tom', 'request.undo', request, { inputs: { reason: 'wrong list' } });
    await press(desk, 'dan', 'request.start', request, { in: channel() });
    await runDue(desk, 'run-lane', 'confirm-round');
    assert.match(await ask('priya'), /^2 changes [^]*21 September 2022, 9am: MFA taken off, confirmed\. R-2041, asked for by Priya Nair, taken out by Tom Reeve\.\n.*MFA turned on, confirmed/);
    assert.match(await ask('priya', 'person-002@nhs.example'), /^2 changes [^]*21 September 2022, 10am: MFA taken off, confirmed\. R-2041, asked for by Priya Nair, undo asked for by Tom Reeve, started by Dan Ferris\.\n.*MFA turned on, confirmed\. .*, started by Dan Ferris\./);
  });

  it('is told who allowed it outside working hours, of that round and of what was applied in it alone', async () => {
    const request = await started(desk, addressesOf(people));
    await press(desk, 'amara', 'request.outside-hours', request, { in: channel(), inputs: { reason: 'a ward round' } });
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'dan', 'request.portal-marked', request, { in: channel() });
    desk.world.people.set('amara', { id: 'amara', address: 'amara@nhs.example', displayName: 'Amara Cole', isEnabled: true, isGuest: false, organisation: 'ZZ303' });
    assert.match(await ask('priya'), /MFA turned on, confirmed\. R-2041, asked for by Priya Nair, started by Dan Ferris, allowed outside working hours by Amara Cole\./);
    desk.clock.windTo('2022-09-21T10:00:00+01:00');
    await press(desk, 'tom', 'request.undo', request, { inputs: { reason: 'wrong list' } });
    await press(desk, 'dan', 'request.start', request, { in: channel() });
    await runDue(desk, 'run-lane', 'confirm-round');
    assert.match(await ask('priya'), /MFA taken off, confirmed\. R-2041, asked for by Priya Nair, undo asked for by Tom Reeve, started by Dan Ferris\.\n/);
  });

  it('is told who was left out before it came to them', async () => {
    const request = await started(desk, addressesOf(people));
    await press(desk, 'tom', 'request.take-out', request, { inputs: { row: '2' } });
    await runDue(desk, 'run-lane', 'confirm-round');
    assert.match(await ask('priya'), /^1 change by [^]*MFA turned on: left out before it came to them\. R-2041, asked for by Priya Nair, taken out by Tom Reeve\./);
  });

  it('is told of a sign-out with its approver, named once', async () => {
    const request = await submitted(desk, addressesOf(people.slice(0, 1)), { kind: 'revoke-sessions', totalRows: 1 });
    await press(desk, 'dan', 'request.approve', request, { in: channel() });
    await runDue(desk, 'run-lane');
    assert.match(await ask('priya'), /signed out everywhere, not confirmed\. R-2041, asked for by Priya Nair, approved by Dan Ferris\./);
  });

  it('is still told after the request itself was forgotten', async () => {
    const request = await confirming(desk, addressesOf(people));
    await desk.store.requests.forget(request.id);
    desk.world.people.delete('dan');
    assert.match(await ask('omar'), /R-2041, asked for by Priya Nair, started by somebody who is not in the directory any more/);
  });

  it('is told to Local Administrators of the organisation, resolvers and operators', async () => {
    await received(desk, []);
    for (const personId of ['priya', 'tom', 'both', 'dan', 'amara', 'omar']) assert.match(await ask(personId), /^No change: LA Desk has done nothing for person/, personId);
    for (const personId of ['lena', 'both', 'dan', 'omar']) assert.match(await ask(personId, 'elsewhere-001@nhs.example'), /No change/, personId);
  });

  it('is told to nobody else, in the same words whether there is such a person or not', async () => {
    await confirming(desk, addressesOf(people));
    for (const personId of ['lena', 'noor', 'chloe']) {
      const refusals = new Set([await ask(personId), await ask(personId, 'nobody@nhs.example')]);
      assert.equal(refusals.size, 1, personId);
      assert.match([...refusals].join(), /Not shown: nobody of your organisations has this address/);
    }
    assert.equal(await ask('priya', 'elsewhere-001@nhs.example'), await ask('priya', 'nobody@nhs.example'));
    desk.world.people.set('drifter', { id: 'drifter', address: 'drifter@nhs.example', displayName: 'D', isEnabled: true, isGuest: false, organisation: null });
    desk.world.aliases.set('shared@nhs.example', ['person-001', 'person-002']);
    for (const address of ['drifter@nhs.example', 'shared@nhs.example']) assert.match(await ask('priya', address), /Not shown/, address);
  });

  it('has nothing to do with the roster', async () => {
    const requestId = '00000000-0000-4000-8000-000000000009';
    await desk.store.transaction(tx => tx.audit.append({ requestId, at: desk.clock.calendar(), actorId: 'omar', action: 'roster-confirmed-person', personId: 'person-001', detail: { organisation: 'ZZ101', role: 'la', expiresOn: null } }));
    assert.match(await ask('priya'), /^No change/);
  });

  it('asks the directory nothing for somebody who may ask about nobody', async () => {
    desk.world.resolved.length = 0;
    await ask('noor');
    assert.deepEqual(desk.world.resolved, []);
  });

  it('says that the directory is away, rather than that somebody may not ask or is not there', async () => {
    desk.world.faults.push(new WorldError('unavailable', 'away'));
    await assert.rejects(ask('dan'), /The directory does not answer/);
    desk.world.roles.set('priya', { ...laOf('ZZ202'), isUncertain: true });
    await assert.rejects(ask('priya'), /The directory does not answer/);
  });

  it('asks for one address where there is none', async () => {
    for (const text of ['who changed MFA', 'Who changed MFA for this person?', 'who changed mfa for a@nhs.example b@nhs.example']) assert.match(await say('priya', text), /Not looked up: that is not one email address/, text);
    assert.match(await say('priya', 'WHO CHANGED MFA OF Person-001@nhs.example ?'), /No change/);
  });

  it('is not answered in a channel', async () => {
    const answer = await say('dan', 'who changed MFA for person-001@nhs.example?', { conversation: channel() });
    assert.match(answer, /use LA Desk in your personal chat/);
  });
});
