// What Microsoft's own code says about a card: the 1.5 schema, the parser that Teams' renderer is made of, and the Markdown it runs.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import addFormats from 'ajv-formats';
import MarkdownIt from 'markdown-it';
import type { Token } from 'markdown-it';
import { z } from 'zod';

const Schema = z.looseObject({ id: z.string(), definitions: z.record(z.string(), z.unknown()) });

/** Says what the schema holds against a card; `msteams` is Teams' own and unknown to it. */
export function schemaChecker(): (card: object) => string[] {
  const file = new URL('../contracts/adaptive-card-1.5.0.json', import.meta.url);
  const { id, ...schema } = Schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(draft06);
  addFormats.default(ajv);
  const validate = ajv.compile({ $id: id, ...schema });
  return (card) => {
    validate(Object.fromEntries(Object.entries(card).filter(([key]) => key !== 'msteams')));
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  };
}

type ParseEvents = { readonly eventCount: number; getEventAt(index: number): { message: string } };
type Renderer = { AdaptiveCard: new () => { parse(json: unknown, context: ParseEvents): void }; SerializationContext: new () => ParseEvents };

// Only this file of the package can be loaded in Node, and its types describe modules that do not exist.
const require = createRequire(import.meta.url);
const renderer = require('adaptivecards/dist/adaptivecards.js') as Renderer;

/** What the renderer would drop or mend in silence. */
export function parseEvents(card: object): string[] {
  const context = new renderer.SerializationContext();
  new renderer.AdaptiveCard().parse(card, context);
  return Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
}

const markdown = new MarkdownIt({ html: false });

/** The kinds of Markdown in a text, beyond plain paragraphs: links, pictures, bold, lists and so on. */
export function markdownKinds(text: string): string[] {
  const plain = new Set(['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special', 'softbreak']);
  const flat = (tokens: readonly Token[]): Token[] => tokens.flatMap((token) => [token, ...flat(token.children ?? [])]);
  return [...new Set(flat(markdown.parse(text, {})).map((token) => token.type))].filter((type) => !plain.has(type));
}
