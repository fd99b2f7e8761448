// Chromium as tests drive it, and the sandbox's page in it at a desk and on a phone. Where there is none, the parts that need it say so in one line and are skipped.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { teamsPage, type TeamsPage } from './teams-page.ts';
import { startWorld, type World } from './world.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const pictures = new URL('../../.cache/pictures/', import.meta.url);

export function findChromium(): string | undefined {
  return places.find((place) => existsSync(place));
}

/** A browser that speaks to nobody but the page under test. */
export function startChromium(executablePath: string): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath, headless: true, args });
}

export type Stage = {
  world: World;
  /** 1280 px wide, in light. */
  page: Page;
  desk: TeamsPage;
  /** 320 px wide, in the dark. */
  phonePage: Page;
  phone: TeamsPage;
  /** For the files that people attach. */
  folder: string;
  /** What the pages threw. */
  complaints: string[];
  picture: (name: string, of?: Page) => Promise<unknown>;
};

/** Nothing is cut off, and there is no barrier. */
export const soundOn = async (one: TeamsPage): Promise<void> => assert.deepEqual([await one.cutOff(), await one.barriers()], [[], []]);

/** Sets the suite up with a world, a desk and a phone; pictures go to .cache/pictures/ as `prefix`-*.png. `begin` gets it before the first test. */
export function onThePage(what: string, prefix: string, begin: (stage: Stage) => Promise<void>, options: Parameters<typeof startWorld>[0] = {}): void {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-page-'));
  const executable = findChromium();
  let world: World | undefined;
  let browser: Browser | undefined;

  before(async function () {
    if (executable === undefined) {
      process.stdout.write(`  ${what}: skipped, no Chromium found (apt-get install chromium)\n`);
      return this.skip();
    }
    mkdirSync(pictures, { recursive: true });
    world = await startWorld(options);
    browser = await startChromium(executable);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'en-GB' });
    const phonePage = await browser.newPage({ viewport: { width: 320, height: 640 }, colorScheme: 'dark', locale: 'en-GB', deviceScaleFactor: 2 });
    const complaints: string[] = [];
    for (const one of [page, phonePage]) one.on('pageerror', (error) => complaints.push(error.message));
    const picture = (name: string, of: Page = page) => of.screenshot({ path: new URL(`${prefix}-${name}.png`, pictures).pathname });
    await begin({ world, page, phonePage, folder, complaints, picture, desk: teamsPage(page, world.sandbox.url), phone: teamsPage(phonePage, world.sandbox.url) });
  });

  after(async () => {
    await browser?.close();
    await world?.stop();
    rmSync(folder, { recursive: true });
  });
}
