// The part of OData's $filter that directory queries use: and, or, eq, ge, le, gt, lt, in, startswith, any.
// https://learn.microsoft.com/graph/filter-query-parameter

export type Value = string | number | boolean | null;
export type Comparison = 'eq' | 'ge' | 'le' | 'gt' | 'lt';
export type Filter =
  | { is: 'and' | 'or'; parts: Filter[] }
  | { is: Comparison; path: string; value: Value }
  | { is: 'in'; path: string; values: Value[] }
  | { is: 'startswith'; path: string; value: Value }
  /** `part` is null where the element itself is compared. */
  | { is: 'any'; path: string; part: string | null; value: Value };

export class FilterError extends Error {}

const token = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_@][\w./-]*|[0-9][\w.:+-]*)|([(),:]))/y;
type Token = { is: 'text' | 'word' | 'mark'; value: string };

function tokens(text: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text);
    if (!match) throw new FilterError('Invalid filter clause.');
    const [, quoted, word, mark] = match;
    if (quoted !== undefined) found.push({ is: 'text', value: quoted.replaceAll("''", "'") });
    else if (word !== undefined) found.push({ is: 'word', value: word });
    else found.push({ is: 'mark', value: mark ?? '' });
  }
  return found;
}

/** @throws FilterError for anything it does not understand. */
export function parseFilter(text: string): Filter {
  const rest = tokens(text);
  const filter = either(rest);
  if (rest.length > 0) throw new FilterError(`Invalid filter clause near '${rest[0]?.value ?? ''}'.`);
  return filter;
}

/** The request's filter, where it has one. @throws FilterError */
export function filterOf(ask: { query: URLSearchParams }): Filter | null {
  const text = ask.query.get('$filter');
  return text === null ? null : parseFilter(text);
}

function either(rest: Token[]): Filter {
  return chain(rest, 'or', () => chain(rest, 'and', () => clause(rest)));
}

function chain(rest: Token[], word: 'and' | 'or', part: () => Filter): Filter {
  const first = part();
  const parts = [first];
  while (rest[0]?.is === 'word' && rest[0].value === word) {
    rest.shift();
    parts.push(part());
  }
  return parts.length === 1 ? first : { is: word, parts };
}

function clause(rest: Token[]): Filter {
  if (isMark(rest[0], '(')) {
    rest.shift();
    const inner = either(rest);
    mark(rest, ')');
    return inner;
  }
  const path = word(rest);
  if (path.toLowerCase() === 'startswith') return startsWith(rest);
  if (path.endsWith('/any')) return any(rest, path.slice(0, -'/any'.length));
  const how = word(rest);
  if (how === 'in') return { is: 'in', path, values: list(rest) };
  return { is: comparison(how), path, value: value(rest) };
}

function startsWith(rest: Token[]): Filter {
  mark(rest, '(');
  const path = word(rest);
  mark(rest, ',');
  const start = value(rest);
  mark(rest, ')');
  return { is: 'startswith', path, value: start };
}

/** `targetResources/any(t:t/id eq '...')` or `proxyAddresses/any(p:p eq '...')`. */
function any(rest: Token[], path: string): Filter {
  mark(rest, '(');
  const name = word(rest);
  mark(rest, ':');
  const inner = word(rest);
  if (inner !== name && !inner.startsWith(`${name}/`)) throw new FilterError(`'${inner}' is not the variable of any().`);
  if (word(rest) !== 'eq') throw new FilterError('Only eq is supported within any().');
  const wanted = value(rest);
  mark(rest, ')');
  return { is: 'any', path, part: inner === name ? null : inner.slice(name.length + 1), value: wanted };
}

function list(rest: Token[]): Value[] {
  mark(rest, '(');
  const values = [value(rest)];
  while (isMark(rest[0], ',')) {
    rest.shift();
    values.push(value(rest));
  }
  mark(rest, ')');
  return values;
}

function value(rest: Token[]): Value {
  const next = rest.shift();
  if (!next || next.is === 'mark') throw new FilterError('A value is missing in the filter clause.');
  if (next.is === 'text') return next.value;
  if (next.value === 'null') return null;
  if (next.value === 'true' || next.value === 'false') return next.value === 'true';
  return /^\d+$/.test(next.value) ? Number(next.value) : next.value;
}

function comparison(text: string): Comparison {
  if (text === 'eq' || text === 'ge' || text === 'le' || text === 'gt' || text === 'lt') return text;
  throw new FilterError(`The operator '${text}' is not supported.`);
}

const isMark = (next: Token | undefined, value: string): boolean => next?.is === 'mark' && next.value === value;

function mark(rest: Token[], wanted: string): void {
  const next = rest.shift();
  if (!isMark(next, wanted)) throw new FilterError(`Expected '${wanted}' in the filter clause.`);
}

function word(rest: Token[]): string {
  const next = rest.shift();
  if (next?.is !== 'word') throw new FilterError('A name is missing in the filter clause.');
  return next.value;
}
