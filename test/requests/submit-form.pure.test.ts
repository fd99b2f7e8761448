// The form between the report and a request: what it asks, what it says is wrong, and the message for colleagues.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { messageForColleagues } from '../../src/requests/colleagues.ts';
import { readNotBefore } from '../../src/requests/not-before.ts';
import { submitForm, type Typed } from '../../src/requests/submit-form.ts';
import type { View } from '../../src/requests/view.ts';
import { aRequest, at, aView, dataOf, someCounts } from '../support/requests.ts';

const now = at('2022-09-23T11:30:00Z');
const form = (view: View = aView(), wrong: Parameters<typeof submitForm>[2] = null) => dataOf(submitForm(view, now, wrong), 'submit-form');

describe('the submit form', () => {
  it('says how many, by when, and that the helpdesk may ring', () => {
    const card = form();
    assert.equal(card.heading, 'Not submitted yet: 271 people, one step left');
    assert.deepEqual(card.lines, ['If you submit now, we aim to finish by Saturday 24 September 2022, 12:30pm.', 'The helpdesk may ring the number you give.']);
    assert.equal(card.submit.title, 'Submit 271 people');
  });

  it('says when people are changed, and offers the message to send round', () => {
    const { timing } = form();
    assert.match(timing?.line ?? '', /^MFA is applied in working hours: Monday to Friday, 8am to 6pm\./);
    assert.deepEqual([timing?.date, timing?.time, timing?.message, timing?.toggle], ['', '', 'true', 'Send me a message to forward to the 271 people']);
    assert.equal(form(aView(aRequest('checked'), { counts: someCounts({ wouldChange: 1 }) })).timing?.toggle, 'Send me a message to forward to this person');
  });

  for (const [when, day] of [['2022-09-23T11:30:00Z', 'Friday 23 September 2022'], ['2022-09-23T17:00:00Z', 'Monday 26 September 2022'], ['2022-10-28T17:30:00Z', 'Monday 31 October 2022']] as const) {
    it(`at ${when} shows the message with the next day on which people can be changed, ${day}`, () => {
      const { timing } = dataOf(submitForm(aView(), at(when), null), 'submit-form');
      assert.ok(timing?.read.lines.some(line => line.includes(`From ${day} you will be asked`)), timing?.read.lines.join());
    });
  }

  it('says what to mend, one box after the other, and keeps what was typed', () => {
    const typed: Typed = { contactNumber: '123', typedCount: '', notBeforeDate: '', notBeforeTime: '07:00', message: 'false' };
    const card = form(aView(), { problems: ['Enter a UK phone number, like 07700 900123', 'The time in "Not before" has no date'], typed });
    assert.equal(card.heading, 'Not submitted: enter a UK phone number, like 07700 900123');
    assert.equal(card.lines[0], 'The time in "Not before" has no date.');
    assert.deepEqual([card.contactNumber, card.timing?.date, card.timing?.time, card.timing?.message], ['123', '', '07:00', 'false']);
  });

  it('shows the message with a day that was typed, where another box has to be mended', () => {
    const typed: Typed = { contactNumber: '123', typedCount: '', notBeforeDate: '2022-09-27', notBeforeTime: '', message: 'true' };
    assert.ok(form(aView(aRequest('checked')), { problems: ['Enter a UK phone number'], typed }).timing?.read.lines.some(line => line.includes('From Tuesday 27 September 2022')));
  });

  it('promises no time, and asks for none, where a second person must approve first', () => {
    const card = form(aView(aRequest('checked', { kind: 'revoke-sessions' }), { counts: someCounts({ wouldChange: 1 }) }));
    assert.match(card.lines[0] ?? '', /A second person must approve it/);
    assert.deepEqual([card.submit.title, card.timing, card.subtle], ['Submit 1 person', undefined, '1 person would be signed out everywhere.']);
  });
});

describe('Not before, as it is typed', () => {
  /** Checked on Friday 23 September 2022, 12:24pm; submitted six minutes later. */
  const read = (day: string, time: string) => readNotBefore({ day, time }, aRequest('checked'), now);

  const taken: [string, string, string | null][] = [
    ['', '', null],
    ['2022-09-26', '07:00', '2022-09-26T07:00:00+01:00'],
    ['2022-09-26', '', '2022-09-26T00:00:00+01:00'],
    ['2022-09-23', '12:31', '2022-09-23T12:31:00+01:00'],
    ['2022-09-23', '', null],
    ['2022-09-30', '12:24', '2022-09-30T12:24:00+01:00'],
  ];
  for (const [day, time, wanted] of taken) it(`"${day}" "${time}" is ${wanted ?? 'no wait'}`, () => assert.deepEqual(read(day, time), { notBefore: wanted === null ? null : at(wanted) }));

  const refused: [string, string, RegExp][] = [
    ['', '07:00', /^The time in "Not before" has no date\./],
    ['2022-09-22', '', /^The date in "Not before" is in the past\./],
    ['2022-09-23', '12:30', /is in the past/],
    ['2022-09-22', '23:59', /is in the past/],
    ['2022-09-30', '12:25', /is too far ahead\. A check is good for 7 days, so choose one up to Friday 30 September 2022, 12:24pm/],
    ['2023-09-26', '', /is too far ahead/],
    ['26/09/2022', '', /^The date in "Not before" could not be read\./],
    ['2022-09-31', '07:00', /^The date in "Not before" could not be read\./],
    ['2022-09-26', '7am', /^The time in "Not before" could not be read\./],
  ];
  for (const [day, time, problem] of refused) it(`"${day}" "${time}" is refused: ${problem.source}`, () => assert.match((read(day, time) as { problem: string }).problem, problem));

  it('reads the night the clocks go back as people do', () => {
    const late = aRequest('checked', { checkedAt: at('2022-10-28T12:00:00Z') });
    assert.deepEqual(readNotBefore({ day: '2022-10-31', time: '07:00' }, late, at('2022-10-28T16:00:00Z')), { notBefore: at('2022-10-31T07:00:00Z') });
  });
});

describe('the message for colleagues', () => {
  const from = at('2022-09-26T06:00:00Z');
  const text = (requesterName = 'Priya Nair', organisationName = 'Ashdown Vale Trust') => messageForColleagues({ requesterName, organisationName, from }).join('\n');

  it('says who asked, from when, what people see, and whom to ring', () => {
    assert.equal(text(), [
      '**Your IT team is turning on extra sign-in security**',
      'Priya Nair, Local Administrator at Ashdown Vale Trust, has asked for this. From Monday 26 September 2022 you will be asked for a second step when you sign in: an app, a text or a call.',
      'You never need to give anybody a code or a password. If you are not sure, ring your own IT helpdesk on the number you already use.',
    ].join('\n'));
  });

  it('holds no link, whatever people and organisations are called', () => {
    const name = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('https://nhs.example/now', '[press here](https://nhs.example)', 'www.nhs.example', 'priya@nhs.example', '<a href="//nhs.example">'));
    // As Markdown is read: an escaped sign is no part of a link.
    fc.assert(fc.property(name, name, (one, other) => assert.doesNotMatch(text(one, other), /(?<!\\):\/|www\.|\w@\w|(?<!\\)\]\(|(?<!\\)<|\w\.\w/i)));
  });
});
