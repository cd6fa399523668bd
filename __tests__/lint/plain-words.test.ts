import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { slowTest } from '../effort';

/**
 * Words that are not used where a person reads: comments, texts of the program, titles of tests, schemas, contracts and docs. Each has the
 * word that is used instead. Parts of names, such as `former2`, do not count.
 */
const words: readonly (readonly [RegExp, string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\banew\b/i, 'again'],
  [/(?<!\.)\bbesides?\b/i, 'next to, also, in addition to'],
  [/\bwhom(?:ever)?\b/i, 'that, who'],
  [/\bwhoever\b/i, 'everyone who, a person that'],
  [/(?<!there )\b(?:is|are|was|were) no (?!longer\b|more\b|wider\b)/i, 'is not a'],
  [/\b(?:is|are) none of\b/i, 'is not one of'],
  [/\bin sight\b/i, 'visible'],
  [/\bto be had\b/i, 'available'],
  [/\b(?:is|are) told\b|\bare to be told\b|\btold of\b/i, 'reported'],
  [/\btells (?!apart)/i, 'reports, shows'],
  [/\bcan(?:not)? be told\b/i, 'Keyturn cannot decide, be distinguished'],
  [/\btaken for granted\b/i, 'assumed, assumption'],
  [/\bformer\b/i, 'previous'],
  [/\bnothing to judge\b/i, 'not applicable'],
  [/\b(?:tales?|story|stories)\b/i, 'scenario'],
  [/\bgoes well\b/i, 'the normal path'],
  [/\bworlds? to begin with\b/i, 'initial world'],
  [/\bthe own\b/i, "the run's own"],
  [/\blets (?:it|them) happen\b/i, 'runs, applies'],
  [/[,;] for (?:it|they|there|nobody|nothing) (?:is|are|has|have)\b/i, 'because'],
  [/\b(?:hence|thus|upon|shall|hitherto|thereof|therein|whilst|amongst|thereby|whereby)\b/i, 'so, on, must'],
  [/\bof which it is not known\b|\bof whom\b/i, 'a sentence of its own: Keyturn does not know'],
  [/\bn(?:obody|one|othing) but\b/i, 'only'],
  [/\bas it stands\b|\bwhat stands\b/i, 'unchanged; the value'],
  [/\bdemands? of\b/i, 'requires'],
];

/** Further words that are not used in the folders and pages of `edited`. */
const furtherWords: readonly (readonly [RegExp, string])[] = [
  [/\bnobody knows\b|\bin question\b|\bto be sure\b|\bas it were\b|\bmay well\b/i, 'a shorter sentence'],
  [/\bsuch that\b|\bas good as\b|\bbe it\b/i, 'so that; nearly; even if it is'],
  [/\bof (?:ours|theirs|yours)\b/i, 'of Keyturn, your own'],
  [/\bwherever\b|\bwhatever\b/i, 'everywhere, every, independent of'],
  [/\bstands? (?:for|there|here|in|next|behind|between|aside)\b/i, 'means, is'],
  [/\bheld against\b|\bhold \S+ against\b|\bat hand\b|\bby turns\b/i, 'compared with; available; in turns'],
  [/\botherwise than\b|\blikewise\b|\balike\b|\bsuffices?\b/i, 'differently from; also; in the same way; is enough'],
  [/\bspeaks? of\b|\bsays? nothing of\b|\bthe same of\b|\bgone through\b/i, 'mentions; the same for; read'],
  [/\bgo(?:es)? on\b|\bcomes? of\b|\blies? (?:in|within|there|next|around)\b/i, 'continues; results from; is in'],
  [/\bmade of\b|\btakes? (?:away|apart)\b|\btaken (?:away|apart|out)\b/i, 'made from; removes'],
];

/** Folders and pages in which the further words and the beginnings of doc comments are held. */
const edited = /^(?:src\/|schemas\/.*\.json$|docs\/|README|CONTRIBUTING)/;

/** Words that begin a doc comment with neither a verb nor a noun. */
const beginnings = /^\/\*\*\s+(?:What|Where|Who|How|Which|Why|That|Of|So|Somebody|By|As|To)\b/;

/** Other spellings of the terms of docs/reference/glossary.md. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/\bsettling[- ]times?\b|\bsettle[- ]periods?\b|\bsettlement time\b/i, 'settle time'],
  [/\bgrace[- ]times?\b|\bgrace intervals?\b/i, 'grace period'],
  [/\bstarting worlds?\b|\bstart worlds?\b|\bfirst worlds?\b/i, 'initial world'],
  [/\bolder key that the secret\b|\breserve keys?\b|\bbackup keys?\b/i, 'spare key'],
  [/\bun-decided\b|\bindeterminate\b|\binconclusive\b/i, 'undecided'],
  [/\binput types?\b|\bkinds? of inputs\b/i, 'input kind'],
  [/\bcounter-example/i, 'counterexample'],
];

const root = join(__dirname, '..', '..');

/** Texts that are not ours, or that must not change, with the reason. */
const allowed: readonly (readonly [RegExp, string])[] = [
  [/former2/i, 'the name of a program'],
  [/--replay <story>/, 'the option is frozen'],
  [/7 someone is told/, 'the name of an invariant in reports'],
  [/\/stories\b|\$story\b|`former`/, 'the names of a folder and of a parameter'],
  [/To \{whom\}/, 'an unknown placeholder'],
  [/a precondition is not met/, 'the words of PreconditionNotMet, an error of AWS'],
];

const ignored =
  /node_modules|^(?:__tests__\/fixtures|__tests__\/corpus\/.*\.json|__tests__\/e2e\/(?:releases|schemas))\b/;

interface Text {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const filesOf = (folder: string, endings: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !ignored.test(file));

/** Comments and texts of TypeScript or JavaScript, found by the scanner; a text is what has a blank in it. */
function textsOfCode(file: string, source: string, isWanted: (kind: ts.SyntaxKind, before: string) => boolean): Text[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, source);
  const found: Text[] = [];
  const braces: boolean[] = [];
  let line = 1;
  let counted = 0;
  let before = '';
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.OpenBraceToken) braces.push(false);
    else if (kind === ts.SyntaxKind.TemplateHead) braces.push(true);
    else if (kind === ts.SyntaxKind.CloseBraceToken) {
      if (braces.at(-1) === true) kind = scanner.reScanTemplateToken(false);
      if (kind !== ts.SyntaxKind.TemplateMiddle) braces.pop();
    } else if (kind === ts.SyntaxKind.SlashToken || kind === ts.SyntaxKind.SlashEqualsToken) {
      if (!/[\w$)\]]$/.test(before)) kind = scanner.reScanSlashToken();
    }
    const text = scanner.getTokenText();
    if (isWanted(kind, before) && /\S\s+\S/.test(text)) {
      const start = scanner.getTokenStart();
      for (; counted < start; counted++) if (source.charCodeAt(counted) === 10) line++;
      const prose = text.replace(/\s*\n\s*(?:\*|\/\/)?\s*/g, ' ');
      found.push({ file, line, text: prose });
    }
    if (kind > ts.SyntaxKind.LastTriviaToken) before = text;
  }
  return found;
}

const comments = new Set([ts.SyntaxKind.SingleLineCommentTrivia, ts.SyntaxKind.MultiLineCommentTrivia]);
const strings = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
]);

const isText = (kind: ts.SyntaxKind) => comments.has(kind) || strings.has(kind);

/** Prose of Markdown, a paragraph at a time: without code, which may be the output of another tool, and without links' targets. */
function textsOfPage(file: string, source: string): Text[] {
  const lines = source.split('\n');
  const found: Text[] = [];
  let isCode = false;
  lines.forEach((line, index) => {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    else if (!isCode) {
      const text = line
        .replace(/`[^`]*`/g, '`…`')
        .replace(/\]\([^)]*\)/g, ']')
        .replace(/<!--.*?-->/g, '');
      found.push({ file, line: index + 1, text });
    }
  });
  return found;
}

function texts(): Text[] {
  const code = ['src', 'bin', 'schemas', 'eslint', 'bench', 'scripts', '__tests__'].flatMap((folder) =>
    filesOf(folder, /\.(?:ts|js|mjs)$/),
  );
  const own = relative(root, __filename);
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  return [
    ...[...code, 'main.ts'].filter((file) => file !== own).flatMap((file) => textsOfCode(file, read(file), isText)),
    ...[...filesOf('policies', /\.json$/), ...filesOf('schemas', /\.schema\.json$/)].flatMap((file) =>
      read(file)
        .split('\n')
        .map((text, index) => ({ file, line: index + 1, text: text.replace(/"[\w$-]+"(?=:|,|\])/g, '') })),
    ),
    ...[...filesOf('docs', /\.md$/), 'README.md', 'CONTRIBUTING.md'].flatMap((file) => textsOfPage(file, read(file))),
  ];
}

const without = (text: string) => allowed.reduce((left, [pattern]) => left.replace(pattern, '…'), text);

function refused({ file, line, text }: Text): string[] {
  const left = without(text);
  const further = edited.test(file) ? furtherWords : [];
  return [...words, ...further, ...spellings].flatMap(([word, instead]) => {
    const found = word.exec(left);
    if (found === null) return [];
    const around = left.slice(Math.max(0, found.index - 70), found.index + 90).trim();
    return [`${file}:${line}: "${found[0]}" (${instead}) in: ${around}`];
  });
}

slowTest('people read plain words', () => {
  expect(texts().flatMap(refused)).toEqual([]);
});

slowTest('a doc comment begins with a verb or a noun', () => {
  const found = texts().filter(({ file, text }) => edited.test(file) && beginnings.test(text));
  expect(found.map(({ file, line, text }) => `${file}:${line}: ${text.slice(0, 100)}`)).toEqual([]);
});

test('the glossary explains each term once, in alphabetical order, and uses its spelling', () => {
  const page = readFileSync(join(root, 'docs/reference/glossary.md'), 'utf8');
  const terms = [...page.matchAll(/^\| \*\*(.+?)\*\* /gm)].map(([, term = '']) => term);
  expect(terms).toEqual([...new Set(terms)].sort());
  const notSpelled = spellings
    .map(([, term]) => term)
    .filter((term) => term !== 'counterexample' && !terms.includes(term));
  expect(notSpelled).toEqual([]);
});
