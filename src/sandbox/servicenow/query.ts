// ServiceNow's encoded queries: the subset an integration needs. https://www.servicenow.com/docs/r/platform-user-interface/c_EncodedQueryStrings.html
// Anything else is refused by name. A real instance quietly leaves out a condition it does not understand, and then answers with too much.

type Row = Readonly<Record<string, string>>;
type Test = (row: Row) => boolean;
type Order = { field: string; isDescending: boolean };
export type Query = { matches: Test; inOrder: (rows: readonly Row[]) => Row[] };

export class QueryError extends Error {}

const compare = (a: string, b: string): number => {
  const [x, y] = [Number(a), Number(b)];
  if (a !== '' && b !== '' && Number.isFinite(x) && Number.isFinite(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
};

/** The longer ones first: `>=` begins with `>`. Comparisons of text ignore case, as MySQL's do there. */
const operators: readonly [sign: string, (value: string, wanted: string) => boolean][] = [
  ['ISNOTEMPTY', value => value !== ''],
  ['ISEMPTY', value => value === ''],
  ['STARTSWITH', (value, wanted) => value.toLowerCase().startsWith(wanted.toLowerCase())],
  ['NOT IN', (value, wanted) => !wanted.split(',').includes(value)],
  ['LIKE', (value, wanted) => value.toLowerCase().includes(wanted.toLowerCase())],
  ['IN', (value, wanted) => wanted.split(',').includes(value)],
  ['!=', (value, wanted) => value.toLowerCase() !== wanted.toLowerCase()],
  ['>=', (value, wanted) => compare(value, wanted) >= 0],
  ['<=', (value, wanted) => compare(value, wanted) <= 0],
  ['=', (value, wanted) => value.toLowerCase() === wanted.toLowerCase()],
  ['>', (value, wanted) => compare(value, wanted) > 0],
  ['<', (value, wanted) => compare(value, wanted) < 0],
];

function condition(text: string, fields: ReadonlySet<string>): Test {
  const field = /^[a-z_]+/.exec(text)?.[0] ?? '';
  const rest = text.slice(field.length);
  const found = operators.find(([sign]) => rest.startsWith(sign));
  if (!fields.has(field) || !found) throw new QueryError(`The sandbox does not understand '${text}' in sysparm_query.`);
  const [sign, holds] = found;
  const wanted = rest.slice(sign.length);
  return row => holds(row[field] ?? '', wanted);
}

/** Conditions of one group are joined by `^`; `^OR` widens the condition just before it. */
function group(text: string, fields: ReadonlySet<string>): Test {
  const tests: Test[] = [];
  for (const part of text.split('^').filter(Boolean)) {
    const before = tests.at(-1);
    if (!part.startsWith('OR') || !before) tests.push(condition(part, fields));
    else {
      const other = condition(part.slice(2), fields);
      tests[tests.length - 1] = row => before(row) || other(row);
    }
  }
  return row => tests.every(test => test(row));
}

/** @throws QueryError for what is not in the subset. */
export function readQuery(text: string, fields: ReadonlySet<string>): Query {
  const orders: Order[] = [];
  const rest = text.replace(/\^?ORDERBY(DESC)?([a-z_]+)/g, (_, descending: string | undefined, field: string) => {
    if (!fields.has(field)) throw new QueryError(`There is no field '${field}' to order by.`);
    orders.push({ field, isDescending: descending !== undefined });
    return '';
  });
  // `^NQ` begins a new query: a row fits where either does.
  const groups = rest.split('^NQ').map(part => group(part, fields));
  return {
    matches: row => groups.some(test => test(row)),
    inOrder: rows => rows.toSorted((a, b) => orders.reduce((result, { field, isDescending }) => result || compare(a[field] ?? '', b[field] ?? '') * (isDescending ? -1 : 1), 0)),
  };
}
