// What a file really is, by its first bytes.
import assert from 'node:assert/strict';
import { strToU8, zipSync } from 'fflate';
import { signatureOf } from '../../src/intake/signature.ts';

const zipOf = (...names: string[]): Buffer => Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('<x/>')]))));

describe('signatureOf', () => {
  const cases: [string, Buffer, string | null][] = [
    ['an Excel workbook', zipOf('[Content_Types].xml', 'xl/workbook.xml'), 'workbook'],
    ['a LibreOffice workbook', Buffer.from('PK\x03\x04............mimetypeapplication/vnd.oasis.opendocument.spreadsheet'), 'workbook'],
    ['a Word document', zipOf('[Content_Types].xml', 'word/document.xml'), 'zip'],
    ['a zip of a CSV', zipOf('leavers.csv'), 'zip'],
    ['an empty zip', zipOf(), 'zip'],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'zip'],
    ['a photograph from a phone', Buffer.from('\x00\x00\x00\x24ftypheic'), 'picture'],
    ['a JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'picture'],
    ['a WebP', Buffer.from('RIFF\x24\x00\x00\x00WEBPVP8 ', 'latin1'), 'picture'],
    ['text that begins with PK', Buffer.from('PK,EmailAddress\n'), null],
    ['text that begins with %', Buffer.from('%,EmailAddress\n'), null],
    ['nothing', Buffer.alloc(0), null],
  ];
  for (const [name, bytes, kind] of cases) it(`says ${kind ?? 'nothing'} of ${name}`, () => assert.equal(signatureOf(bytes), kind));
});
