import { createHash } from 'node:crypto';
import type { Page, PageVerdict } from '../page/page';
import { sectionMarkup } from './blocks';
import { element, raw, write, type Markup } from '../markup/markup';
import { Room } from './room';
import { phrase, plainText } from '../markup/phrases';
import { style } from './style';

/** The style sheet's hash, which the policy of the page allows. https://www.w3.org/TR/CSP3/#grammardef-hash-source */
const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;

/** Nothing is loaded and nothing runs; only the one style sheet applies. */
const policy = `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;

const verdictWords: { readonly [verdict in PageVerdict]: string } = {
  pass: 'pass',
  undecided: 'undecided',
  fail: 'fail',
  'not-judged': 'not judged',
};

/** Writes a page as one file of HTML. The same page gives the same text. */
export function render(page: Page): string {
  const room = new Room();
  const html = element('html', { lang: 'en' }, head(page), body(page, room));
  return `<!DOCTYPE html>\n${write(html)}\n`;
}

function head({ title, verdict }: Page): Markup {
  return element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    element('meta', { name: 'referrer', content: 'no-referrer' }),
    element('title', {}, `${plainText(title)}: ${verdictWords[verdict]}`),
    element('style', {}, raw(style)),
  );
}

function body(page: Page, room: Room): Markup {
  const { title, verdict, lead, sections } = page;
  const top = element(
    'header',
    {},
    element('h1', {}, ...phrase(title)),
    element('p', { class: `verdict ${verdict}` }, element('strong', {}, verdictWords[verdict])),
    ...lead.map((text) => element('p', { class: 'lead' }, ...phrase(text))),
  );
  const shown = sections.map((section, index) => sectionMarkup(section, `s${index + 1}`, room));
  return element(
    'body',
    {},
    top,
    contents(sections.map(({ title: name }) => plainText(name))),
    element('main', {}, ...shown),
  );
}

/** Links to the sections. */
function contents(titles: readonly string[]): Markup {
  return element(
    'nav',
    { 'aria-label': 'Contents' },
    element(
      'ul',
      {},
      ...titles.map((title, index) => element('li', {}, element('a', { href: `#s${index + 1}` }, title))),
    ),
  );
}
