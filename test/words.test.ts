// Dates, numbers and rows as people read them, and hostile text that must stay text.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { duration, forCsvCell, forMarkdown, forPlain, formatDate, formatDateTime, formatTime, listRows, plural } from '../src/words.ts';

const RUNS = 5_000;

describe('formatDateTime', () => {
  const cases: [string, string][] = [
    ['Fri 23 Sep 2022 12:30 +0100', 'Friday 23 September 2022, 12:30pm'],
    ['Fri 23 Sep 2022 17:00 +0100', 'Friday 23 September 2022, 5pm'],
    ['Fri 23 Sep 2022 12:00 +0100', 'Friday 23 September 2022, midday'],
    ['Fri 23 Sep 2022 00:00 +0100', 'Friday 23 September 2022, midnight'],
    ['Fri 23 Sep 2022 00:05 +0100', 'Friday 23 September 2022, 12:05am'],
    ['Tue 20 Sep 2022 09:00 +0100', 'Tuesday 20 September 2022, 9am'],
    // London is an hour ahead of UTC in summer: late in the evening the day is already the next.
    ['Thu 30 Jun 2022 23:30 GMT', 'Friday 1 July 2022, 12:30am'],
    ['Sat 31 Dec 2022 23:59 GMT', 'Saturday 31 December 2022, 11:59pm'],
    ['Thu 29 Feb 2024 12:59 GMT', 'Thursday 29 February 2024, 12:59pm'],
    ['Sun 27 Mar 2022 01:00 GMT', 'Sunday 27 March 2022, 2am'],
  ];
  for (const [instant, words] of cases) {
    it(`says ${words}`, () => {
      const date = new Date(instant);
      assert.equal(formatDateTime(date), words);
      assert.equal(`${formatDate(date)}, ${formatTime(date)}`, words);
    });
  }
});

describe('plural', () => {
  it('agrees with the number and separates thousands', () => {
    assert.deepEqual([0, 1, 2, 271, 12000].map((count) => plural(count, 'person', 'people')), ['0 people', '1 person', '2 people', '271 people', '12,000 people']);
  });
});

describe('listRows', () => {
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
  const cases: [number[], number | undefined, string][] = [
    [[], undefined, ''],
    [[57], undefined, 'Row 57'],
    [[14, 88], undefined, 'Rows 14 and 88'],
    [[14, 88, 102], undefined, 'Rows 14, 88 and 102'],
    [[1204, 22600], undefined, 'Rows 1204 and 22600'],
    [upTo(5), 2, 'Rows 1, 2 and 3 more, in the file'],
    [upTo(5), 1, 'Rows 1 and 4 more, in the file'],
    [upTo(5), 0, '5 rows, in the file'],
    [upTo(51), undefined, 'Rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 31 more, in the file'],
  ];
  for (const [rows, shown, words] of cases) it(`says "${words}"`, () => assert.equal(listRows(rows, shown), words));
});

describe('duration', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const cases: [number, string][] = [
    [-5, '0 seconds'],
    [1 * second, '1 second'],
    [59.9 * second, '59 seconds'],
    [5 * minute, '5 minutes'],
    [59 * minute + 40 * second, '1 hour'],
    [hour + 40 * minute, '1 hour 40 minutes'],
    [21 * hour + 25 * minute, '21 hours 25 minutes'],
    [24 * hour, '24 hours'],
    [72 * hour, '3 days'],
    [51 * hour + 10 * minute, '2 days 3 hours'],
  ];
  for (const [ms, words] of cases) it(`says ${words}`, () => assert.equal(duration(ms), words));
});

const NASTY = [
  '5. deleted', '12) first', '- item', '+ item', '* item', '# heading', '> quoted', '---', '***', '===', '    code', '\tcode', '`code`', '~~~ fence', '```js',
  '[x](https://evil.example)', '![x](https://evil.example/x.png)', '[x][y]', '[x]: https://evil.example', '<https://evil.example>', '<script>alert(1)</script>',
  '<a href="https://evil.example">x</a>', '<at>Everyone</at>', '<img src=x onerror=alert(1)>', '<!-- x', '&lt;b&gt;', '&#60;b&#62;', '&amp;', '**bold**', '__bold__',
  '*em*', '_em_', '~~struck~~', '| a | b |', 'a \\', '\\*', 'www.evil.example', 'www.evil.com', 'evil.com', 'evil.com/path?x=1', 'http://evil.example', 'HTTPS://EVIL.COM',
  '//evil.com', '//localhost', 'http://localhost', 'http://127.0.0.1', 'ftp://evil.com', 'mailto:sam.okoro@nhs.example', 'sam.okoro@example.com', "siobhan.o'neil@example.com",
  'javascript:alert(1)', 'data:text/html,x', 'tel:07700900123', 'msteams:/l/chat', '{{DATE(2022-09-23T11:30:00Z, SHORT)}}', '{{name}}', '${name}', '${if(true, 1, 2)}', '$(x)',
  'a\nb', 'a\r\n\r\n# b', 'a\u2028# b', '\u202Egnp.exe', 'a\u200Bb', '\u0000\u0007', '\uFEFF# x', 'line  \nbreak', 'xn--80ak6aa92e.com', 'пример.рф', 'evil。com', ':smile:',
  'March mailbox report.csv', 'leavers.zip', 'list.md', 'name_with_underscores_in.csv', "=cmd|' /C calc'!A0", '__proto__', 'constructor', '\uD800', '😀'.repeat(200), '['.repeat(500),
];

// As generous as any client: raw HTML, links found in text, typographic quotes left alone.
const markdown = new MarkdownIt({ html: true, linkify: true });

/** Types of everything Markdown made of it: plain text is one paragraph with text in it. */
const alive = (source: string): string[] =>
  markdown
    .parse(source, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .filter((type) => !['paragraph_open', 'paragraph_close', 'inline', 'text'].includes(type));

const shown = (source: string): string =>
  markdown.parse(source, {}).flatMap(({ children }) => children ?? []).map(({ content }) => content).join('');

describe('forMarkdown', () => {
  for (const text of NASTY) {
    it(`keeps ${JSON.stringify(text.slice(0, 40))} text`, () => {
      const escaped = forMarkdown(text);
      assert.deepEqual(alive(escaped), []);
      assert.equal(shown(escaped), forPlain(text));
      // Inside a sentence too.
      assert.equal(shown(`Read ${escaped} now`), `Read ${forPlain(text)} now`);
      assert.doesNotMatch(escaped, /\{\{|\$\{/);
    });
  }

  it('would not pass with text that is not escaped', () => {
    assert.ok(NASTY.filter((text) => alive(text).length > 0).length > 40);
  });

  it('keeps any text as it is shown elsewhere', () => {
    const piece = fc.oneof(fc.constantFrom(...Array.from('\\`*_{}[]()<>#+-.!|~&$:@/="\'^%,;? \n'), 'www.', 'http://', 'a', 'com', '1'), fc.string({ unit: 'binary', maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        assert.deepEqual(alive(forMarkdown(text)), []);
        assert.equal(shown(forMarkdown(text)), forPlain(text));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('forPlain', () => {
  const cases: [string, string][] = [
    ['  March   report.csv ', 'March report.csv'],
    ['two\r\nlines', 'two lines'],
    ['\u202Egnp.exe\u202C', 'gnp.exe'],
    ['pay\u200Bpal', 'paypal'],
    ['a\u0000b\u0007c', 'a b c'],
    ['Zoë O’Neil 👩‍⚕', 'Zoë O’Neil 👩⚕'],
    ['a'.repeat(80), 'a'.repeat(80)],
    ['a'.repeat(81), `${'a'.repeat(79)}…`],
    ['😀'.repeat(81), `${'😀'.repeat(79)}…`],
    ['\uDC00x', '\uFFFDx'],
  ];
  for (const [text, plain] of cases) it(`shows ${JSON.stringify(text.slice(0, 30))} in at most 80 characters`, () => assert.equal(forPlain(text), plain));
});

describe('forCsvCell', () => {
  const cases: [string, string][] = [
    ['sam.okoro@nhs.example', 'sam.okoro@nhs.example'],
    ['=1+1', "'=1+1"],
    ['+44 7700 900123', "'+44 7700 900123"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "' =1+1"],
    ['\t=1+1', "' =1+1"],
    ['\rx', "' x"],
    ['＝1+1', "'＝1+1"],
    ['\u200B=1+1', "'=1+1"],
    ['a=b', 'a=b'],
    ['two\nlines', 'two lines'],
  ];
  for (const [text, cell] of cases) it(`writes ${JSON.stringify(text)} as ${JSON.stringify(cell)}`, () => assert.equal(forCsvCell(text), cell));

  it('lets no formula begin a cell once the file is read again', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...Array.from('=+-@\t\r\n "\',;＝＠\uFEFF\u200B')), fc.string({ unit: 'binary', maxLength: 2 })), { maxLength: 8 }), (pieces) => {
        const [row = []]: string[][] = parse(stringify([[forCsvCell(pieces.join('')), 'x']], { quoted: true }));
        assert.equal(row.length, 2);
        assert.doesNotMatch(row[0] ?? '', /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r]/u);
      }),
      { numRuns: RUNS },
    );
  });
});
