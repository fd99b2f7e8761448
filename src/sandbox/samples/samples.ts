// Files to send to the bot: one real report, lists, and one of each kind of bad file.
import { stringify } from 'csv-stringify/sync';
import { strToU8, zipSync } from 'fflate';
import { slices, type Population } from '../world/generate.ts';
import type { Person } from '../world/people.ts';
import { mailboxReport } from './mailbox-report.ts';
import { webinarArchive } from './webinar-archive.ts';

export type Sample = { name: string; about: string; bytes(population: Population): Uint8Array };

const text = (name: string, about: string, content: (population: Population) => string): Sample => ({ name, about, bytes: population => Buffer.from(content(population), 'utf8') });
const column = (header: string, people: readonly Person[]): string => stringify([[header], ...people.map(person => [person.userPrincipalName])]);
const bareList = (population: Population): Person[] => population.ordinary.ZZ101.slice(...slices.bareList);
const smallList = (population: Population): Person[] => population.ordinary.ZZ101.slice(...slices.smallList);

/** Enough of a workbook for anything that looks at its first bytes, or unzips it. */
const workbook = (): Uint8Array => zipSync({
  '[Content_Types].xml': strToU8('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
  'xl/workbook.xml': strToU8('<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'),
}, { mtime: '2022-09-20T08:00:00' });

/** Windows-1252 where it differs from Latin-1 is not needed here. */
const windows1252 = (content: string): Uint8Array => Buffer.from(content, 'latin1');
const utf16 = (content: string): Uint8Array => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content, 'utf16le')]);

const withNames = (people: readonly Person[], surname: string): string => stringify([['FirstName', 'LastName', 'EmailAddress'], ...people.map((person, n) => [person.givenName, n === 0 ? surname : person.surname, person.userPrincipalName])]);

export const samples: readonly Sample[] = [
  text('mailbox-report.csv', 'The Mailbox report of Ashdown Vale Trust: 43 columns, 312 rows of mixed trouble.', mailboxReport),
  text('bare-list.csv', '60 addresses and nothing else.', population => column('EmailAddress', bareList(population))),
  text('bare-list-without-header.csv', 'The same 60 addresses without a first row of names.', population => column('EmailAddress', bareList(population)).split('\n').slice(1).join('\n')),
  text('small-list.csv', '20 addresses: fewer than the Portal leaves to the bot.', population => column('EmailAddress', smallList(population))),
  text('other-organisation.csv', '5 people of Harbour Mental Health Trust.', population => column('EmailAddress', population.ordinary.ZZ202.slice(0, 5))),
  text('two-columns.csv', 'Two columns that could be the address.', population => stringify([['Work email', 'Contact email'], ...bareList(population).map((person, n) => [person.userPrincipalName, smallList(population)[n % 20]?.userPrincipalName ?? ''])])),
  { name: 'workbook.csv', about: 'An Excel workbook renamed to .csv.', bytes: workbook },
  text('empty.csv', 'Nothing at all.', () => ''),
  text('header-only.csv', 'Names of columns and no rows.', () => 'FirstName,LastName,EmailAddress\r\n'),
  text('no-address.csv', 'No column of addresses.', population => stringify([['FirstName', 'LastName', 'Department'], ...bareList(population).map(person => [person.givenName, person.surname, person.department ?? ''])])),
  text('open-quote.csv', 'A quote opened in row 5 and never closed.', population => column('EmailAddress', bareList(population)).split('\n').map((line, n) => (n === 4 ? `"${line}` : line)).join('\n')),
  { name: 'utf16.csv', about: '20 people, saved as Unicode text (UTF-16).', bytes: population => utf16(withNames(smallList(population), 'Žižková')) },
  { name: 'windows-1252.csv', about: '20 people, saved by an older Excel (Windows-1252).', bytes: population => windows1252(withNames(smallList(population), 'Müller')) },
  text('webinar-archive.csv', 'Key updates of earlier webinars. Chloe attaches it with the words “webinar archive”.', webinarArchive),
];
