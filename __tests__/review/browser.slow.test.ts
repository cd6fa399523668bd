import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import MarkdownIt from 'markdown-it';
import { check } from '../../src/checks';
import { synthesise } from '../../src/infrastructure';
import { readModel } from '../../src/inputs';
import { review, sidesOfTwo } from '../../src/review';
import { print } from '../../src/review/formats/markdown';
import { loadSettings } from '../../src/settings';
import { digest, wholeContracts } from '../checks/sample';
import { standIn } from '../tools';
import { update } from '../update';
import { hostilePlan } from './hostile';
import { now, plain, recordedPlan, reviewOf } from './reviewed';
import { settingsBefore } from './sample-change';

/** The page of a review as a browser shows it at 900 px. CHROMIUM names the program; `chromium` is looked for otherwise. */
const program = process.env.CHROMIUM ?? 'chromium';
const root = resolve(__dirname, '..', '..');
const docs = join(root, 'docs', 'how-to');
const marker = 'keyturn-staging';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-review-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The rules of GitHub's own style that decide widths. https://github.com/sindresorhus/github-markdown-css */
const style = `
body { font: 16px/1.5 sans-serif; margin: 0; padding: 16px; box-sizing: border-box; width: 900px; }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; }
th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
code { font: 85% monospace; white-space: break-spaces; background: #eff1f3; padding: .2em .4em; border-radius: 6px; }
h2 { border-bottom: 1px solid #d1d9e0; padding-bottom: .3em; }`;

/** What a person sees: measured by a script in the page, which writes it into the page. */
interface Seen {
  readonly width: number;
  /** The tables that are wider than the page, so that a reader has to scroll. */
  readonly wide: readonly string[];
  readonly text: string;
  readonly elements: readonly string[];
}

const measure = `
const tables = [...document.querySelectorAll('table')];
const seen = {
  width: document.documentElement.scrollWidth,
  wide: tables.filter((table) => table.scrollWidth > table.clientWidth + 1).map((table) => table.innerText.slice(0, 200)),
  text: document.getElementById('page').innerText,
  elements: [...new Set([...document.getElementById('page').querySelectorAll('*')].map(({ localName }) => localName))].sort(),
};
document.getElementById('seen').textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));`;

function htmlOf(markdown: string): string {
  // GitHub makes links of addresses; so does this renderer.
  const html = new MarkdownIt({ html: true, linkify: true }).render(markdown);
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><div id="page">${html}</div><pre id="seen" hidden></pre><script>${measure}</script>`;
}

const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--hide-scrollbars',
];

function browse(markdown: string, ...words: readonly string[]): string {
  const file = join(folder, 'page.html');
  writeFileSync(file, htmlOf(markdown));
  const profile = mkdtempSync(join(folder, 'profile-'));
  const { status, stdout } = spawnSync(program, [...quiet, `--user-data-dir=${profile}`, ...words, file], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} ended with ${status ?? 'a signal'}`);
  return stdout;
}

function see(markdown: string): Seen {
  const [, seen = ''] =
    /<pre id="seen" hidden="">([^<]*)</.exec(browse(markdown, '--window-size=900,2000', '--dump-dom')) ?? [];
  return JSON.parse(Buffer.from(seen, 'base64').toString('utf8')) as Seen;
}

const ours = [
  'b',
  'br',
  'code',
  'details',
  'h2',
  'h3',
  'li',
  'p',
  'strong',
  'summary',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
  'wbr',
];

/** The change of the sample that docs/how-to/review.md shows. */
function sampleChange(): string {
  const stackOf = (settings: string, name: string) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(file, settings);
    synthesise(loadSettings(file), join(folder, name));
    const stack = `${name}/stacks/keyturn-staging/cdk.tf.json`;
    return readModel(readFileSync(join(folder, stack), 'utf8'), stack);
  };
  const before = stackOf(settingsBefore(), 'before');
  const after = stackOf(readFileSync(join(root, 'cdktf.json'), 'utf8'), 'after');
  const report = check([after], wholeContracts, { today: '2026-11-23', coverAll: 'stacks', digest });
  const found = review({ sides: sidesOfTwo(before, after), after, before, report, now });
  return print(found, { ...plain, marker });
}

if (spawnSync(program, ['--version']).status !== 0)
  standIn('the page of a review in a browser', { missing: 'chromium (install it, or name it in CHROMIUM)' });
else {
  describe('at 900 px', () => {
    test('the sample change fits the page, and its marker is hidden', () => {
      const { width, wide, text, elements } = see(sampleChange());
      expect({ width, wide }).toEqual({ width: 900, wide: [] });
      expect(elements.filter((element) => !ours.includes(element))).toEqual([]);
      expect(text).not.toContain('keyturn review:');
      for (const part of [
        'At a glance',
        'user legacy-ftp, secret legacy-ftp/aws',
        'Tue 2026-12-01 03:00',
        'iam:CreateAccessKey',
      ])
        expect(text).toContain(part);
      // What is folded is not seen until somebody unfolds it.
      expect(text).not.toContain('AWS and the provider work as documented.');
    });

    test.each(['sample', 'widened', 'replaced', 'role-destroyed-under-its-machine'])(
      'the recorded plan %s fits the page',
      (name) => {
        const { width, wide } = see(print(reviewOf(recordedPlan(name)), plain));
        expect({ width, wide }).toEqual({ width: 900, wide: [] });
      },
    );

    test('hostile names are text: no picture, no link, no other element', () => {
      const name =
        '<img src=x onerror=alert(1)> ![x](https://evil.example/x.png) @everybody www.evil.example \u202egnp `c` </details>';
      const { elements, text } = see(print(reviewOf(hostilePlan(name, 'rate(1 day)')), { ...plain, marker }));
      expect(elements.filter((element) => !ours.includes(element))).toEqual([]);
      expect(text).toContain('<img src=x onerror=alert(1)>');
      expect(text).toContain('\\u202egnp');
    });
  });

  test('the picture in the docs shows the page of today; if not, run this test with UPDATE=1', () => {
    const page = sampleChange();
    const file = join(docs, 'review.png.json');
    const current = `${JSON.stringify({ page: createHash('sha256').update(page).digest('hex') }, null, 2)}\n`;
    const former = readFileSync(file, 'utf8');
    if (process.env.UPDATE === '1') browse(page, '--window-size=900,1800', `--screenshot=${join(docs, 'review.png')}`);
    update(file, current);
    expect(former).toBe(current);
  });
}
