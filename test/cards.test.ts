// The cards as data: complete, valid, within Teams' limits, readable aloud, and dead to whatever a CSV contains.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import type { Card } from '../src/cards.ts';
import { renderCard } from '../src/teams/render-card.ts';
import { forMarkdown } from '../src/words.ts';
import { everyPart, isPart, markdownIn, partsIn, spokenOrder, textOf } from './cards/anatomy.ts';
import type { Part } from './cards/anatomy.ts';
import { markdownKinds, parseEvents, schemaChecker } from './cards/microsoft.ts';
import { allSamples, asCard, samples } from './cards/samples.ts';
import { snapshotFolder, snapshotName, snapshotOf } from './cards/snapshots.ts';
import { hostileTexts, withEveryText } from './cards/hostile.ts';

function contentOf(card: Card): Part {
  const { content } = renderCard(card);
  assert.ok(isPart(content));
  return content;
}

const templateNames = readdirSync(new URL('../cards/', import.meta.url)).map((file) => file.replace('.json', ''));

describe('the cards as a set', () => {
  it('has a sample for every template and a template for every type', () => {
    assert.deepEqual(templateNames.sort(), Object.keys(samples).sort());
    for (const [name, list] of Object.entries(samples)) assert.ok(list.length > 0, `${name} has no sample`);
  });

  it('has a snapshot for every sample and none besides', () => {
    assert.deepEqual(readdirSync(snapshotFolder).sort(), allSamples().map(snapshotName).sort());
  });

  it('uses each button and each line of every template in some sample', () => {
    const pressed = new Set(allSamples().flatMap(({ card }) => everyPart(contentOf(card)).flatMap((part) => (part['verb'] === undefined ? [] : [`${card.name} ${textOf(part, 'verb')}`]))));
    const templates = templateNames.flatMap((name) => {
      const template: unknown = JSON.parse(readFileSync(new URL(`../cards/${name}.json`, import.meta.url), 'utf8'));
      return everyPart(template).flatMap((part) => (part['verb'] === undefined ? [] : [`${name} ${textOf(part, 'verb')}`]));
    });
    assert.deepEqual([...pressed].sort(), [...new Set(templates)].sort());
  });
});

describe('the schema and the parser', () => {
  const invalid = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x', targetWidth: 'wide' }, { type: 'ProgressBar' }] };

  it('notice an element and a property that 1.5 does not know', () => {
    assert.notDeepEqual(schemaChecker()(invalid), []);
    assert.notDeepEqual(parseEvents(invalid), []);
  });
});

describe('the Markdown that the tests run', () => {
  it('comes alive in most hostile texts where nobody escapes them', () => {
    assert.ok(hostileTexts.filter((text) => markdownKinds(text).length > 0).length >= 8);
  });
});

const complaints = schemaChecker();

for (const sample of allSamples()) {
  describe(`the card "${sample.title}"`, () => {
    const content = contentOf(sample.card);
    const parts = everyPart(content);
    const actions = partsIn(content['actions']);

    it('is as its snapshot says, in words and in the order they are read aloud', () => {
      assert.equal(snapshotOf(sample), readFileSync(new URL(snapshotName(sample), snapshotFolder), 'utf8'));
    });

    it('leaves no expression unfilled', () => {
      assert.doesNotMatch(JSON.stringify(content), /\$\{|"\$(?:when|data)"/);
    });

    it('is a valid Adaptive Card 1.5 of which the renderer drops nothing', () => {
      assert.deepEqual(complaints(content), []);
      assert.deepEqual(parseEvents(content), []);
      assert.equal(content['version'], '1.5');
      assert.deepEqual(content['msteams'], { width: 'Full' });
    });

    it('is under 28 KB as Teams counts it, in UTF-16', () => {
      assert.ok(JSON.stringify(content).length * 2 < 28 * 1024);
    });

    it('has one heading, said aloud first', () => {
      assert.equal(parts.filter((part) => part['style'] === 'heading').length, 1);
      assert.match(spokenOrder(content)[1] ?? '', /^# /);
      assert.match(textOf(content, 'speak'), /^[A-Z0-9R].*[.]$/);
      assert.ok(textOf(content, 'fallbackText').startsWith(textOf(partsIn(content['body'])[0] ?? {}, 'text')));
    });

    it('keeps within three buttons and a menu, or four and none', () => {
      const inMenu = actions.filter((action) => action['mode'] === 'secondary');
      assert.ok(actions.length <= 6);
      assert.ok(actions.length - inMenu.length <= (inMenu.length > 0 ? 3 : 4));
      assert.ok(inMenu.length === 0 || actions.length > inMenu.length, 'the only way forward is in the menu');
      assert.deepEqual(inMenu.filter((action) => action['type'] === 'Action.ShowCard'), []);
    });

    it('has one main button at most, and asks before what cannot be undone', () => {
      assert.ok(parts.filter((part) => part['style'] === 'positive').length <= 1);
      assert.deepEqual(actions.filter((action) => action['style'] === 'destructive'), []);
    });

    it('names every button differently, with what it acts on', () => {
      const titles = parts.filter((part) => textOf(part, 'type').startsWith('Action.') && part['verb'] !== 'request.refresh').map((part) => textOf(part, 'title'));
      assert.deepEqual(titles, [...new Set(titles)]);
      for (const title of titles) assert.ok(title.split(' ').length >= 2, `"${title}" does not say what it acts on`);
    });

    it('labels every input on one line and says what is wrong with it', () => {
      for (const input of parts.filter((part) => textOf(part, 'type').startsWith('Input.'))) {
        assert.ok(textOf(input, 'label').length > 0 && textOf(input, 'label').length <= 30, textOf(input, 'label'));
        assert.ok(input['isRequired'] !== true || textOf(input, 'errorMessage').length > 0);
        assert.equal(input['placeholder'], undefined);
      }
    });

    it('wraps every text, colours none and shows no emoji', () => {
      for (const text of parts.filter((part) => part['type'] === 'TextBlock')) {
        assert.equal(text['wrap'], true);
        assert.equal(text['color'], undefined);
      }
      assert.doesNotMatch(JSON.stringify(content), /\p{Extended_Pictographic}/u);
    });

    it('keeps lists to text blocks: "5. deleted" as a fact would become one', () => {
      const facts = parts.filter((part) => part['type'] === 'FactSet');
      assert.deepEqual(markdownIn(facts).flatMap(markdownKinds).filter((kind) => !kind.startsWith('strong')), []);
    });

    it('refreshes by itself for 60 people at most', () => {
      const refresh = content['refresh'];
      if (isPart(refresh)) assert.ok(Array.isArray(refresh['userIds']) && refresh['userIds'].length <= 60);
    });

    it('shows what a CSV contains as text, as dead as words.ts makes it', () => {
      for (const hostile of hostileTexts.map((text) => forMarkdown(text))) {
        const card = contentOf(asCard(sample.card.name, withEveryText(sample.card.data, hostile)));
        assert.deepEqual(markdownIn(card).flatMap(markdownKinds), [], hostile);
        assert.ok(markdownIn(card).every((text) => text.includes(hostile)));
        assert.deepEqual(complaints(card), []);
      }
    });

    it('evaluates nothing that comes with the data, escaped or not', () => {
      for (const hostile of hostileTexts) {
        const card = contentOf(asCard(sample.card.name, withEveryText(sample.card.data, hostile)));
        assert.equal(textOf(card, 'speak'), hostile);
        assert.ok(markdownIn(card).every((text) => text.includes(hostile)));
        assert.equal(spokenOrder(card).length, spokenOrder(content).length);
      }
    });
  });
}
