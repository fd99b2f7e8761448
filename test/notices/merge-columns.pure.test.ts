// {column} in a text: what is put there, and what its author is told before it is sent.
import assert from 'node:assert/strict';
import type { Audience } from '../../src/notices/audience.ts';
import { noticeKinds } from '../../src/notices/grid.ts';
import type { Face } from '../../src/notices/kind.ts';
import { correctionWarnings, mergeWarnings, merged } from '../../src/notices/merge-columns.ts';
import { audienceOf } from '../support/notices.ts';
import { at } from '../support/requests.ts';

const face = (text: string, title = 'TLS 1.0 goes'): Face => noticeKinds.news.face({ title, text, link: '', picture: null }, at('2022-09-23T09:00:00Z'));
const rows = (...all: Record<string, string>[]): NonNullable<Audience['merge']> => Object.fromEntries(all.map((row, index) => [`ZZ10${index}`, row]));
const warned = (text: string, more: Partial<Audience>, title?: string): string[] => mergeWarnings(face(text, title), audienceOf(more)).map(line => line.replaceAll('\\', ''));
const merge = rows({ connections: '12', contact: 'Sam' }, { connections: '3', contact: '' });

describe('a column in a text', () => {
  it('becomes the value of one organisation, as dead text that brings no column with it', () => {
    const shown = merged(face('You have {connections} connections.\nAsk {contact} or {Nobody}.'), { connections: '[12](https://x.example)', contact: '{connections}' }).lines;
    assert.deepEqual(shown, ['You have \\[12\\]\\(https\\:\\/\\/x\\.example\\) connections\\.', 'Ask \\{connections\\} or \\{Nobody\\}\\.']);
  });
  it('stays as it is where there is no row', () => assert.deepEqual(merged(face('{a}'), null).lines, ['\\{a\\}']));
  it('may have a name with spaces and signs', () => assert.deepEqual(merged(face('{TLS 1.0 (old)}'), { 'TLS 1.0 (old)': '7' }).lines, ['7']));

  const table: [what: string, warnings: string[], expected: string[]][] = [
    ['all is well', warned('{connections} {contact}', { merge: rows({ connections: '1', contact: 'Sam' }) }), []],
    ['none, and no file', warned('Hello.', {}), []],
    ['no file', warned('{connections}', {}), ['{connections} would be shown as it stands: no file says what it is for each organisation. Attach a CSV with the word **audience**.']],
    ['misspelt', warned('{conections} and {contact}', { merge: rows({ connections: '1', contact: 'Sam' }) }), ['{conections} would be shown as it stands: the file has no such column. It has {connections} and {contact}.', 'Not used in the text: {connections}.']],
    ['in another case', warned('{Contact}', { merge: rows({ contact: 'Sam' }) }), ['{Contact} would be shown as it stands: the file has no such column. It has {contact}.', 'Not used in the text: {contact}.']],
    ['empty for some', warned('{connections} {contact}', { merge }), ['{contact} is empty for 1 organisation.']],
    ['in the heading', warned('{contact}', { merge: rows({ contact: 'Sam' }) }, 'For {contact}'), ['{contact} would be shown as it stands: columns are put into the text, not into the heading or the facts.']],
    ['in a channel too', warned('{contact}', { merge: rows({ contact: 'Sam' }), channels: ['19:a'] }), ['In a channel {contact} would be shown as it stands: it has no organisation. Take the channel off.']],
    ['a file of codes alone', warned('{contact}', { merge: rows({}) }), ['{contact} would be shown as it stands: the file has no such column. It has none but the code.']],
  ];
  for (const [what, warnings, expected] of table) it(`${what}: ${expected.length === 0 ? 'nothing to say' : 'its author is told'}`, () => assert.deepEqual(warnings, expected));
  it('in a correction is warned of wherever somebody would read it raw', () => {
    const inCorrection = (text: string, alert: string, more: Partial<Audience>, title?: string) => correctionWarnings(face(text, title), alert, audienceOf(more)).map(line => line.replaceAll('\\', '').replace(/ as it stands: .*/, ''));
    assert.deepEqual(inCorrection('{contact}', '', { merge }), []);
    assert.deepEqual(inCorrection('{contact} {nobody}', '\\{connections\\}', { merge }, 'For {contact}'), ['Some would read {nobody}, {contact} and {connections}']);
    assert.deepEqual(inCorrection('{contact}', '', { merge, channels: ['19:a'] }), ['Some would read {contact}']);
  });
});
