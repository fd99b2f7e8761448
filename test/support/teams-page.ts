// The sandbox's page as a person uses it: who to be, the paperclip, cards and their buttons, the World panel. Waits are Playwright's own.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const lines = z.array(z.string());

export type TeamsPage = ReturnType<typeof teamsPage>;

export function teamsPage(page: Page, url: string) {
  page.setDefaultTimeout(20_000);

  /** The latest card with this heading. */
  const card = (heading: RegExp): Locator => page.locator('.card').filter({ has: page.getByRole('heading', { name: heading }) }).last();

  async function sees(heading: RegExp): Promise<Locator> {
    await card(heading).waitFor();
    return card(heading);
  }

  /** In a narrow window the list and the World are drawers, shut until asked for. */
  async function reveal(inside: Locator, opener: 'list-button' | 'world-button'): Promise<void> {
    const button = page.getByTestId(opener);
    if ((await button.isVisible()) && !(await inside.isVisible())) await button.click();
  }

  async function tab(name: 'clock' | 'files' | 'group' | 'tickets' | 'faults' | 'log'): Promise<void> {
    const head = page.getByTestId(`tab-${name}`);
    await reveal(head, 'world-button');
    await head.click();
  }

  return {
    card,
    sees,
    tab,
    open: async (slug: string): Promise<void> => void (await page.goto(`${url}?as=${slug}`)),
    async be(slug: string): Promise<void> {
      const picker = page.getByTestId('person-picker');
      await reveal(picker, 'list-button');
      await picker.selectOption(slug);
    },
    entry: (chat: string): Locator => page.locator('.entry', { hasText: chat }),
    async enter(chat: string): Promise<void> {
      const entry = page.locator('.entry', { hasText: chat }).first();
      await reveal(entry, 'list-button');
      await entry.click();
    },
    /** Chooses a file with the paperclip and sends it. */
    async send(file: string): Promise<void> {
      await page.getByTestId('attach').setInputFiles(file);
      await page.getByTestId('send').click();
    },
    /** To the bot in a channel: with the mention, by its button. */
    async mention(text: string): Promise<void> {
      await page.getByTestId('mention').click();
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    },
    press: (heading: RegExp, title: string): Promise<void> => card(heading).getByRole('button', { name: title, exact: true }).click(),
    /** Tab by Tab from where the keyboard is to this button, then Enter. */
    async pressByKeyboard(title: string): Promise<void> {
      for (let tabs = 0; tabs < 20; tabs += 1) {
        if (await page.evaluate('document.activeElement?.textContent') === title) return await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
      }
      throw new Error(`20 times Tab did not come to "${title}".`);
    },
    /** Answers when everything due on the way has happened. */
    async wind(by: 'hour' | 'day' | 'three-days' | 'next'): Promise<void> {
      await tab('clock');
      await page.getByTestId(`wind-${by}`).click();
      await page.getByTestId('wind-status').filter({ hasText: 'Wound' }).waitFor({ timeout: 60_000 });
    },
    /** What one person's sign-in would ask, in the page's words. */
    async lookUp(address: string): Promise<string> {
      await tab('group');
      await page.getByTestId('lookup-address').fill(address);
      await page.getByTestId('lookup-go').click();
      const result = page.getByTestId('lookup-result').filter({ hasText: address });
      await result.waitFor();
      return await result.innerText();
    },
    /** What is wider than the window, or where it scrolls sideways; and buttons of cards cut off by either edge. */
    cutOff: async (): Promise<string[]> => lines.parse(await page.evaluate(`(() => {
      const width = document.documentElement.clientWidth;
      const wide = [...document.querySelectorAll('html, body, main, .scroller, .card')].filter((one) => one.scrollWidth > one.clientWidth + 1);
      const cut = [...document.querySelectorAll('button, input, textarea')].filter((one) => one.checkVisibility()).filter((one) => { const box = one.getBoundingClientRect(); return box.width > 0 && (box.left < 0 || box.right > width); });
      return [...wide, ...cut].map((one) => one.tagName + ' ' + one.className + ' ' + one.textContent.slice(0, 40));
    })()`)),
    /** Serious barriers by axe-core, in the whole page. */
    async barriers(): Promise<string[]> {
      await page.evaluate(axe);
      return lines.parse(await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target.join(' ') + ' ' + node.failureSummary)))`));
    },
  };
}
