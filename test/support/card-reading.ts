// Reads a bound adaptive card as a person would: its heading, what it says, its facts, its buttons.

export type Part = Record<string, unknown>;
export type Pressable = { title: string; verb: string; data: Part };

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every object in the card, outer ones first; what a button opens is in it too. */
export function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  return isPart(value) ? [value, ...Object.values(value).flatMap(partsOf)] : [];
}

/** Empty where there is no card. */
export const headingOf = (card: unknown): string => textOf(partsOf(card).find(part => part['style'] === 'heading')?.['text']);

/** Markdown's escapes taken off again, as it is read on the screen. */
const asRead = (text: string): string => text.replace(/\\(.)/g, '$1');

/** Everything the card says, facts as "title: value", one a line. */
export const saidOn = (card: unknown): string =>
  asRead(partsOf(card).flatMap(part => (part['type'] === 'TextBlock' ? [textOf(part['text'])] : 'value' in part && 'title' in part ? [`${textOf(part['title'])}: ${textOf(part['value'])}`] : [])).join('\n'));

/** Facts as pairs, in the card's order. */
export const factsOf = (card: unknown): [title: string, value: string][] =>
  partsOf(card).filter(part => part['type'] === 'FactSet').flatMap(part => partsOf(part['facts'])).map(fact => [textOf(fact['title']), asRead(textOf(fact['value']))]);

/** Actions that Teams would send, also those inside what another button opens. */
export const pressable = (card: unknown): Pressable[] =>
  partsOf(isPart(card) ? { ...card, refresh: null } : card)
    .filter(part => part['type'] === 'Action.Execute')
    .map(part => ({ title: textOf(part['title']), verb: textOf(part['verb']), data: isPart(part['data']) ? part['data'] : {} }));

export const verbsOn = (card: unknown): string[] => pressable(card).map(one => one.verb);

/** What the box is to hold that asks for a number to be typed; nothing where there is none. */
export function countAskedOn(card: unknown): Part {
  const [, count] = /^Type (\d+) to confirm$/.exec(textOf(partsOf(card).find(part => part['id'] === 'typedCount')?.['label'])) ?? [];
  return count === undefined ? {} : { typedCount: count };
}
