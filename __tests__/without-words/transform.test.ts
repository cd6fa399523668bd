import { transformSync } from 'esbuild';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the runner of the programs loads it, too
const { kindsIn, withoutWords } = require('./transform.js') as {
  kindsIn: (source: string) => string[];
  withoutWords: (source: string, place: string, kinds: ReadonlySet<string>) => string;
};

/** What a program of one expression comes to, with its words and without. */
function both(expression: string, declarations = ''): [unknown, unknown] {
  const source = `${declarations}\n${expression}`;
  const wordless = withoutWords(source, 'place', new Set(kindsIn(source)));
  return [source, wordless].map((each) => eval(transformSync(each, { loader: 'ts' }).code) as unknown) as [
    unknown,
    unknown,
  ];
}

test.each([
  ['a text', `'it is not known'`, 'place#0'],
  ['a template, with what is filled in', '`role "${1 + 1}" is open`', 'place#0'],
  ['a template in a template', '`it is open: ${[1].map((each) => `the role ${each}`).join()}`', 'place#1'],
])('%s becomes a token', (_, expression, token) => {
  expect(both(expression)[1]).toBe(token);
});

test.each([
  ['a word', `'known'`],
  ['a list of names', `'MON TUE'.split(' ')`],
  ['a key of two names', '`${1} ${2}`'],
  ['an address', 'const address = `role ${1} policy`; address'],
  ['a kind that a type has', `const kind: Kind = 'no answer'; kind === 'no answer'`, `type Kind = 'no answer';`],
  ['a kind that a list has', `kinds.indexOf('two runs')`, `const kinds = ['two runs'] as const;`],
])('%s stays', (_, expression, declarations = '') => {
  const [whole, wordless] = both(expression, declarations);
  expect(wordless).toEqual(whole);
});

test.each([
  ['a part of a text', `why.startsWith('the role')`, `const why = 'the role is open';`],
  ['what was filled in', `/SourceArn/.test(why)`, 'const why = `the contract demands ${"aws:SourceArn"}`;'],
  ['a whole text', `why === 'git cannot be run'`, `const why: string = 'git cannot be run';`],
])('a program that looks for %s decides otherwise', (_, expression, declarations) => {
  expect(both(expression, declarations)).toEqual([true, false]);
});
