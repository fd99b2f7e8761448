// What the file alone says against a row (refused) or about it (a doubt), as data: one small pure test each, tried in order.
// Words for each cause are elsewhere. What the directory says is asked later and is not in here.
import { checkAddress } from './address.ts';
import type { Columns } from './columns.ts';
import { looksShared } from './shared-names.ts';

export type FileCause = 'bad-address' | 'no-address' | 'shared' | 'resource' | 'deleted' | 'unreadable-row';
export type Doubt = 'disabled' | 'locked' | 'pending' | 'leaver' | 'application' | 'looks-shared';

export type IntakeRow = {
  /** As in Excel: the header is row 1, and blank lines count. */
  number: number;
  /** In lower case. Where fileCause is bad-address: the cell as it was, cut to 254. Empty when there are alternatives, or it cannot be told. */
  address: string;
  /** One for each column that could be the address, in that order: pass the chosen one to checkAddress(). */
  alternatives: string[] | null;
  fileCause: FileCause | null;
  doubts: Doubt[];
};

/** Values as letters only, lower case: the Portal's spellings differ by spaces, underscores and brackets. */
type Facts = { status: string; mailboxType: string; accountType: string; address: string };

const RESOURCE = /^(?:resource|room|equipment)/;

const refusals: readonly { cause: FileCause; holds: (facts: Facts) => boolean }[] = [
  { cause: 'shared', holds: ({ mailboxType }) => mailboxType.startsWith('shared') },
  { cause: 'resource', holds: ({ mailboxType }) => RESOURCE.test(mailboxType) },
  // Deleted, Deleted Permanent, Deleted_Permanent, Deleted Perm, Deleting: which one the report prints has changed over the years.
  { cause: 'deleted', holds: ({ status }) => status.startsWith('deleted') || status.startsWith('deleting') },
];

const doubts: readonly { doubt: Doubt; holds: (facts: Facts) => boolean }[] = [
  { doubt: 'disabled', holds: ({ status }) => status.startsWith('disabl') },
  { doubt: 'locked', holds: ({ status }) => status.startsWith('locked') },
  // Migration Pending too. An account still being enabled or restored is not there yet either.
  { doubt: 'pending', holds: ({ status }) => status.includes('pending') || status === 'enabling' || status === 'restoring' },
  { doubt: 'leaver', holds: ({ status }) => status.includes('leaver') },
  { doubt: 'application', holds: ({ accountType }) => accountType.startsWith('application') },
  { doubt: 'looks-shared', holds: ({ address, accountType }) => accountType === '' && looksShared(address) },
];

const NO_FACTS: Facts = { status: '', mailboxType: '', accountType: '', address: '' };
const MOST_KEPT = 254;

const letters = (value: string | undefined): string => (value ? value.slice(0, MOST_KEPT).toLowerCase().replace(/[^a-z]/g, '') : '');

const isBlank = (cell: string): boolean => cell.trim() === '';

/** An unquoted comma or line end shifts the cells, and then nothing in the row can be believed. */
const isShifted = (cells: readonly string[], { width, lastRead }: Columns): boolean =>
  cells.length <= lastRead || (width > 0 && cells.length > width && cells.slice(width).some((cell) => !isBlank(cell)));

// Control and bidi characters do not go on: what is kept is shown to people, and a database refuses a NUL.
const kept = (cell: string): string => cell.slice(0, MOST_KEPT * 4).replace(/[\p{Cc}\p{Cf}]/gu, '').trim().toWellFormed().slice(0, MOST_KEPT);

const oneAddress = (cell: string): { address: string; cause: FileCause | null } => {
  const checked = checkAddress(cell);
  return 'address' in checked ? { address: checked.address, cause: null } : { address: kept(cell), cause: checked.cause };
};

const factsOf = (cells: readonly string[], columns: Columns, address: string): Facts => ({
  status: letters(cells[columns.status]),
  mailboxType: letters(cells[columns.mailboxType]),
  accountType: letters(cells[columns.accountType]),
  address,
});

/** Nothing in any cell: such rows are counted but are nobody's. */
export const isBlankRow = (cells: readonly string[]): boolean => cells.every(isBlank);

export const judgeRow = (number: number, cells: readonly string[], columns: Columns): IntakeRow => {
  const [only = -1, ...others] = columns.address;
  const isOpen = others.length > 0;
  const found = isOpen ? { address: '', cause: null } : oneAddress(cells[only] ?? '');
  const isUnreadable = isShifted(cells, columns);
  const facts = isUnreadable ? NO_FACTS : factsOf(cells, columns, found.cause ? '' : found.address);
  const refused = isUnreadable ? 'unreadable-row' : (refusals.find(({ holds }) => holds(facts))?.cause ?? found.cause);
  return {
    number,
    // What stands there in a shifted row may be anything about the person, so it does not go on.
    address: isUnreadable && found.cause ? '' : found.address,
    alternatives: isOpen ? columns.address.map((index) => oneAddress(cells[index] ?? '').address) : null,
    fileCause: refused,
    doubts: refused ? [] : doubts.filter(({ holds }) => holds(facts)).map(({ doubt }) => doubt),
  };
};
