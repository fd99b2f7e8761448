// Which of a message's attachments are files.
import assert from 'node:assert/strict';
import { filesIn } from '../../src/teams/file-attachments.ts';

const upload = (name: string) => ({
  contentType: 'application/vnd.microsoft.teams.file.download.info',
  contentUrl: 'https://x-my.sharepoint.com/report.csv',
  name,
  content: { downloadUrl: `https://x-my.sharepoint.com/${name}?tempauth=x`, uniqueId: 'u', fileType: 'csv' },
});
const html = { contentType: 'text/html', content: '<div>here it is</div>' };

const placeholders = (count: number) => ({ contentType: 'text/html', content: `<div>${'<attachment id="1"></attachment>'.repeat(count)}</div>` });

const table: [what: string, attachments: unknown, file: string | null, otherFiles: number][] = [
  ['nothing', undefined, null, 0],
  ['no list', 'x', null, 0],
  ["only the message's own HTML", [html], null, 0],
  ['one file beside the HTML', [html, upload('a.csv')], 'a.csv', 0],
  ['two files: the first, and one other', [upload('a.csv'), upload('b.csv')], 'a.csv', 1],
  ['three files', [upload('a.csv'), upload('b.csv'), upload('c.csv'), html], 'a.csv', 2],
  ['a file without an address', [{ ...upload('a.csv'), content: { uniqueId: 'u' } }], null, 1],
  ['a file without content', [{ contentType: upload('').contentType, name: 'a.csv' }], null, 1],
  ['nearly the right content type', [{ ...upload('a.csv'), contentType: 'application/vnd.microsoft.teams.file.download.info2' }], null, 1],
  ['a picture', [{ contentType: 'image/png', contentUrl: 'https://x' }], null, 1],
  ["a channel's placeholder", [placeholders(1)], null, 1],
  ['a file that the HTML names too: once', [upload('a.csv'), placeholders(1)], 'a.csv', 0],
  ['two files, one of them only in the HTML', [upload('a.csv'), placeholders(2)], 'a.csv', 1],
  ['a picture beside a file', [upload('a.csv'), { contentType: 'image/png', contentUrl: 'https://x' }], 'a.csv', 1],
  ['a quoted message, which is no file', [{ contentType: 'messageReference', content: '{}' }, placeholders(1)], null, 0],
  ['null among them', [null, upload('a.csv')], 'a.csv', 0],
];

describe('filesIn', () => {
  for (const [what, attachments, file, otherFiles] of table) {
    it(`finds in ${what}: ${file ?? 'no file'}, ${otherFiles} other`, () => {
      const found = filesIn(attachments);
      assert.equal(found.file?.name ?? null, file);
      assert.equal(found.otherFiles, otherFiles);
    });
  }
});
