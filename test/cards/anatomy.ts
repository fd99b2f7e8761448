// Takes a rendered card apart for the tests: its parts, its buttons, and the order in which they are read aloud.
export type Part = Record<string, unknown>;

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function partsIn(value: unknown): Part[] {
  return Array.isArray(value) ? value.filter(isPart) : [];
}

/** Every object in the card, itself included, in document order. */
export function everyPart(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(everyPart);
  if (!isPart(value)) return [];
  return [value, ...Object.values(value).flatMap(everyPart)];
}

/** As `text`, a string property; the empty string where it is missing. */
export function textOf(part: Part, key: string): string {
  const value = part[key];
  return typeof value === 'string' ? value : '';
}

/** The strings in which Markdown runs, when Microsoft's renderer shows them. */
export function markdownIn(card: unknown): string[] {
  return everyPart(card).flatMap((part) => {
    if (part['type'] === 'TextBlock') return [textOf(part, 'text')];
    if (part['type'] === 'FactSet') return partsIn(part['facts']).flatMap((fact) => [textOf(fact, 'title'), textOf(fact, 'value')]);
    if (part['type'] === 'Input.ChoiceSet') return partsIn(part['choices']).map((choice) => textOf(choice, 'title'));
    return [];
  });
}

/** What somebody hears who goes through the card from top to bottom, every ShowCard opened. */
export function spokenOrder(card: Part): string[] {
  return [`(card) ${textOf(card, 'speak')}`, ...spokenBody(card)];
}

function spokenBody(card: Part): string[] {
  return [...partsIn(card['body']).flatMap(spokenElement), ...partsIn(card['actions']).flatMap(spokenAction)];
}

function spokenElement(part: Part): string[] {
  switch (part['type']) {
    case 'TextBlock':
      return [part['style'] === 'heading' ? `# ${textOf(part, 'text')}` : textOf(part, 'text')];
    case 'FactSet':
      return partsIn(part['facts']).map((fact) => `${textOf(fact, 'title')}: ${textOf(fact, 'value')}`);
    case 'Image':
      return [`(picture) ${textOf(part, 'altText')}`];
    case 'Input.ChoiceSet':
      return [`(choose) ${textOf(part, 'label')}`, ...partsIn(part['choices']).map((choice) => `( ) ${textOf(choice, 'title')}`)];
    case 'Input.Text':
      return [`(type) ${textOf(part, 'label')}`];
    case 'Input.Date':
      return [`(choose a day) ${textOf(part, 'label')}`];
    case 'Input.Time':
      return [`(choose a time) ${textOf(part, 'label')}`];
    case 'Input.Toggle':
      return [`(tick) ${textOf(part, 'label')}: ${textOf(part, 'title')}`];
    case 'ActionSet':
      return partsIn(part['actions']).flatMap(spokenAction);
    case 'Container':
    case 'Column':
      return partsIn(part['items']).flatMap(spokenElement);
    case 'ColumnSet':
      return partsIn(part['columns']).flatMap(spokenElement);
    default:
      throw new Error(`a card element the tests do not know: ${String(part['type'])}`);
  }
}

function spokenAction(action: Part): string[] {
  const where = action['mode'] === 'secondary' ? 'menu' : action['style'] === 'positive' ? 'main button' : 'button';
  const inside = isPart(action['card']) ? spokenBody(action['card']).map((line) => `    ${line}`) : [];
  return [`(${where}) ${textOf(action, 'title')}`, ...inside];
}
