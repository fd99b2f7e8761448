// The roster file: read whole or not at all, with the line that is wrong.
import assert from 'node:assert/strict';
import { readRoster } from '../../src/access/roster-file.ts';

const header = 'Organisation code,Organisation,Email address,Role,Expires';
const read = (...lines: string[]) => readRoster([header, ...lines].join('\n'));

describe('a roster file', () => {
  it('gives each line with codes in capitals and addresses in small letters', () => {
    assert.deepEqual(read(' zz101 , Ashdown Vale Trust , Priya.Nair@NHS.example , LA ,'), [
      { 'Organisation code': 'ZZ101', Organisation: 'Ashdown Vale Trust', 'Email address': 'priya.nair@nhs.example', Role: 'la', Expires: '' },
    ]);
  });

  for (const [text, role] of [['LA', 'la'], ['Local Administrator', 'local administrator'], ['Primary LA', 'primary la'], ['primary local administrator', 'primary local administrator']] as const) {
    it(`knows the role ${text}`, () => assert.equal(read(`ZZ101,A,a@nhs.example,${text},`)[0]?.Role, role));
  }

  it('takes a byte order mark, Windows line ends, blank lines and quoted names', () => {
    const text = `\uFEFF${header}\r\n\r\nZZ101,"Ashdown, Vale",a@nhs.example,LA,2026-03-29\r\n`;
    assert.deepEqual(readRoster(text).map(line => [line.Organisation, line.Expires]), [['Ashdown, Vale', '2026-03-29']]);
  });

  it('may leave out the column Expires', () => {
    assert.equal(readRoster('Organisation code,Organisation,Email address,Role\nZZ101,A,a@nhs.example,LA')[0]?.Expires, '');
  });

  it('may be empty', () => assert.deepEqual(read(), []));

  for (const [name, line] of [
    ['a code that is none', 'Z!,A,a@nhs.example,LA,'],
    ['no organisation', 'ZZ101,,a@nhs.example,LA,'],
    ['no address', 'ZZ101,A,,LA,'],
    ['another role', 'ZZ101,A,a@nhs.example,Resolver,'],
    ['a role from the language itself', 'ZZ101,A,a@nhs.example,constructor,'],
    ['a date the other way round', 'ZZ101,A,a@nhs.example,LA,29/03/2026'],
    ['a day that is none', 'ZZ101,A,a@nhs.example,LA,2026-02-30'],
  ] as const) {
    it(`is refused for ${name}, naming the line and no address`, () => {
      assert.throws(() => read('ZZ101,A,b@nhs.example,LA,', line), (error: unknown) => error instanceof Error && error.message.startsWith('ROSTER_FILE, line 3: ') && !error.message.includes('@'));
    });
  }

  it('is refused where a column is missing', () => {
    assert.throws(() => readRoster('Organisation code,Organisation,Role\nZZ101,A,LA'), /line 2: .*Email address/);
  });
});
