// Whether an object fits a filter, and what a filter asks for.
import type { Comparison, Filter, Value } from './filter.ts';

type Entity = Record<string, unknown>;

function property(entity: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Entity)[name] : undefined), entity);
}

const folded = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

function order(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map(value => (typeof value === 'string' ? Date.parse(value) : Number(value)));
  return (left ?? Number.NaN) - (right ?? Number.NaN);
}

const compare: Record<Comparison, (a: unknown, b: Value) => boolean> = {
  eq: (a, b) => folded(a) === folded(b),
  ge: (a, b) => order(a, b) >= 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  lt: (a, b) => order(a, b) < 0,
};

/** Text is compared without regard to case, as the directory does. */
export function fits(filter: Filter, entity: Entity): boolean {
  switch (filter.is) {
    case 'and': return filter.parts.every(part => fits(part, entity));
    case 'or': return filter.parts.some(part => fits(part, entity));
    case 'in': return filter.values.some(value => compare.eq(property(entity, filter.path), value));
    case 'startswith': return String(folded(property(entity, filter.path))).startsWith(String(folded(filter.value)));
    case 'any': return asArray(property(entity, filter.path)).some(one => compare.eq(filter.part === null ? one : property(one, filter.part), filter.value));
    default: return compare[filter.is](property(entity, filter.path), filter.value);
  }
}

const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Clauses joined by "or", counting each value of an "in": the directory takes 15. */
export function childClauses(filter: Filter): number {
  if (filter.is === 'in') return filter.values.length;
  if (filter.is === 'or') return filter.parts.reduce((sum, part) => sum + childClauses(part), 0);
  if (filter.is === 'and') return Math.max(...filter.parts.map(childClauses));
  return 1;
}

/** The values `path` must be one of for the filter to hold; null where the filter does not say. */
export function valuesFor(filter: Filter, path: string): Value[] | null {
  if (filter.is === 'eq' || filter.is === 'any') return filter.path === path ? [filter.value] : null;
  if (filter.is === 'in') return filter.path === path ? filter.values : null;
  if (filter.is === 'and') return filter.parts.map(part => valuesFor(part, path)).find(values => values !== null) ?? null;
  if (filter.is !== 'or') return null;
  const each = filter.parts.map(part => valuesFor(part, path));
  return each.every(values => values !== null) ? each.flat() : null;
}

export function usesPath(filter: Filter, path: string): boolean {
  return 'parts' in filter ? filter.parts.some(part => usesPath(part, path)) : filter.path === path;
}
