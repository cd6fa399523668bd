// Runs the `outcomes` of a module of tests, and prints them as JSON: node run.js MODULE [--without-words] [--all]
const { readdirSync, readFileSync } = require('node:fs');
const { join, relative, resolve } = require('node:path');
const { transformSync } = require('esbuild');
const { kindsIn, withoutWords } = require('./transform.js');

const src = resolve(__dirname, '..', '..', 'src');
const [module_, ...flags] = process.argv.slice(2);
const hasWords = !flags.includes('--without-words');
globalThis.runsAll = flags.includes('--all');

/**
 * What keeps its words: what the state machine says, which is the product, with the patterns by which its causes are judged; and what AWS says,
 * in which the machine looks for "not authorized".
 */
const kept =
  /^(workflow|infrastructure|simulator)\/|^explorer\/model\/faults\.ts$|^explorer\/invariants\/cause-claims\.ts$/;

const kinds = new Set();
for (const entry of hasWords ? [] : readdirSync(src, { recursive: true, withFileTypes: true }))
  if (entry.name.endsWith('.ts'))
    for (const kind of kindsIn(readFileSync(join(entry.parentPath, entry.name), 'utf8'))) kinds.add(kind);

require.extensions['.ts'] = (module, file) => {
  const place = relative(src, file);
  const keepsWords = hasWords || place.startsWith('..') || kept.test(place);
  const source = readFileSync(file, 'utf8');
  const { code } = transformSync(keepsWords ? source : withoutWords(source, place, kinds), {
    loader: 'ts',
    format: 'cjs',
  });
  module._compile(code, file);
};

const { outcomes } = require(resolve(module_));
process.stdout.write(JSON.stringify(outcomes()));
