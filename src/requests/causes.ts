// Plain words for every reason a row or a person is left out, doubted or refused: one table, read by cards and by the outcome file.

/** Most severe first: the order on the card. `count` completes "5 | left out: ...". */
const causes = {
  'other-organisation': { count: 'not in your organisations', todo: 'Ask their own Local Administrator. You cannot change these.' },
  'second-organisation': { count: 'in another of your organisations', todo: 'Send each organisation as a list of its own.' },
  'no-organisation': { count: 'no organisation in the directory', todo: 'Ask the helpdesk to correct the organisation of these accounts.' },
  protected: { count: 'protected accounts', one: 'protected account', todo: 'Administrators and emergency accounts are not changed here. Ask the helpdesk.' },
  guest: { count: 'guests', one: 'guest', todo: 'Nothing to do: guests sign in at their own organisation.' },
  'not-found': { count: 'not found', todo: 'Check the spelling, or look for them in the Portal.' },
  ambiguous: { count: 'matching more than 1 person', todo: 'Use the address that the Mailbox report shows.' },
  'bad-address': { count: 'not an email address', todo: 'Mend the address and send the file again.' },
  'no-address': { count: 'without an address', todo: 'Nothing to do, unless somebody is missing.' },
  'unreadable-row': { count: 'rows we could not read', one: 'row we could not read', todo: 'Mend these rows and send the file again.' },
  deleted: { count: 'deleted', todo: 'Nothing to do, unless a person has come back: restore the account first.' },
  shared: { count: 'shared mailboxes', one: 'shared mailbox', todo: 'Nothing to do: MFA is for people, not shared mailboxes.' },
  resource: { count: 'rooms and equipment', one: 'room or equipment', todo: 'Nothing to do: MFA is for people, not rooms or equipment.' },
  duplicate: { count: 'repeated: the same person as an earlier row', todo: 'Nothing to do: each person is counted once.' },
} as const;

export type CauseName = keyof typeof causes;
export const causeOrder = Object.keys(causes) as CauseName[];
const known = (cause: string): cause is CauseName => Object.hasOwn(causes, cause);

export const causeWords = (cause: string): { count: string; one?: string; todo: string } => (known(cause) ? causes[cause] : { count: 'left out', todo: 'Ask the helpdesk, quoting the reference.' });

/** What stands after the number: "shared mailboxes" for 9, "shared mailbox" for 1. */
export function causeAfter(count: number, cause: string): string {
  const words = causeWords(cause);
  return count === 1 ? (words.one ?? words.count) : words.count;
}

const doubts: Record<string, { fact: (count: number) => string; button: (count: number) => string; mustConfirm: boolean }> = {
  application: {
    fact: count => `${count} application ${count === 1 ? 'account' : 'accounts'}: MFA can stop unattended sign-in`,
    button: count => `Confirm ${count} application ${count === 1 ? 'account' : 'accounts'}`,
    mustConfirm: true,
  },
  'mailbox-type': {
    fact: () => 'this list does not say what kind of mailbox each is',
    button: () => 'Confirm that none is shared',
    mustConfirm: true,
  },
  'looks-shared': { fact: count => `${count} ${count === 1 ? 'mailbox looks' : 'mailboxes look'} shared`, button: () => '', mustConfirm: false },
  disabled: { fact: count => `${count} disabled ${count === 1 ? 'account' : 'accounts'}`, button: () => '', mustConfirm: false },
  locked: { fact: count => `${count} locked ${count === 1 ? 'account' : 'accounts'}`, button: () => '', mustConfirm: false },
  pending: { fact: count => `${count} still being created`, button: () => '', mustConfirm: false },
  leaver: { fact: count => `${count} marked as leaving`, button: () => '', mustConfirm: false },
};

export const doubtWords = (doubt: string) => (Object.hasOwn(doubts, doubt) ? doubts[doubt] : undefined) ?? { fact: (count: number) => `${count} to look at`, button: () => '', mustConfirm: false };

/** Doubts that somebody must confirm before Submit, in the order they are asked. */
export const toConfirm = (found: readonly { doubt: string; count: number }[], confirmed: readonly string[]) =>
  found.filter(({ doubt, count }) => count > 0 && doubtWords(doubt).mustConfirm && !confirmed.includes(doubt));

const refusals: Record<string, string> = {
  gone: 'deleted after your check',
  forbidden: 'the directory does not allow it',
  'not-allowed': 'the directory does not allow it',
  guest: 'became a guest after your check',
  protected: 'became a protected account after your check',
  'other-organisation': 'moved to another organisation after your check',
  failed: 'the directory kept refusing',
};

export const refusalWords = (reason: string): string => refusals[reason] ?? 'the directory refused it';
