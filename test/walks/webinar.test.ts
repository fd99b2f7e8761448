// Series announced to archived: planned by communications, announced, asked at, live, written up, found again; over both changes of the clocks.
import assert from 'node:assert/strict';
import { headingOf, pressable, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { windAsleep } from '../support/asleep.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { escalations, filledSeries, planSeries } from '../support/webinars.ts';
import { startWorld, type World } from '../support/world.ts';

const recording = 'https://web.microsoftstream.example/video/2022-10-21';
const next = /^Next LA webinar: Friday 21 October 2022, 12:30pm to 1:30pm$/;

describe('a webinar series, announced to archived', function () {
  this.timeout(90_000).bail(true);
  let world: World;
  let chloe: Chat;
  let priya: Chat;
  let tom: Chat;
  let channel: Chat;
  let card: Message;
  let calendar: { date: string; series: string };

  before(async () => {
    world = await startWorld();
    [chloe, priya, tom] = [await world.person('chloe').chat(), await world.person('priya').chat(), await world.person('tom').chat()];
    channel = await world.person('priya').channel('NHSmail webinar');
  });
  after(() => world.stop());

  const inChannel = async (): Promise<string[]> => (await channel.messages()).filter(({ from }) => from === 'bot').map(one => headingOf(one.card) || one.text);
  const linkOn = (shown: unknown, title: RegExp): string => /"url":"([^"]+)"/.exec((JSON.stringify(shown).match(/\{"type":"Action.OpenUrl"[^}]*\}/g) ?? []).find(one => title.test(one)) ?? '')?.[1] ?? assert.fail(String(title));
  const ics = async (url: string): Promise<string> => (await fetch(url)).text();

  it('is planned by communications only, and asks again for what is wrong', async () => {
    await priya.say('webinar series');
    await priya.card(/^Not yours to plan/);
    await chloe.say('webinar series');
    const form = await chloe.card(/^Not planned yet/);
    for (const wrong of [{ channel: 'https://teams.microsoft.com/l/chat/0/0' }, { join: 'http://teams.microsoft.com/x' }, { ends: '12:00' }, { agenda: '' }, { title: '' }]) {
      const answer = await chloe.press(form, 'webinar.create', { ...filledSeries(channel.id, '2022-10-21'), ...wrong });
      assert.match(saidOn(answer.card), /Not planned: /, JSON.stringify(wrong));
    }
    const inTeam = await world.person('chloe').channel('NHSmail webinar');
    for (const chat of [channel, inTeam]) await chat.say('webinar series', { mention: true });
    await inTeam.find(({ text }) => text === 'The form is in your personal chat with LA Desk.');
    await channel.card(/^Ready: use LA Desk in your personal chat$/);
    const prefilled = await chloe.card(/^Not planned yet/, { newerThan: form });
    assert.ok(JSON.stringify(prefilled.card).includes(encodeURIComponent(channel.id)));
    const planned = await planSeries(chloe, channel.id, '2022-10-21');
    assert.match(saidOn(planned.card), /Friday 21 October 2022, 12:30pm to 1:30pm\n?.*Friday 4 November 2022, 12:30pm to 1:30pm/s);
    await windAsleep(world, '2022-10-14T11:00:00Z');
    await world.wind({ by: 29 * 60_000 });
    assert.deepEqual((await inChannel()).filter(one => one.includes('LA webinar')), []);
  });

  it('is announced a week before, in the channel that Local Administrators read and in the own chats of those who want it', async () => {
    await tom.press(await tom.card(/./, { newerThan: await tom.say('notices I get') }), 'notices.prefer', { set: 'webinar off' });
    await world.wind({ by: 60_000 });
    card = await channel.card(next);
    assert.deepEqual(pressable(card.card).map(({ title }) => title), ['Add to calendar (.ics)', 'Ask a question', 'Ask for a slot', 'Remind me 15 minutes before']);
    assert.match(saidOn(card.card), /3\. Guest speaker: slot free \(10 minutes\)\n4\. Digital Workplace: slot free \(10 minutes\)/);
    assert.match(JSON.stringify(card.card), new RegExp(escalations));
    assert.deepEqual(verbsOn((await priya.card(next)).card), verbsOn(card.card));
    assert.deepEqual((await tom.messages()).filter(one => next.test(headingOf(one.card))), []);
  });

  it('goes into a calendar as a file, and by addresses that nobody guesses', async () => {
    assert.match((await channel.press(card, 'webinar.ics')).message ?? '', /^The calendar entry is in your personal chat with LA Desk\.$/);
    const entry = await priya.card(/^Ready: the calendar entry of LA webinar$/);
    calendar = { date: linkOn(entry.card, /Open this date/), series: linkOn(entry.card, /Open the series/) };
    const file = await priya.acceptFile(/^LA webinar 2022-10-21\.ics$/);
    assert.equal(file, await ics(calendar.date));
    assert.match(file, /DTSTART:20221021T113000Z\r\nDTEND:20221021T123000Z/);
    // The clocks go back on Sunday 30 October 2022: 12:30pm stays 12:30pm.
    assert.match(await ics(calendar.series), /DTSTART:20221104T123000Z\r\nDTEND:20221104T133000Z/);
    const first = await fetch(calendar.date);
    assert.deepEqual([first.headers.get('content-type'), first.headers.get('set-cookie')], ['text/calendar; charset=utf-8', null]);
    assert.equal((await fetch(calendar.date, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })).status, 304);
    const wrong = await fetch(calendar.date.replace(/[\w-]{32}(?=\.ics)/, 'A'.repeat(32)));
    assert.deepEqual([wrong.status, await wrong.text()], [404, 'not found']);
  });

  it('gives a slot to one who asks for it, and the posted agenda changes at once', async () => {
    const forms: [Chat, Message][] = [];
    for (const [chat, slug] of [[priya, 'priya'], [tom, 'tom']] as const) {
      await (await world.person(slug).channel('NHSmail webinar')).press(slug === 'priya' ? card : await (await world.person(slug).channel('NHSmail webinar')).card(next), 'webinar.slot-form');
      forms.push([chat, await chat.card(/^Not asked yet: a slot on Friday 21 October 2022$/)]);
    }
    for (const [index, [chat, form]] of forms.entries()) {
      assert.match((await chat.press(form, 'webinar.ask-slot', { slot: 'guest', title: ['TLS 1.2 in practice', 'Bookings for clinics'][index], speaker: 'Jo Whitlock', link: '' })).heading, /^Asked: Guest speaker/);
    }
    const [first, second] = [await chloe.find(one => saidOn(one.card).includes('TLS 1.2')), await chloe.find(one => saidOn(one.card).includes('Bookings'))];
    assert.match((await chloe.press(first, 'webinar.accept-slot')).heading, /^Accepted: Guest speaker/);
    assert.match((await chloe.press(second, 'webinar.accept-slot')).heading, /^Not accepted, the slot is taken/);
    assert.equal((await chloe.press(second, 'webinar.decline-slot', { reason: '' })).message, 'Say why: whoever asked reads it.');
    assert.match((await chloe.press(second, 'webinar.decline-slot', { reason: 'Taken. Please ask for the next date' })).heading, /^Declined/);
    await priya.find(({ text }) => text.startsWith('Accepted: Guest speaker'));
    await tom.find(({ text }) => /^Declined: Guest speaker.*Please ask for the next date\.$/.test(text.replaceAll('\\', '')));
    card = await channel.find(one => one.id === card.id && saidOn(one.card).includes('Guest speaker: TLS 1.2 in practice (10 minutes)'));
    assert.doesNotMatch(saidOn(card.card), /Jo Whitlock|Priya/);
    await priya.cardOf(await priya.card(next), own => saidOn(own).includes('Guest speaker: TLS 1.2 in practice'));
  });

  it('takes questions for the panel, and shows the way for one that is about one case', async () => {
    await channel.press(card, 'webinar.question-form');
    const form = await priya.card(/^Not asked yet: a question for Friday 21 October 2022$/);
    const met = await priya.press(form, 'webinar.ask', { words: 'Why can sam.okoro@nhs.example not sign in since INC31020388?' });
    assert.equal(met.heading, 'Not asked yet: this looks like one case');
    assert.match(saidOn(met.card), /It mentions an email address and a ticket number/);
    assert.match(saidOn(met.card), /Why can \[left out\] not sign in since \[left out\]\?/);
    assert.equal((await priya.press(met, 'webinar.ask-anyway', { words: 'Why can sam.okoro@nhs.example not sign in since INC31020388?' })).heading, 'Asked: the panel has your question for Friday 21 October 2022');
    const before = await priya.messages();
    await channel.press(card, 'webinar.question-form');
    const another = await priya.find(one => headingOf(one.card).startsWith('Not asked yet: a question') && !before.some(({ id }) => id === one.id));
    await priya.press(another, 'webinar.ask', { words: 'When is TLS 1.0 switched off?' });
    await priya.say('questions');
    await priya.card(/^Not shown: questions are for the panel$/);
    await chloe.say('questions');
    const list = await chloe.card(/^2 questions for the panel on Friday 21 October 2022$/);
    assert.doesNotMatch(JSON.stringify(list.card), /sam\.okoro|INC31020388|Priya/);
  });

  it('reminds the channel a day before, and those who asked a quarter of an hour before', async () => {
    assert.match((await channel.press(card, 'webinar.remind')).message ?? '', /^We will remind you at 12:15pm/);
    await windAsleep(world, '2022-10-20T11:00:00Z');
    await world.wind({ by: 30 * 60_000 });
    await channel.find(({ text }) => text.startsWith('Tomorrow: LA webinar, Friday 21 October 2022, 12:30pm to 1:30pm.'));
    await world.wind({ to: '2022-10-21T11:15:00Z' });
    await priya.find(({ text }) => text.startsWith('Soon: LA webinar begins at 12:30pm'));
    assert.equal((await tom.messages()).filter(({ text }) => text.startsWith('Soon')).length, 0);
  });

  it('is live, then over, on the same card; and its questions are marked answered', async () => {
    await world.wind({ to: '2022-10-21T11:30:00Z' });
    const live = await channel.card(/^Live now, until 1:30pm: LA webinar$/, { of: card });
    assert.deepEqual(verbsOn(live.card), ['webinar.question-form']);
    const list = await chloe.card(/^2 questions for the panel/);
    const choices = [...JSON.stringify(list.card).matchAll(/"value":"([0-9a-f-]{36})"/g)].map(([, id]) => id);
    assert.match((await chloe.press(list, 'webinar.answered', { answered: choices.join(',') })).heading, /^Answered: 2 questions marked$/);
    await priya.find(({ text }) => text.startsWith('Answered: 2 questions of yours at the webinar of Friday 21 October 2022'));
    await world.wind({ to: '2022-10-21T12:30:00Z' });
    await channel.card(/^Over: LA webinar, Friday 21 October 2022$/, { of: card });
  });

  it('is written up, posted with its recording, and kept', async () => {
    const form = await chloe.card(/^Not written yet: LA webinar, Friday 21 October 2022$/);
    const second = await chloe.press(form, 'webinar.add-update', { recording, topic: 'TLS 1.0 and 1.1', words: 'They are switched off on 31 October 2022. Use TLS 1.2.', link: 'https://support.nhs.example/tls' });
    assert.match(second.heading, /^Not posted yet, 1 key update/);
    assert.match((await chloe.press(second, 'webinar.post-updates', { recording, topic: 'Linden release', words: 'Planned for 10 November 2022.', link: '' })).heading, /^Posted: 2 key updates of Friday 21 October 2022$/);
    const posted = await channel.card(/^Recording ready: LA webinar, Friday 21 October 2022$/, { of: card });
    await channel.find(({ text }) => /^Recording ready: LA webinar, Friday 21 October 2022\. \[Watch the recording\]\(\S+\)\. Its card, further up, has 2 key updates\.$/.test(text));
    assert.match(saidOn(posted.card), /TLS 1\.0 and 1\.1.*\nThey are switched off on 31 October 2022\. Use TLS 1\.2\./);
    await priya.say('what was said about tls');
    assert.match(saidOn((await priya.card(/^Found: 1 key update about tls$/)).card), /Friday 21 October 2022/);
    for (const typed of ['webinar 21 October 2022', 'webinar 21/10/2022', 'webinar 21st Oct 2022']) {
      const asked = await priya.say(typed);
      assert.match(saidOn((await priya.card(/^Recording ready/, { newerThan: asked })).card), /Linden release/);
    }
  });

  it('over the clocks going back, skips and moves dates: the calendar follows, and those who were to come are told', async () => {
    await windAsleep(world, '2022-10-28T11:00:00Z');
    await world.wind({ by: 30 * 60_000 });
    const announced = await channel.card(/^Next LA webinar: Friday 4 November 2022, 12:30pm to 1:30pm$/);
    await channel.press(announced, 'webinar.remind');
    const dates = await chloe.card(/^Planned: \d+ dates of LA webinar$/, { newerThan: await chloe.say('webinar series') });
    const [first = '', second = ''] = [...JSON.stringify(dates.card).matchAll(/"value":"([0-9a-f-]{36})"\}/g)].map(([, id = '']) => id);
    assert.equal((await chloe.press(dates, 'webinar.move', { occurrenceId: first, toDay: '2022-11-18', toTime: '12:30', moveReason: '' })).message, 'The series has a date on that day already.');
    assert.equal((await chloe.press(dates, 'webinar.move', { occurrenceId: first, toDay: '2022-10-01', toTime: '12:30', moveReason: '' })).message, 'Choose a new date and time that are still to come.');
    const moved = await chloe.press(dates, 'webinar.move', { occurrenceId: first, toDay: '2022-11-11', toTime: '12:30', moveReason: 'A conference' });
    assert.equal(moved.heading, 'Moved: it is now on Friday 11 November 2022');
    await channel.card(/^Moved: LA webinar is now on Friday 11 November 2022, 12:30pm to 1:30pm$/, { of: announced });
    for (const chat of [channel, priya]) await chat.find(({ text }) => text === 'Moved: LA webinar is now on Friday 11 November 2022, 12:30pm to 1:30pm. It was Friday 4 November 2022, 12:30pm. A conference.');
    assert.equal((await chloe.press(moved, 'webinar.skip', { occurrenceId: second, skipReason: '' })).heading, 'Cancelled: Friday 18 November 2022');
    assert.match((await chloe.press(moved, 'webinar.add', { addDay: '2022-11-25', addTime: '09:00' })).heading, /^Added: Friday 25 November 2022$/);
    const text = (await ics(calendar.series)).replaceAll('\r\n ', '');
    assert.match(text, /SEQUENCE:1\r\nDTSTAMP:\w+\r\nDTSTART:20221111T123000Z[^]*?STATUS:CONFIRMED/);
    assert.match(text, /SEQUENCE:1\r\nDTSTAMP:\w+\r\nDTSTART:20221118T123000Z[^]*?STATUS:CANCELLED/);
    assert.match(text, /SEQUENCE:0\r\nDTSTAMP:\w+\r\nDTSTART:20221125T090000Z/);
    assert.deepEqual((await inChannel()).filter(one => one.includes('18 November')), []);
  });

  it('while LA Desk is down, says once what still makes sense, and logs what is too late', async () => {
    await windAsleep(world, '2022-11-11T12:50:00Z');
    await world.wind({ by: 60_000 });
    await channel.card(/^Live now, until 1:30pm: LA webinar$/);
    assert.equal((await inChannel()).filter(one => one.startsWith('Tomorrow: LA webinar, Friday 11 November') || one.startsWith('Today: LA webinar, Friday 11')).length, 0);
    assert.equal((await priya.messages()).filter(({ text }) => text.startsWith('Soon')).length, 1);
    assert.match(world.log(), /"step":"remind".*too late to be said about a webinar[^]*"step":"soon"/);
  });

  it('warns communications of Good Friday weeks before, over the clocks going forward, and it is skipped', async () => {
    await windAsleep(world, '2023-03-10T11:00:00Z');
    await world.wind({ by: 2 * 3_600_000 });
    const warning = await chloe.card(/^Check: LA webinar on Friday 7 April 2023 falls on a bank holiday$/);
    assert.match(saidOn(warning.card), /It is Good Friday in England/);
    const occurrenceId = /"value":"([0-9a-f-]{36})"/.exec(JSON.stringify(warning.card))?.[1];
    assert.equal((await chloe.press(warning, 'webinar.skip', { occurrenceId, skipReason: 'Good Friday' })).heading, 'Cancelled: Friday 7 April 2023');
    // The clocks go forward on Sunday 26 March 2023.
    assert.match(await ics(calendar.series), /DTSTART:20230324T123000Z[^]*DTSTART:20230407T113000Z[^]*DTSTART:20230421T113000Z/);
  });

  it('takes in the archive from a file, all of it or nothing, and finds it again', async () => {
    const archive = await world.sample('webinar-archive.csv');
    await chloe.say('webinar archive', { file: { name: 'archive.csv', bytes: `${archive}sometime,TLS,Soon.,,\r\n26/08/2022,,Text,http://x.example,\r\n` } });
    const refused = await chloe.card(/^Not imported: 3 problems to mend first$/);
    const rows = archive.trim().split('\n').length;
    assert.match(saidOn(refused.card), new RegExp(`Row ${rows + 1}: the date is not one we can read[^]*Row ${rows + 2}: the topic is missing`));
    await priya.say('webinar 26 August 2022');
    await priya.card(/^Not found: no webinar on 26 August 2022$/);
    await chloe.say('webinar archive', { file: { name: 'archive.csv', bytes: archive } });
    await chloe.card(/^Imported: \d+ key updates of \d+ dates$/);
    await chloe.say('webinar archive', { file: { name: 'archive.csv', bytes: archive } });
    await chloe.card(/^Imported: 0 key updates of \d+ dates$/);
    await priya.say('webinar 26/08/2022');
    await priya.card(/^Recording ready: LA webinar, Friday 26 August 2022$/);
    await priya.say('What was said about Coombes?');
    assert.match(saidOn((await priya.card(/^Found: 1 key update about Coombes$/)).card), /12 August 2022|26 August 2022/);
    await priya.say('webinars');
    await priya.card(/^Next webinar: Friday \d+ \w+ 2023$/);
    await priya.say('webinar archive', { file: { name: 'archive.csv', bytes: archive } });
    await priya.card(/^Not read: the webinar archive is for communications/);
  });

  it('logs nothing private about any of it, and no address of a calendar', () => {
    assertNothingPrivate(world.log());
    for (const url of Object.values(calendar)) assert.ok(!world.log().includes(/[\w-]{32}(?=\.ics)/.exec(url)?.[0] ?? 'no token'));
  });
});
