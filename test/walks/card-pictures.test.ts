// Every card as Microsoft's renderer draws it, light and dark, narrow and wide: nothing cut off, every button seen, no barrier. Leaves sheets in .cache/pictures/.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import type { CardName } from '../../src/cards.ts';
import { renderCard } from '../../src/teams/render-card.ts';
import { isPart, partsIn, textOf } from '../cards/anatomy.ts';
import type { Part } from '../cards/anatomy.ts';
import { allSamples } from '../cards/samples.ts';
import { findChromium, startChromium } from '../support/chromium.ts';
import { isWhole } from '../support/environment.ts';

const root = new URL('../../', import.meta.url);
const pictures = new URL('.cache/pictures/', root);
const path = (name: string) => new URL(name, root).pathname;
const text = (name: string) => readFileSync(new URL(name, root), 'utf8');

/** Samples drawn a second time after somebody has pressed something on them. */
const pressed: Record<string, { title: string; press: string[] }> = {
  '3 report': { title: '3x report, left out opened', press: ['See the 24 left out'] },
  '6 submit form': { title: '6x submit form, number missing', press: ['Submit 271 people'] },
  '6w submit form, two boxes to mend': { title: '6wx submit form, the message read', press: ['Read the message'] },
  '7n submitted, not before': { title: '7nx sooner, asking once', press: ['Start R-2041 sooner'] },
  '8v started, waits for working hours': { title: '8vx outside working hours', press: ['Apply R-2041 now'] },
  '7a submitted': { title: '7ax withdraw, asking once', press: ['Withdraw R-2041'] },
  '8 new': { title: '8x rejecting', press: ['Reject R-2041', 'Reject R-2041 for this reason'] },
  '8b in progress': { title: '8bx holding', press: ['Hold R-2041'] },
  '12h incident open': { title: '12hx ending, asking once', press: ['End INC31020388'] },
  '8t stopped': { title: '8tx continuing, asking once', press: ['Continue R-2041'] },
};

type Drawn = { name: string; title: string; content: Part; press: string[] };

const cards: Drawn[] = allSamples().flatMap(({ title, card }) => {
  const { content } = renderCard(card);
  assert.ok(isPart(content));
  const again = pressed[title];
  return [{ name: card.name, title, content, press: [] }, ...(again ? [{ name: card.name, ...again, content }] : [])];
});

const isInMenu = (action: Part) => action['mode'] === 'secondary';
const titles = (actions: Part[]) => actions.map((action) => textOf(action, 'title'));

function buttonsExpected({ content }: Drawn): string[] {
  const actions = partsIn(content['actions']);
  const menu = actions.some(isInMenu) ? ['...'] : [];
  return [...titles(actions.filter((action) => !isInMenu(action))), ...menu];
}

async function pageWith(browser: Browser, theme: 'light' | 'dark', width: number, shown: readonly Drawn[] = cards): Promise<Page> {
  const piles = Math.min(width < 500 ? 6 : 3, shown.length);
  const page = await browser.newPage({ viewport: { width: piles * (width + 32) + 16, height: 900 } });
  await page.setContent(text('test/support/card-page.html'));
  await page.addStyleTag({ path: path('test/support/card-page.css') });
  for (const script of ['adaptivecards/dist/adaptivecards.min.js', 'markdown-it/dist/browser/markdown-it.umd.min.js', 'axe-core/axe.min.js']) {
    await page.addScriptTag({ path: path(`node_modules/${script}`) });
  }
  const hostConfig: unknown = JSON.parse(text(`test/contracts/hostconfig-microsoft-teams-${theme}.json`));
  await page.evaluate(`show(${JSON.stringify({ cards: shown, hostConfig, theme, width, piles })})`);
  return page;
}

const Lines = z.array(z.string());

describe('the cards in a browser', function () {
  this.timeout(180_000);
  const executable = findChromium();
  let browser: Browser | undefined;

  before(async function () {
    if (executable === undefined) {
      process.stdout.write('  Pictures of the cards: skipped, no Chromium found (apt-get install chromium)\n');
      return this.skip();
    }
    mkdirSync(pictures, { recursive: true });
    browser = await startChromium(executable);
  });

  after(async () => {
    await browser?.close();
  });

  for (const theme of ['light', 'dark'] as const) {
    for (const width of [320, 640]) {
      // By itself npm test draws each width in one theme: narrow in light, wide in the dark.
      if (!isWhole && (theme === 'light') !== (width === 320)) continue;
      it(`are whole, complete and open to everybody: ${theme}, ${width} px`, async () => {
        assert.ok(browser);
        const page = await pageWith(browser, theme, width);
        await page.screenshot({ path: new URL(`sheet-${width}-${theme}.png`, pictures).pathname, fullPage: true });
        assert.deepEqual(Lines.parse(await page.evaluate('problems()')), []);
        assert.deepEqual(z.array(Lines).parse(await page.evaluate('buttonsSeen()')), cards.map(buttonsExpected));
        assert.deepEqual(Lines.parse(await page.evaluate('barriers()')), []);
        await page.close();
      });
    }
  }

  for (const name of ['status', 'queue', 'delivery'] satisfies CardName[]) {
    it(`${name} has a picture of each state it is in`, async () => {
      assert.ok(browser);
      const shown = cards.filter(card => card.name === name);
      const page = await pageWith(browser, 'light', 320, shown);
      await page.screenshot({ path: new URL(`states-${name}.png`, pictures).pathname, fullPage: true });
      assert.equal(await page.evaluate('document.querySelectorAll(".frame").length'), shown.length);
      await page.close();
    });
  }

  it('open their menus, and the menus hold what the row does not', async () => {
    assert.ok(browser);
    const page = await pageWith(browser, 'light', 320);
    for (const [index, card] of cards.entries()) {
      const inMenu = titles(partsIn(card.content['actions']).filter(isInMenu));
      assert.deepEqual(Lines.parse(await page.evaluate(`menuOf(${index})`)), inMenu, card.title);
    }
    await page.close();
  });
});
