// What people type about webinars: agendas, dates, questions that are one case, and the archive's lines.
import assert from 'node:assert/strict';
import { agendaLines, freeSlots, readAgenda, usualAgenda } from '../../../src/notices/webinar/agenda.ts';
import { readArchive } from '../../../src/notices/webinar/archive-file.ts';
import { caseIn } from '../../../src/notices/webinar/case-question.ts';
import { linkTo } from '../../../src/notices/webinar/links.ts';
import { readDay } from '../../../src/notices/webinar/typed-date.ts';

describe('an agenda', () => {
  it('is the one of the webinar page, with two slots of 10 minutes', () => {
    const agenda = readAgenda(usualAgenda);
    assert.deepEqual(agenda.map(({ slot, minutes }) => [slot, minutes]), [[null, null], [null, null], ['guest', 10], ['workplace', 10], [null, null]]);
    assert.equal(agendaLines(agenda, [{ slot: 'guest', title: 'TLS [1.2]' }]), '1. General updates\n2. Technical updates\n3. Guest speaker: TLS \\[1\\.2\\] (10 minutes)\n4. Digital Workplace: slot free (10 minutes)\n5. Panel for open questions');
    assert.deepEqual([freeSlots(agenda, []), freeSlots(agenda, [{ slot: 'guest', title: 'x' }])], [['guest', 'workplace'], ['workplace']]);
  });

  const cases: [string, [string, string | null, number | null][]][] = [
    ['  Welcome  \r\n\r\nguest speaker (15 mins)', [['Welcome', null, null], ['guest speaker', 'guest', 15]]],
    ['Guest speaker\nGuest speaker (5 minutes)', [['Guest speaker', 'guest', null], ['Guest speaker', null, 5]]],
    ['Questions (open)', [['Questions (open)', null, null]]],
    ['', []],
  ];
  for (const [text, items] of cases) it(`of ${JSON.stringify(text)} is read line by line`, () => assert.deepEqual(readAgenda(text).map(({ words, slot, minutes }) => [words, slot, minutes]), items));
});

describe('a date as people type it', () => {
  for (const typed of ['26 August 2022', '26 Aug 2022', '26th august 2022', 'Friday 26 August 2022', 'fri, 26 aug. 2022', '26/08/2022', '26/8/22', '26.08.2022', '26-08-2022', '2022-08-26', '  26   August  2022 ']) it(`"${typed}" is 26 August 2022`, () => assert.equal(readDay(typed), '2022-08-26'));
  for (const typed of ['', 'next week', '31 February 2022', '08/26/2022', '26 Augustus 2022', '26 August', '2022-8-26', '26/08/1822', '26 a 2022']) it(`"${typed}" is none`, () => assert.equal(readDay(typed), null));
});

describe('a question', () => {
  const names = { ZZ101: 'Ashdown Vale Trust' };
  const general = [
    'When is TLS 1.2 coming to O365?', 'Is basic authentication switched off in October 2022 for POP3 and IMAP4?', 'Will PRB0102790 be mentioned?', 'Can Windows 11 use FIDO2 keys?', 'How do we tell our users about MFA?',
    'Is the price still £1.80 for an E3 licence in 2023?', 'What changes for all trusts on 28 October 2022 at 19:00?', 'Does Linden 1.0 change the mailbox report (43 columns)?', 'Which COVID19 groups are going?',
  ];
  for (const question of general) it(`for everybody: ${question}`, () => assert.equal(caseIn(question, { names }), null));

  const cases: [string, string[], string | null][] = [
    ['Why can sam.okoro@nhs.example not sign in?', ['an email address'], 'Why can [left out] not sign in?'],
    ['INC31020388 has been open for a week, why?', ['a ticket number'], '[left out] has been open for a week, why?'],
    ['What happens to ritm 0012345 and INC-31020388?', ['a ticket number'], 'What happens to [left out] and [left out]?'],
    ['Is R-2041 stuck because of the incident?', ['a request number'], 'Is [left out] stuck because of the incident?'],
    ['Can people from RJ1 book rooms at ZZ202?', ['an organisation code'], 'Can people from [left out] book rooms at [left out]?'],
    ['Why has Ashdown Vale Trust no licences left?', ['an organisation'], 'Why has [left out] no licences left?'],
    ['Please ring me on 07700 900123', ['a phone number'], 'Please ring me on [left out]'],
    ['Please ring 07700 900123', ['a phone number'], null],
    ['Ring +44 7700 900123 or 0113 496 0000 about the rooms please', ['a phone number'], 'Ring [left out] or [left out] about the rooms please'],
    ['Does 943 476 5919 need a new smartcard for this?', ['an NHS number'], 'Does [left out] need a new smartcard for this?'],
    ['My user cannot see her shared mailbox', ['one user or organisation'], 'My user cannot see her shared mailbox'],
    ['One of our users has lost a phone, what now?', ['one user or organisation'], 'One of our users has lost a phone, what now?'],
    ["Why is our trust's ticket still open?", ['one user or organisation'], "Why is our trust's ticket still open?"],
    ['A user of ours gets no mail on her phone', ['one user or organisation'], 'A user of ours gets no mail on her phone'],
    ['jo@nhs.example and INC31020388', ['an email address', 'a ticket number'], null],
  ];
  for (const [question, clues, without] of cases) it(`about one case: ${question}`, () => assert.deepEqual(caseIn(question, { names }), { clues, without }));

  it('of one sign, as long as may be, is read in no time', () => {
    const began = performance.now();
    for (const sign of ['a', '0', '@', 'A1', '(', '0 ', 'a@']) caseIn(sign.repeat(1_000), { names });
    assert.ok(performance.now() - began < 1_000);
  });
});

describe("the archive's lines", () => {
  const lines = (...rows: string[][]) => rows.map((cells, index) => ({ number: index + 1, cells }));
  const header = ['Date', 'Topic', 'Text', 'Link', 'Recording'];

  it('are read by the names of their columns, in any order; a recording may stand alone', () => {
    const read = readArchive(lines(['Recording', 'text', 'TOPIC', 'date'], ['https://video.example/1', '', '', '26/08/2022'], ['', 'They go.', 'TLS 1.0', '26 August 2022']));
    assert.deepEqual(read, { problems: [], rows: [
      { row: 2, day: '2022-08-26', topic: '', words: '', link: null, recording: 'https://video.example/1' },
      { row: 3, day: '2022-08-26', topic: 'TLS 1.0', words: 'They go.', link: null, recording: null },
    ] });
  });

  const problems: [string[], string[]][] = [
    [['soon', 'TLS', 'x', '', ''], ['the date is not one we can read, like 26/08/2022']],
    [['26/08/2022', '', 'x', '', ''], ['the topic is missing']],
    [['26/08/2022', 'TLS', '', '', ''], ['the text is missing']],
    [['26/08/2022', 'TLS', 'x', 'http://a.example', 'javascript:alert(1)'], ['the link does not begin with https', 'the recording does not begin with https']],
  ];
  for (const [row, what] of problems) it(`${row.join(', ')}: ${what.join('; ')}`, () => assert.deepEqual(readArchive(lines(header, row))?.problems, what.map(one => ({ row: 2, what: one }))));

  it('are none without a date, a topic and a text', () => assert.deepEqual([readArchive(lines(['Date', 'Topic'])), readArchive([])], [null, null]));
});

describe('a link in a text', () => {
  it('does not end early, and begins nothing else', () => {
    assert.equal(linkTo('a [b](c)', 'https://x.example/a(b)?q={{DATE}}&r=$x*|`'), '[a \\[b\\]\\(c\\)](https://x.example/a%28b%29?q=%7B%7BDATE%7D%7D&r=%24x%2A%7C%60)');
  });
});
