// Which column is which: rules as data, by normalised name first, by what is in the cells where no name is known.
import { forPlain } from '../words.ts';
import { checkAddress, looksLikeAddress } from './address.ts';

/** Names that can only mean the address, best first. Names on one line are equally good: two of them, and we ask. */
const ADDRESS_NAMES: readonly (readonly string[])[] = [
  ['emailaddress', 'emailaddresses', 'email', 'emails', 'nhsmail', 'nhsmailaddress', 'nhsmailemailaddress', 'nhsemail', 'nhsemailaddress', 'useremail', 'useremailaddress'],
  ['primarysmtpaddress', 'primaryemailaddress', 'primaryemail'],
  ['mail', 'mailaddress'],
  ['windowsemailaddress'],
  ['userprincipalname', 'upn'],
];
/** Names that may mean it: "Work email", "Personal e-mail". Believed only when their cells agree. */
const LOOSE_NAME = /email|mail$|upn$/;

const RULE_NAMES = {
  status: ['status', 'accountstatus', 'mailboxstatus', 'userstatus'],
  mailboxType: ['mailboxtype', 'recipienttypedetails'],
  accountType: ['accounttype'],
} as const;

/** A report may begin with a title or two. */
const MOST_LINES_ABOVE_HEADER = 5;
const MOST_COLUMNS_NAMED = 5;

export type Columns = {
  /** Where the address is; several when it could be any of them. */
  address: number[];
  /** -1: there is no such column. */
  status: number;
  mailboxType: number;
  accountType: number;
  /** Names as in the header, or "column B" where there is none. */
  addressNames: string[];
  read: string[];
  ignoredCount: number;
  /** Records up to and including the header: the rows begin after them. */
  recordsBefore: number;
  /** Cells in the header; 0 without one, and then no row is too wide. */
  width: number;
  /** The highest index that is read: a row that does not reach it is too narrow. -1 without a header. */
  lastRead: number;
};

export const normaliseName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[^a-z0-9]/g, '');

const isKnownAddressName = (name: string): boolean => ADDRESS_NAMES.some((names) => names.includes(normaliseName(name)));

const letterOf = (index: number): string =>
  (index >= 26 ? letterOf(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));

const isAddress = (cell: string): boolean => 'address' in checkAddress(cell);

/** With an address in it, a row is never a header. With something meant as one neither, unless its names say so: "Email (like a.b@nhs)". */
const isRow = (record: readonly string[]): boolean =>
  record.some(isAddress) || (record.some(looksLikeAddress) && !record.some(isKnownAddressName));

/** Index of the header, or -1 for a bare list. */
const headerAt = (records: readonly (readonly string[])[]): number => {
  const firstRow = records.findIndex(isRow);
  const above = records.slice(0, firstRow < 0 ? MOST_LINES_ABOVE_HEADER : Math.min(firstRow, MOST_LINES_ABOVE_HEADER));
  const named = above.findIndex((record) => record.some(isKnownAddressName));
  return named >= 0 ? named : firstRow === 0 ? -1 : 0;
};

type Sample = readonly (readonly string[])[];

const cells = (rows: Sample, index: number): string[] => rows.map((row) => row[index] ?? '').filter((cell) => cell.trim() !== '');

const holdsAddresses = (rows: Sample, index: number): boolean => {
  const filled = cells(rows, index);
  const found = filled.filter(isAddress).length;
  return found > 0 && found * 2 >= filled.length;
};

const findAddress = (names: readonly string[], rows: Sample): number[] => {
  const known = names.map(normaliseName);
  const indexesOf = (is: (name: string) => boolean): number[] => known.flatMap((name, index) => (is(name) ? [index] : []));
  const ranks = ADDRESS_NAMES.map((rank) => indexesOf((name) => rank.includes(name))).filter((rank) => rank.length > 0);
  const isFilled = (index: number): boolean => cells(rows, index).length > 0;
  const best = ranks.map((rank) => rank.filter(isFilled)).find((rank) => rank.length > 0) ?? ranks[0];
  if (best) return best;
  const loose = indexesOf((name) => LOOSE_NAME.test(name)).filter((index) => holdsAddresses(rows, index));
  return loose.length > 0 ? loose : indexesOf(() => true).filter((index) => holdsAddresses(rows, index));
};

const firstNamed = (known: readonly string[], wanted: readonly string[]): number =>
  wanted.map((name) => known.indexOf(name)).find((index) => index >= 0) ?? -1;

const shownName = (names: readonly string[], index: number): string => {
  const name = forPlain(names[index] ?? '');
  const column = `column ${letterOf(index)}`;
  if (name === '') return column;
  return names.filter((other) => forPlain(other) === name).length > 1 ? `${name} (${column})` : name;
};

/** Looks at the first records of a file, blank ones left out. A list of names (at most 5) means that no column holds addresses. */
export const findColumns = (records: Sample): Columns | { none: string[] } => {
  const header = headerAt(records);
  const rows = records.slice(header + 1);
  const widest = Math.max(0, ...rows.map((row) => row.length));
  const names = header < 0 ? new Array<string>(widest).fill('') : [...(records[header] ?? [])];
  const address = findAddress(names, rows);
  if (address.length === 0) {
    const shown = names.map((name) => forPlain(name)).filter((name) => name !== '');
    return { none: shown.slice(0, MOST_COLUMNS_NAMED) };
  }
  const known = names.map(normaliseName);
  const status = firstNamed(known, RULE_NAMES.status);
  const mailboxType = firstNamed(known, RULE_NAMES.mailboxType);
  const accountType = firstNamed(known, RULE_NAMES.accountType);
  const read = [status, mailboxType, accountType].filter((index) => index >= 0);
  const named = header < 0 ? widest : known.filter((name, index) => name !== '' || address.includes(index)).length;
  return {
    address,
    status,
    mailboxType,
    accountType,
    addressNames: address.map((index) => shownName(names, index)),
    read: read.map((index) => shownName(names, index)),
    ignoredCount: named - address.length - read.length,
    recordsBefore: header + 1,
    width: header < 0 ? 0 : names.length,
    lastRead: header < 0 ? -1 : Math.max(...address, ...read),
  };
};
