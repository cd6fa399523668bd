import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { standIn } from '../tools';
import { findBrowser, inPage, open, startBrowser, type Look } from './browser';
import { pages } from './pages';

/** Pages as a person sees them, in a browser without a network. */
const program = findBrowser();
const looks: readonly Look[] = [390, 900, 1200].flatMap((width) => [
  { width, mode: 'light' as const },
  { width, mode: 'dark' as const },
]);

if (typeof program !== 'string') standIn('pages in a browser', program);
else {
  let browser: Browser;
  let folder: string;
  const files = new Map<string, string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keyturn-html-'));
    Object.entries(pages).forEach(([name, make], index) => {
      const file = join(folder, `${index}.html`);
      writeFileSync(file, make());
      files.set(name, file);
    });
    browser = await startBrowser(program);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const fileOf = (name: string): string => files.get(name) ?? '';

  describe.each(Object.keys(pages))('%s', (name) => {
    test.each(looks)(
      'at $width pixels, $mode: nothing is loaded, hidden or too faint',
      async (look) => {
        const { page, requests, messages } = await open(browser, fileOf(name), look);
        expect({ requests: requests.length, messages }).toEqual({ requests: 1, messages: [] });
        expect(await page.evaluate(inPage.faultsInPage)).toEqual([]);
        await page.evaluate(inPage.unfold);
        expect(await page.evaluate(inPage.faultsInPage)).toEqual([]);
        await page.context().close();
      },
      60_000,
    );
  });

  test('the judge of pages finds what is planted', async () => {
    const file = join(folder, 'planted.html');
    const faint = pages['a check that passes']?.() ?? '';
    const planted = faint
      .replace(/<meta http-equiv[^>]*>/, '')
      .replace('--soft: #57606a', '--soft: #c0c0c0')
      .replace('.t11 { font-size: 11px; }', '.t11 { font-size: 8px; }')
      .replace('.t12 { font-size: 12px;', '.t12 { font-size: 24px;')
      .replace(/(<rect x="[\d.]+" y="[\d.]+" width="\d+" height=")(\d+)/, '$1999$2')
      .replace('<h1>', '<h1><div class="wide">x</div>')
      .replace('</style>', '.wide { width: 3000px; }</style>');
    writeFileSync(file, planted);
    const { page } = await open(browser, file, { width: 1200, mode: 'light' });
    const faults = (await page.evaluate(inPage.faultsInPage)).join('\n');
    for (const fault of ['scrolls sideways', 'contrast', '8px at a scale', 'boxes overlap', 'outside of its box'])
      expect(faults).toContain(fault);
    await page.context().close();
  });

  test('the dark mode is dark', async () => {
    const background = async (mode: Look['mode']): Promise<string> => {
      const { page } = await open(browser, fileOf('a check that passes'), { width: 900, mode });
      const color = await page.evaluate(inPage.background);
      await page.context().close();
      return color;
    };
    expect(await background('light')).toBe('rgb(255, 255, 255)');
    expect(await background('dark')).toBe('rgb(13, 17, 23)');
  });

  test('the keyboard reaches a table that is wider than the page, and scrolls it', async () => {
    const { page } = await open(browser, fileOf('a check that passes'), { width: 390, mode: 'light' });
    expect(await page.evaluate(inPage.focusOnWide)).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(inPage.scrolled);
    await page.context().close();
  });

  test.each(Object.keys(pages))('%s fits on paper', async (name) => {
    // A4 without margins of one centimetre, in the pixels of CSS.
    const { page } = await open(browser, fileOf(name), { width: 718, mode: 'light' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(inPage.widest)).toBeLessThanOrEqual(718);
    await page.context().close();
  });

  test('a printed page shows what is folded, and not the list of sections', async () => {
    const { page } = await open(browser, fileOf('a check that passes'), { width: 900, mode: 'light' });
    await page.emulateMedia({ media: 'print' });
    const table = page.locator('section > details > div').first();
    expect((await table.boundingBox())?.height).toBeGreaterThan(50);
    expect(await page.locator('nav').isVisible()).toBe(false);
    await page.context().close();
  });
}
