// Email addresses as people paste them: what is wrapped round one is taken off, what is left is an address or it is not.

const MOST = 254;
const MOST_LOCAL = 64;
/** No address with its name and brackets is longer, and nothing below ever looks at more. */
const MOST_RAW = 1000;

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const TOP_LABEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/** Spaces of all kinds, and marks that nobody sees but that come with a paste from Outlook. Only at the ends: inside, they are refused. */
const UNSEEN_ENDS = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;

const trimmed = (text: string): string => text.replace(UNSEEN_ENDS, '');

const isDomain = (domain: string): boolean => {
  const labels = domain.split('.');
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && TOP_LABEL.test(labels.at(-1) ?? '');
};

const isAddress = (text: string): boolean => {
  if (text.length > MOST) return false;
  const [local = '', domain = '', ...more] = text.split('@');
  return more.length === 0 && local.length <= MOST_LOCAL && LOCAL.test(local) && isDomain(domain);
};

/** One layer off: "…", '…', Name <…>, mailto:…, smtp:…, a ; or , at the end. */
const unwrappedOnce = (text: string): string => {
  const [first = '', last = ''] = [text.at(0), text.at(-1)];
  if (text.length > 1 && first === last && `"'`.includes(first)) return text.slice(1, -1);
  if (last === '>' && text.includes('<')) return text.slice(text.lastIndexOf('<') + 1, -1);
  if (last === ';' || last === ',') return text.slice(0, -1);
  if (/^mailto:/i.test(text)) return text.slice('mailto:'.length).replace(/\?.*$/s, '');
  return text.replace(/^smtp:/i, '');
};

const unwrapped = (raw: string): string => {
  let text = trimmed(raw);
  for (let layers = 0; layers < 4; layers += 1) {
    const inner = trimmed(unwrappedOnce(text));
    if (inner === text) break;
    text = inner;
  }
  return text;
};

/** Anything in it that could be meant as an address. */
export const looksLikeAddress = (raw: string): boolean => raw.length <= MOST_RAW && /[a-z0-9]@[a-z0-9]/i.test(raw);

/** The address in lower case, as the directory compares it: ASCII, one @, at most 254 characters. */
export const checkAddress = (raw: string): { address: string } | { cause: 'bad-address' | 'no-address' } => {
  if (raw.length > MOST_RAW) return { cause: 'bad-address' };
  // The common case first: almost every cell is an address and nothing else.
  const plain = raw.toLowerCase();
  if (isAddress(plain)) return { address: plain };
  const text = unwrapped(raw).toLowerCase();
  if (text === '') return { cause: 'no-address' };
  return isAddress(text) ? { address: text } : { cause: 'bad-address' };
};
