import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { print as printAudit } from '../../src/audit/formats/html';
import { fleetPage } from '../../src/cli/commands/simulate/fleet/page';
import { rotationPath } from '../../src/cli/commands/check/rotation-path';
import { render, type Section } from '../../src/html';
import { readModel } from '../../src/inputs';
import { pictureSections } from '../../src/review';
import { audited } from '../audit/account';
import { documentedAnswers } from '../audit/documented';
import { documentOf } from '../audit/faulty';
import { sampleContracts, wholeStack } from '../checks/sample';
import { findBrowser, open, startBrowser } from '../html/browser';
import { fleetOf } from '../html/pages';
import { now } from '../review/reviewed';
import { update } from '../update';

const docs = resolve(__dirname, '..', '..', 'docs');
const width = 1200;

/** A picture of the docs: the page that it shows, and the part of it. */
interface Picture {
  readonly page: () => string;
  readonly part: (page: Page) => ReturnType<Page['screenshot']>;
}

/** The top of a page. */
const top =
  (height: number): Picture['part'] =>
  (page) =>
    page.screenshot({ clip: { x: 0, y: 0, width, height } });

const figure =
  (index: number): Picture['part'] =>
  (page) =>
    page.locator('.scroll:has(svg)').nth(index).screenshot();

/** The sections with the pictures of the sample stack: the lives of the keys, and the machine with the way of one rotation. */
function sectionPage(kind: 'timelines' | 'machine'): string {
  const model = readModel(JSON.stringify(wholeStack()), 'stack.json');
  const all: readonly Section[] = pictureSections(model, now, rotationPath(model));
  const sections = all.filter(({ blocks }) => blocks.some((block) => block.kind === kind));
  return render({ title: ['A picture'], verdict: 'pass', lead: [], sections });
}

function auditPage(): string {
  const document = documentOf(audited(documentedAnswers()));
  const page = { contracts: sampleContracts, pictures: [] };
  return printAudit({ ...document, notAudited: [] }, { colour: false, page });
}

const pictures: Readonly<Record<string, Picture>> = {
  'reference/page-rotations.png': { page: () => sectionPage('timelines'), part: figure(0) },
  'reference/page-machine.png': { page: () => sectionPage('machine'), part: figure(1) },
  'how-to/audit.png': { page: auditPage, part: top(720) },
  'how-to/fleet.png': { page: () => fleetPage(fleetOf('keyturn-production'), false), part: top(900) },
};

async function draw(): Promise<void> {
  const program = findBrowser();
  if (typeof program !== 'string') throw new Error(`the pictures cannot be drawn: missing ${program.missing}`);
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-pictures-'));
  const browser = await startBrowser(program);
  for (const [name, { page: make, part }] of Object.entries(pictures)) {
    const file = join(folder, 'page.html');
    writeFileSync(file, make());
    const { page } = await open(browser, file, { width, mode: 'light' });
    writeFileSync(join(docs, name), await part(page));
    await page.context().close();
  }
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

test('the pictures show the pages of today; if not, run this test with UPDATE=1 where Chromium is installed', async () => {
  const file = join(docs, 'reference', 'pages.json');
  const digestOf = (page: string): string => createHash('sha256').update(page).digest('hex');
  const digests = Object.fromEntries(Object.entries(pictures).map(([name, { page }]) => [name, digestOf(page())]));
  const current = `${JSON.stringify(digests, null, 2)}\n`;
  const former = readFileSync(file, 'utf8');
  if (process.env.UPDATE === '1') await draw();
  update(file, current);
  expect(former).toBe(current);
}, 60_000);
