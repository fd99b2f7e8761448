// What a notice's forms make of what is typed: whom it is for, when, and in which words a button names it. Tables.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { audienceFields, audienceWords, reachWords, readAudience } from '../../src/notices/compose-audience.ts';
import { seenOf } from '../../src/notices/compose-draft.ts';
import { boxesOf, typedIn } from '../../src/notices/compose-form.ts';
import { previewOf } from '../../src/notices/compose-preview.ts';
import { noticeKinds } from '../../src/notices/grid.ts';
import { noticeCard } from '../../src/notices/notice-card.ts';
import { aNotice, audienceOf } from '../support/notices.ts';
import { at } from '../support/requests.ts';

const now = at('2022-10-29T09:00:00Z');
const channels = [{ name: 'General', id: '19:c001' }, { name: 'NHSmail webinar', id: '19:c002' }];
const known = new Set(['ZZ101', 'ZZ202']);
const read = (typed: Record<string, string>) => readAudience({ toPeople: 'las', ...typed }, audienceOf({ merge: { ZZ101: { name: 'A' } } }), { channels, known, now });

describe('whom a notice is for, as it is typed', () => {
  const taken: [string, Record<string, string>, object][] = [
    ['all of them', {}, { people: 'las', organisations: [], channels: [] }],
    ['primary ones of two organisations, typed in any way', { toPeople: 'primary-las', toOrganisations: ' zz101;ZZ202,zz101 ' }, { people: 'primary-las', organisations: ['ZZ101', 'ZZ202'], channels: [] }],
    ['channels alone, those of the settings', { toPeople: 'none', toChannels: '19:c002,19:other' }, { people: 'none', organisations: [], channels: ['19:c002'] }],
    ['people that are none we know: nobody, so a channel is needed', { toPeople: 'everybody', toChannels: '19:c001' }, { people: 'none', organisations: [], channels: ['19:c001'] }],
  ];
  for (const [what, typed, wanted] of taken) it(what, () => assert.deepEqual(read(typed), { aim: { audience: { merge: { ZZ101: { name: 'A' } }, ...wanted }, sendAt: null, wantsAck: false } }));

  const refused: [string, Record<string, string>, RegExp][] = [
    ['nobody', { toPeople: 'none' }, /^It is for nobody yet\. Choose a channel/],
    ['an organisation that nobody looks after', { toOrganisations: 'ZZ101, ZZ999' }, /^No Local Administrator is known for ZZ999\. Correct the ODS codes/],
    ['something that is no code', { toOrganisations: '[x](y)' }, /^No Local Administrator is known for XY\./],
    ['a day without a time', { sendDate: '2022-10-31' }, /both a date and a time/],
    ['a time without a day', { sendTime: '09:00' }, /both a date and a time/],
    ['a time that has passed', { sendDate: '2022-10-29', sendTime: '09:59' }, /^Saturday 29 October 2022, 9:59am has passed: it is 10am in London now/],
    ['no date at all', { sendDate: 'Monday', sendTime: '09:00' }, /could not be read/],
  ];
  for (const [what, typed, problem] of refused) it(`${what}: refused with what to mend`, () => {
    const answer = read(typed);
    assert.match('problem' in answer ? answer.problem : 'taken', problem);
  });

  it('a time is London\'s, after the clocks go back too, and comes back into its boxes', () => {
    const answer = read({ sendDate: '2022-10-31', sendTime: '09:30', wantsAck: 'true' });
    if ('problem' in answer) return assert.fail(answer.problem);
    assert.equal(answer.aim.sendAt?.toISOString(), '2022-10-31T09:30:00.000Z');
    const values = Object.fromEntries(audienceFields(answer.aim, channels).map(({ id, value }) => [id, value]));
    assert.deepEqual([values['sendDate'], values['sendTime'], values['wantsAck'], values['toPeople']], ['2022-10-31', '09:30', 'true', 'las']);
  });

  it('without channels in the settings the form asks for none', () => assert.ok(!audienceFields(aNotice('draft'), []).some(({ id }) => id === 'toChannels')));
});

describe('the words of it', () => {
  const reach: [number, number, string][] = [[1_500, 2, '1,500 people and 2 channels'], [1, 0, '1 person'], [0, 1, '1 channel'], [0, 0, 'nobody']];
  for (const [people, count, words] of reach) it(words, () => assert.equal(reachWords({ people, channels: count }), words));
  it('names channels, and says where one is no longer in the settings', () =>
    assert.equal(audienceWords(audienceOf({ channels: ['19:c001', '19:gone'], people: 'las', organisations: ['ZZ101'] }), channels), 'General, a channel that is no longer in the settings and all Local Administrators of ZZ101'));
});

describe('what was seen', () => {
  const draft = aNotice('draft');
  const others: [string, object][] = [['what it says', { facts: { title: 'Other', text: 'News', link: '', picture: null } }], ['whom it is for', { audience: audienceOf({ people: 'none' }) }], ['when', { sendAt: now }], ['whether it asks for Got it', { wantsAck: false }]];
  for (const [what, change] of others) it(`is another with ${what}`, () => assert.notEqual(seenOf({ ...draft, ...change }), seenOf(draft)));
  it('is the same whatever becomes of it', () => assert.equal(seenOf({ ...draft, state: 'awaiting-approval', approvedByName: 'Mina' }), seenOf(draft)));
});

describe('forms made from fields', () => {
  it('leave the form\'s own names alone, and keep ticks as words', () => assert.deepEqual(typedIn({ id: 'x', nonce: 'n', kind: 'news', seen: 's', revision: 2, title: 'T', isSure: true, count: 3 }), { title: 'T', isSure: 'true' }));

  it('every kind has names of its own for its boxes, and labels that fit on a line', () => {
    for (const [kind, { fields }] of Object.entries(noticeKinds)) for (const { id, label } of fields(null, now)) {
      assert.ok(!['id', 'nonce', 'kind', 'seen', 'revision', 'alertText'].includes(id), `${kind}: ${id}`);
      assert.ok(label.length <= 30, `${kind}: ${label}`);
    }
  });

  it('hold what was typed rather than what was there', () => {
    const fields = noticeKinds.news.fields(aNotice('draft').facts, now);
    assert.deepEqual(boxesOf(fields, { title: 'Typed' }).flatMap(({ line, text }) => [line?.value ?? text?.value]).slice(0, 2), ['Typed', 'Search finds people by their job title too.']);
  });
});

describe('the preview', () => {
  const template = (name: string) => z.looseObject({ body: z.array(z.unknown()) }).parse(JSON.parse(readFileSync(new URL(`../../cards/${name}.json`, import.meta.url), 'utf8')));

  it('is drawn by the elements of the card itself, but for the heading, of which a card has one', () => {
    const rest = template('notice').body.slice(1).filter(part => !JSON.stringify(part).includes('notice.sign-up'));
    for (const name of ['notice-form', 'notice-draft']) assert.ok(JSON.stringify(template(name)).includes(JSON.stringify(rest).slice(1, -1)), name);
  });

  it('says which buttons readers have', () => {
    assert.equal(previewOf(aNotice('draft'), now).note, 'Its buttons are "Read about Directory search is quicker" and "Got it\\: Directory search is quicker".');
    assert.equal(previewOf(aNotice('draft', { wantsAck: false, facts: { title: 'Short', text: 'News', link: '', picture: null } }), now).note, 'It has no buttons.');
  });
});

it('a card of a notice that was withdrawn names it as plain words, read and spoken', () => {
  const { facts } = aNotice('withdrawn');
  const notice = aNotice('withdrawn', { facts: { ...z.looseObject({}).parse(facts), title: '[Sign in](https://example.com)' } });
  const { data } = noticeCard({ notice, key: 'key', at: now, personId: 'priya', merge: null });
  assert.deepEqual('heading' in data && [data.heading, data.speak], ['Withdrawn: \\[Sign in\\]\\(https\\:\\/\\/example\\.com\\)', 'Withdrawn: [Sign in](https://example.com).']);
});
