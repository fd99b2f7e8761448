// Mailbox reports of any length: 43 columns, and rows like those of the sample in the sandbox, commas and quotes and broken lines in them included.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { stringify } from 'csv-stringify/sync';

const columns = 'Id,Title,FirstName,LastName,DisplayName,MailboxType,MailboxLocation,User Policy Name,Status,EmailAddress,Telephone,Mobile,Pager,Fax,Department,JobTitle,Notes,Mailbox Size (GB),CreatedOn,LastUpdated,LastLogIn,UpdatedBy,UserPrincipalName,ODS Code,OrganisationName,OrganisationUnitName,Name of the Parent Organisation,ExternalSyncId,AUPStatus,MarkAsLeaverDate,SiteName,Role,WorkArea,ClinicalSpeciality,DaysUntilRemoval,AccountType,HideFromAddressList,User Mailbox Usage (Bytes),User Mailbox Usage (GB),User Dumpster Usage (Bytes),User Dumpster Usage (GB),MSLiveEventsEnabled,MFAStatus'.split(',');

const first = ['Amina', 'Bronwen', 'Callum', 'Deepa', 'Ewan', 'Farida', 'Gareth', 'Hannah', 'Imran', 'Joanna'];
const last = ['Whitlock', 'Okoro', 'Pemberton', 'Sandhu', 'Trevelyan', 'Ahmed', 'Rowntree', 'Castellan', 'Moss', 'Llewellyn', 'Farrow'];
const statuses = [...Array<string>(90).fill('Active'), 'Disabled', 'Locked', 'Pending', 'Leaver', 'Deleted', 'Deleted Permanent', 'Deleting', 'Active', 'Active', 'Active'];
const notes = ['', '', '', 'Maternity cover, see "rota"', '=HYPERLINK("http://example.invalid","click")', 'Moved from site B;\nold phone kept', ''];

const at = (list: readonly string[], n: number): string => list[n % list.length] ?? '';
const date = (n: number): string => `${(n % 9) + 1}/${(n % 27) + 1}/2022 ${(n % 12) + 1}:${String((n * 7) % 60).padStart(2, '0')}:00 AM`;

function cells(n: number, prefix: string | undefined): Record<string, string> {
  const [given, surname] = [at(first, n), at(last, n)];
  const address = `${prefix ?? `${given}.${surname}`}${n}@nhs.example`.toLowerCase();
  const bytes = (n * 7_919_317) % 4_294_967_296;
  return {
    'Id': String(4_400_000 + n), 'Title': at(['Dr', 'Mr', 'Mrs', 'Ms', ''], n), 'FirstName': given, 'LastName': surname, 'DisplayName': `${surname.toUpperCase()}, ${given} (ASHDOWN VALE TRUST)`,
    'MailboxType': n % 40 === 0 ? 'Shared' : 'User', 'MailboxLocation': 'Exchange Online', 'User Policy Name': 'NHSmail Standard', 'Status': at(statuses, n), 'EmailAddress': address,
    'Mobile': `07700 900${String(n % 1000).padStart(3, '0')}`, 'Department': at(['Radiology', 'Outpatients', 'Estates and facilities', ''], n), 'Notes': at(notes, n), 'Mailbox Size (GB)': '4',
    'CreatedOn': date(n + 3), 'LastUpdated': date(n + 5), 'LastLogIn': date(n), 'UserPrincipalName': address, 'ODS Code': 'ZZ101', 'OrganisationName': 'ASHDOWN VALE TRUST',
    'OrganisationUnitName': n % 4 === 0 ? 'Community services' : 'Hospital services', 'ExternalSyncId': (n * 2_654_435_761 % 4_294_967_296).toString(16), 'AUPStatus': n % 31 === 0 ? 'False' : 'True',
    'AccountType': n % 200 === 0 ? 'ApplicationAccount' : '', 'HideFromAddressList': 'False', 'User Mailbox Usage (Bytes)': String(bytes), 'User Mailbox Usage (GB)': (bytes / 1_073_741_824).toFixed(2),
    'User Dumpster Usage (Bytes)': '0', 'User Dumpster Usage (GB)': '0.00', 'MSLiveEventsEnabled': 'False', 'MFAStatus': at(['', 'Not Enabled', 'Disabled', 'Enabled'], n),
  };
}

const atOnce = 5_000;

/** `from`: the first row; the header comes with row 1. With a `prefix` the addresses are those of the sandbox's people made with it. */
export function reportText(rows: number, { from = 1, prefix }: { from?: number; prefix?: string } = {}): string {
  const records = Array.from({ length: rows }, (_, index) => cells(from + index, prefix));
  return stringify(records, { header: from === 1, columns, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}

/** The whole text never stands in memory. */
export async function writeReport(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  for (let from = 1; from <= rows; from += atOnce) {
    if (!out.write(reportText(Math.min(atOnce, rows - from + 1), { from }))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
