// Tells a question about one person's or one organisation's case from one for everybody: it belongs to the escalation route, not to the panel. Pure.
import { normaliseName } from '../../intake/columns.ts';

/** What gives a case away, in words for whoever asked. */
type Clue = 'an email address' | 'a ticket number' | 'a request number' | 'an organisation code' | 'an organisation' | 'a phone number' | 'an NHS number' | 'one user or organisation';

export type Case = {
  clues: Clue[];
  /** The question with what names the case left out; null where too little is left to answer. */
  without: string | null;
};

/** What these look like is cut out; the order matters, since an address may hold digits. */
const named: readonly [Clue, RegExp][] = [
  ['an email address', /[^\s@<>(),;]+@[^\s@<>(),;]+\.[^\s@<>(),;.!?]+/gu],
  ['a ticket number', /\b(?:INC|RITM|REQ|SCTASK|TASK|CS|CHG)\s?-?\d{4,}\b/gi],
  ['a request number', /\bR-\d{1,9}\b/gi],
  ['an NHS number', /\b\d{3}[ -]?\d{3}[ -]?\d{4}\b(?!\d)/g],
  ['a phone number', /(?:\+44\s?\(?0?\)?|\(?0)\d(?:[\s()-]?\d){8,9}\b/g],
];

/** Codes of the Organisation Data Service: a letter, a digit among the next two to five. Names of products and protocols look alike. */
const odsCode = /\b(?=[A-Z0-9]*\d)[A-Z][A-Z0-9]{2,5}\b/g;
const noCode = /^(?:O365|M365|MS365|O365E\d|TLS\d*|MFA\d*|FIDO\d?|SHA\d+|AES\d+|SMTP\d*|IMAP\d|POP3|OAUTH\d?|WIN\d+|W10|W11|IOS\d*|IPV\d|IPADOS\d*|H2|HTTP\d|USB\d|PNG|MP\d|Q[1-4]|KB\d+|E[135]|F[13]|A[135]|P[12]|V\d+|S3|CIS\d?|PR[BK]\d*|PBI\d*|COVID\d*|D365|X509|ES256|RFC\d+|NTLMV\d|SMB\d|CVE\d*|ISO\d+|DCB\d+|H264|VC\d+|VN\d+)$/;

/** Words by which people begin their own case. What names nobody needs no cutting. */
const ownCase = /\b(?:(?:my|our)\s+(?:\w+\s+)?(?:user|colleague|staff member|member of staff|manager|account|mailbox|trust|organisation|practice|surgery|pharmacy|ticket|case|incident|request|complaint)(?:['’]s)?|one of (?:my|our) (?:users|staff|people|colleagues|mailboxes)|a (?:user|member of staff|colleague) (?:of (?:ours|mine)|at my|in my|in our|at our|cannot|can't|is unable)|for one (?:user|person|organisation))\b/i;

const leftOut = '[left out]';
const fewestWords = 4;

type Known = { /** Of the roster: by their codes. */ names: Readonly<Record<string, string>> };

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Null: it is for everybody. `names`: organisations that whoever asks looks after. */
export function caseIn(question: string, { names }: Known): Case | null {
  const found = new Set<Clue>();
  const cut = (text: string, clue: Clue, pattern: RegExp, isOne: (match: string) => boolean = () => true): string =>
    text.replace(pattern, match => (isOne(match) ? (found.add(clue), leftOut) : match));
  let text = question;
  for (const [clue, pattern] of named) text = cut(text, clue, pattern);
  for (const name of Object.values(names).filter(one => normaliseName(one).length > 4)) text = cut(text, 'an organisation', new RegExp(`\\b${escaped(name)}\\b`, 'gi'));
  text = cut(text, 'an organisation code', odsCode, code => code in names || !noCode.test(code));
  if (ownCase.test(text)) found.add('one user or organisation');
  if (found.size === 0) return null;
  const words = text.replaceAll(leftOut, ' ').split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word));
  return { clues: [...found], without: words.length < fewestWords ? null : text };
}
