// Submitting a large part of an organisation: the number of people is typed, and only the right one counts.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import { WorldError } from '../../src/errors.ts';
import type { Answer } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, type Desk } from '../support/desk.ts';
import { addressesOf, checked } from '../support/journey.ts';
import { dataOf, saidBy } from '../support/requests.ts';

const cardIn = (answer: Answer): Card => ('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer)));

describe('the submit form', () => {
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' })));

  const phone = { contactNumber: '07700 900123' };
  const aCheck = () => checked(desk, addressesOf(addPeople(desk, 60)));
  const submit = (request: { id: string }, inputs: Record<string, unknown> = phone) => press(desk, 'priya', 'request.submit', request, { inputs });

  it('asks for the number of people to be typed where it is a large part of the organisation, and submits nothing for another', async () => {
    desk.world.organisationSize = 200;
    const request = await aCheck();
    const form = dataOf(cardIn(await press(desk, 'priya', 'request.form', request)), 'submit-form');
    assert.equal(form.typedCountLabel, 'Type 60 to confirm');
    for (const typedCount of ['', '6', '600', 'sixty']) {
      const again = dataOf(cardIn(await submit(request, { ...phone, typedCount })), 'submit-form');
      assert.deepEqual([again.heading, again.contactNumber, again.typedCount], ['Not submitted: type 60, the number of people who would change', phone.contactNumber, typedCount]);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    }
    assert.match(saidBy(await submit(request, { ...phone, typedCount: '60' })), /^Submitted/);
    assert.equal((await requestOf(desk, request)).shown?.organisationSize, 200);
  });

  it('asks for no number where the directory does not say how large the organisation is', async () => {
    desk.services.directory.organisationSize = () => Promise.reject(new WorldError('unavailable', 'away'));
    const request = await aCheck();
    assert.equal(request.organisationSize, null);
    assert.match(saidBy(await submit(request)), /^Submitted/);
  });
});
