// One JSON file for each sample: the card as Teams gets it and the order in which it is read aloud. `node test/cards/update-snapshots.ts` writes them anew.
import { renderCard } from '../../src/teams/render-card.ts';
import { isPart, spokenOrder } from './anatomy.ts';
import type { Sample } from './samples.ts';

export const snapshotFolder = new URL('snapshots/', import.meta.url);

export function snapshotName({ title }: Sample): string {
  return `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.json`;
}

export function snapshotOf({ card }: Sample): string {
  const { content } = renderCard(card);
  if (!isPart(content)) throw new Error(`${card.name} is no object`);
  return `${written({ spoken: spokenOrder(content), card: content })}\n`;
}

/** JSON with short objects on one line, so that a changed word is one changed line. */
function written(value: unknown, indent = ''): string {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.length > 0) return `[\n${value.map((item) => inner + written(item, inner)).join(',\n')}\n${indent}]`;
  if (!isPart(value) || indent.length + flat.length <= 140) return flat;
  const lines = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${written(item, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
