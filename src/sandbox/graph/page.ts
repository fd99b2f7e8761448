// Collections in pages, as Graph gives them: `value` and a link to the next page.
import type { Ask, Reply } from './ask.ts';
import { badRequest, unsupportedQuery } from './errors.ts';

export type PageRule = { usual: number; most: number };

/** @param size null where the caller must not choose */
function sizeOf(ask: Ask, rule: PageRule): number | null {
  const top = ask.query.get('$top');
  if (top === null) return rule.usual;
  const size = Number(top);
  return size >= 1 && size <= rule.most ? size : null;
}

const tokenFor = (from: number): string => Buffer.from(`from ${from}`).toString('base64url');
const fromToken = (token: string): number => Number(Buffer.from(token, 'base64url').toString('utf8').replace('from ', ''));

/** @param count for @odata.count, where it was asked for */
export function paged<T>(ask: Ask, items: Iterable<T>, shape: (item: T) => unknown, rule: PageRule, count?: () => number): Reply {
  const size = sizeOf(ask, rule);
  if (size === null) return unsupportedQuery(`Invalid page size specified: '${ask.query.get('$top') ?? ''}'. Must be between 1 and ${rule.most} inclusive.`);
  const token = ask.query.get('$skiptoken');
  const from = token === null ? 0 : fromToken(token);
  if (!Number.isInteger(from)) return badRequest('The $skiptoken is not one of ours.');
  const { value, hasMore } = slice(items, from, size, shape);
  return {
    status: 200,
    body: {
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${ask.path.slice(1)}`,
      ...(count ? { '@odata.count': count() } : {}),
      ...(hasMore ? { '@odata.nextLink': nextLink(ask, from + size) } : {}),
      value,
    },
  };
}

function slice<T>(items: Iterable<T>, from: number, size: number, shape: (item: T) => unknown): { value: unknown[]; hasMore: boolean } {
  const value: unknown[] = [];
  let at = 0;
  for (const item of items) {
    if (at >= from + size) return { value, hasMore: true };
    if (at >= from) value.push(shape(item));
    at += 1;
  }
  return { value, hasMore: false };
}

function nextLink(ask: Ask, from: number): string {
  const query = new URLSearchParams(ask.query);
  query.set('$skiptoken', tokenFor(from));
  return `${ask.base}${ask.path}?${query.toString().replaceAll('%24', '$')}`;
}

/** Only the properties asked for; `always` come along in any case. */
export function selected(entity: Record<string, unknown>, ask: Ask, usual: readonly string[] | null, always: readonly string[] = []): Record<string, unknown> {
  const select = ask.query.get('$select')?.split(',').map(name => name.trim()) ?? usual;
  if (select === null) return entity;
  return Object.fromEntries([...always, ...select].filter(name => name in entity).map(name => [name, entity[name]]));
}
