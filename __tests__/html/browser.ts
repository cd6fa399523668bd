import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, isAbsolute, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { Missing } from '../tools';

/** The installed browser. CHROMIUM names the program; `chromium` is looked for otherwise. */
export function findBrowser(): string | Missing {
  const program = process.env.CHROMIUM ?? 'chromium';
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = isAbsolute(program) ? [program] : folders.map((folder) => join(folder, program));
  return found.find((file) => existsSync(file)) ?? { missing: 'chromium (install it, or name it in CHROMIUM)' };
}

export const startBrowser = (program: string): Promise<Browser> =>
  chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** A page with what it asked for and what the browser said about it. */
interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly messages: readonly string[];
}

export interface Look {
  readonly width: number;
  readonly mode: 'light' | 'dark';
}

export async function open(browser: Browser, file: string, { width, mode }: Look): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: mode, offline: true });
  const page = await context.newPage();
  const [requests, messages]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.goto(`file://${file}`);
  return { page, requests, messages };
}

/** Functions that run in the page: the program knows no types of a browser. */
export const inPage = createRequire(__filename)('./in-page.js') as {
  /** What is wrong with the page as a person sees it. */
  readonly faultsInPage: () => string[];
  /** The width of the content of the page. */
  readonly widest: () => number;
  readonly background: () => string;
  readonly unfold: () => void;
  readonly scrolled: () => number;
  /** Puts the focus on the first region that is wider than the page. Returns whether it has it. */
  readonly focusOnWide: () => boolean;
};
