// Line ends inside cells that nobody quoted: one row again where that is certain, and every part still there where it is not.
import assert from 'node:assert/strict';
import { rowMender } from '../../src/intake/mend-rows.ts';
import { inShort, readAll } from './csv-files.ts';

const header = 'Id,Name,Notes,Email,Status';

describe('rowMender', () => {
  const cases: [string, string, string[]][] = [
    ['puts a row together', `${header}\r\n1,Sam,one\ntwo,sam.okoro@nhs.example,Active\r\n2,Jo,,jo.hart@nhs.example,\r\n`, ['2 sam.okoro@nhs.example', '4 jo.hart@nhs.example']],
    ['puts three parts together', `${header}\r\n1,Jo,,jo.hart@nhs.example,\r\n2,Sam,one\ntwo\n\nthree,sam.okoro@nhs.example,Deleted\r\n`, ['2 jo.hart@nhs.example', '3 sam.okoro@nhs.example deleted']],
    ['leaves a quoted line end as it is', `${header}\r\n1,Sam,"one\ntwo",sam.okoro@nhs.example,Active\r\n`, ['2 sam.okoro@nhs.example']],
    ['keeps parts that do not make the width', `${header}\r\n1,Sam,one\n2,Jo\r\n3,Kim,,kim.hart@nhs.example,Active\r\n`, ['2 unreadable-row', '3 unreadable-row', '4 kim.hart@nhs.example']],
    ['keeps parts that make more than the width', `${header}\r\n1,Sam,one\ntwo,sam.okoro@nhs.example,Active,more\r\n`, ['2 unreadable-row', '3 unreadable-row']],
    ['takes no more once a line ends as it should', `${header}\r\n1,Sam,one\n2,Jo\r\n3,Kim\r\n`, ['2 unreadable-row', '3 unreadable-row', '4 unreadable-row']],
    ['keeps rows of a file whose lines all end so', `${header}\n1,Sam,one\ntwo,sam.okoro@nhs.example,Active\n`, ['2 unreadable-row', '3 unreadable-row']],
    ['keeps whole rows that end otherwise', `${header}\r\n1,Sam,,sam.okoro@nhs.example,Active\n2,Jo,,jo.hart@nhs.example,Active\r\n`, ['2 sam.okoro@nhs.example', '3 jo.hart@nhs.example']],
    ['keeps what is cut short at the end of the file', `${header}\r\n1,Sam,,sam.okoro@nhs.example,Active\r\n2,Jo\n`, ['2 sam.okoro@nhs.example', '3 unreadable-row']],
  ];
  for (const [what, text, expected] of cases) {
    it(what, async () => {
      assert.deepEqual(inShort(await readAll(text)), expected);
      assert.deepEqual(inShort(await readAll(text, { chunk: 1 })), expected);
    });
  }

  it('gives every record of a long chain that never fits', () => {
    const records = Array.from({ length: 500 }, (_, index) => ({ number: index + 2, cells: ['x'], isCutShort: true }));
    const mend = rowMender(3);
    const given = [...mend(records.slice(0, 250), false), ...mend(records.slice(250), true)];
    assert.deepEqual(given, records);
  });

  it('puts nothing together in a bare list', () => {
    const records = [{ number: 1, cells: ['a.b@nhs.example'], isCutShort: true }, { number: 2, cells: ['c.d@nhs.example'], isCutShort: false }];
    assert.deepEqual(rowMender(0)(records, true), records);
  });
});
