// Binds a card's data to its template in cards/. The templates are read and parsed once, when the process starts.
import { readFileSync, readdirSync } from 'node:fs';
// Not the package's root: its types drag in adaptivecards' TypeScript sources, which strict settings refuse.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { z } from 'zod';
import type { Card } from '../cards.ts';

export type RenderedCard = { contentType: 'application/vnd.microsoft.card.adaptive'; content: object };

const folder = new URL('../../cards/', import.meta.url);

const templates = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file.slice(0, -'.json'.length), new Template(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))]),
);

const Root = z.record(z.string(), z.unknown());

/** The attachment that Teams shows. Values are put in as they are: what they contain is never evaluated. */
export function renderCard(card: Card): RenderedCard {
  const template = templates.get(card.name);
  if (!template) throw new Error(`no template cards/${card.name}.json`);
  const root = Root.parse(template.expand({ $root: card.data }));
  return { contentType: 'application/vnd.microsoft.card.adaptive', content: withoutNulls(root) };
}

/** A property that its `$when` drops stays as null, which the card schema refuses; in arrays such items are gone. */
function withoutNulls(root: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(root).filter(([, value]) => value !== null));
}
