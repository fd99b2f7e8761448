// The sample Mailbox report of ZZ101: 43 columns as the Portal gave them in July 2022, 312 rows of mixed trouble.
import { stringify } from 'csv-stringify/sync';
import { domain, organisations } from '../world/constants.ts';
import { slices, type Population } from '../world/generate.ts';
import { objectId, randomFrom, shuffled } from '../world/ids.ts';
import type { Person } from '../world/people.ts';

const columns = 'Id,Title,FirstName,LastName,DisplayName,MailboxType,MailboxLocation,User Policy Name,Status,EmailAddress,Telephone,Mobile,Pager,Fax,Department,JobTitle,Notes,Mailbox Size (GB),CreatedOn,LastUpdated,LastLogIn,UpdatedBy,UserPrincipalName,ODS Code,OrganisationName,OrganisationUnitName,Name of the Parent Organisation,ExternalSyncId,AUPStatus,MarkAsLeaverDate,SiteName,Role,WorkArea,ClinicalSpeciality,DaysUntilRemoval,AccountType,HideFromAddressList,User Mailbox Usage (Bytes),User Mailbox Usage (GB),User Dumpster Usage (Bytes),User Dumpster Usage (GB),MSLiveEventsEnabled,MFAStatus'.split(',');

type Row = { address: string; upn: string; first: string; last: string; department: string; type?: 'User' | 'Shared' | 'Resource'; status?: string; accountType?: string; mfa?: string };

const rowOf = (person: Person, more: Partial<Row> = {}): Row =>
  ({ address: person.mail ?? '', upn: person.userPrincipalName, first: person.givenName, last: person.surname, department: person.department ?? '', ...more });

const notInDirectory = (local: string, more: Partial<Row> = {}): Row => {
  const [first = '', last = ''] = local.split('.').map(part => part.charAt(0).toUpperCase() + part.slice(1));
  return { address: `${local}@${domain}`, upn: `${local}@${domain}`, first, last, department: '', ...more };
};

/** The second letter and the one after it the wrong way round, in the surname. */
function mistyped(person: Person): Row {
  const [local = '', host = ''] = person.userPrincipalName.split('@');
  const dot = local.indexOf('.') + 2;
  const swapped = `${local.slice(0, dot)}${local.charAt(dot + 1)}${local.charAt(dot)}${local.slice(dot + 2)}@${host}`;
  return rowOf(person, { address: swapped, upn: swapped });
}

const deleted = [
  ['hilary.quant', 'Deleted'], ['norman.tabb', 'Deleted'], ['sheila.orme', 'Deleted Permanent'], ['keith.varley', 'Deleted_Permanent'], ['pauline.crisp', 'Deleting'], ['desmond.yarrow', 'Deleting'],
] as const;

/** Two real people whose surnames can be mistyped into nobody's, and not in this file otherwise. */
const typingMistakes = (population: Population): Row[] => population.ordinary.ZZ101.slice(slices.smallList[1])
  .filter(person => /\.[a-z]([a-z])(?!\1)[a-z]{3,}@/.test(person.userPrincipalName)).slice(0, 2).map(mistyped);

function rowsOf(population: Population): Row[] {
  const { special, ordinary } = population;
  return [
    ...ordinary.ZZ101.slice(...slices.wouldChange).map((person, i) => rowOf(person, { mfa: ['', 'Not Enabled', 'Disabled'][i % 3] ?? '' })),
    ...special.applications.map(person => rowOf(person, { accountType: 'ApplicationAccount' })),
    ...special.disabled.map(person => rowOf(person, { status: 'Disabled' })),
    ...special.looksShared.map(person => rowOf(person)),
    ...special.byMail.map(person => rowOf(person)),
    ...special.byAlias.map(person => rowOf(person, { address: person.aliases[0] ?? '' })),
    ...ordinary.ZZ101.slice(...slices.members).map(person => rowOf(person, { mfa: 'Enabled' })),
    ...ordinary.ZZ202.slice(0, 5).map(person => rowOf(person)),
    ...typingMistakes(population), notInDirectory('bernard.salt'), notInDirectory('imelda.rook'),
    ...deleted.map(([local, status]) => notInDirectory(local, { status })),
    ...special.shared.map(person => rowOf(person, { type: 'Shared' })),
    ...special.resource.map(person => rowOf(person, { type: 'Resource' })),
  ];
}

/** Reserved for stories: 07700 900000 to 900999. */
const mobile = (n: number): string => `07700 900${String(n % 1000).padStart(3, '0')}`;
const date = (n: number): string => `${(n % 9) + 1}/${(n % 27) + 1}/2022 ${(n % 12) + 1}:${String((n * 7) % 60).padStart(2, '0')}:00 ${n % 2 === 0 ? 'AM' : 'PM'}`;
const notes = ['', '', '', 'Maternity cover, see "rota"', '=HYPERLINK("http://example.invalid","click")', 'Moved from site B;\nold phone kept', ''];

function cells(row: Row, n: number): Record<string, string> {
  const gigabytes = ((n * 37) % 400) / 100;
  const bytes = String(Math.round(gigabytes * 1_073_741_824));
  return {
    'Id': String(4_400_000 + n), 'Title': ['Dr', 'Mr', 'Mrs', 'Ms', ''][n % 5] ?? '', 'FirstName': row.first, 'LastName': row.last,
    'DisplayName': `${row.last.toUpperCase()}, ${row.first} (${organisations.ZZ101.toUpperCase()})`, 'MailboxType': row.type ?? 'User', 'MailboxLocation': n % 23 === 0 ? 'Exchange On-Premise' : 'Exchange Online',
    'User Policy Name': 'NHSmail Standard', 'Status': row.status ?? 'Active', 'EmailAddress': row.address, 'Mobile': mobile(n), 'Department': row.department, 'Notes': notes[n % notes.length] ?? '',
    'Mailbox Size (GB)': '4', 'CreatedOn': date(n + 3), 'LastUpdated': date(n + 5), 'LastLogIn': date(n), 'UserPrincipalName': row.upn, 'ODS Code': 'ZZ101', 'OrganisationName': organisations.ZZ101.toUpperCase(),
    'OrganisationUnitName': n % 4 === 0 ? 'Community services' : 'Hospital services', 'ExternalSyncId': objectId(`sync ${n}`).slice(0, 8), 'AUPStatus': n % 31 === 0 ? 'False' : 'True', 'AccountType': row.accountType ?? '',
    'HideFromAddressList': 'False', 'User Mailbox Usage (Bytes)': bytes, 'User Mailbox Usage (GB)': gigabytes.toFixed(2), 'User Dumpster Usage (Bytes)': '0', 'User Dumpster Usage (GB)': '0.00', 'MSLiveEventsEnabled': 'False', 'MFAStatus': row.mfa ?? '',
  };
}

export function mailboxReport(population: Population): string {
  const rows = shuffled(rowsOf(population), randomFrom(312)).map((row, n) => cells(row, n + 1));
  return stringify(rows, { header: true, columns, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
