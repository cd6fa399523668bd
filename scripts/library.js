// Builds the library into dist/library: a bundle and declarations for each entry of `exports` in package.json. npm pack runs this first. It is
// not part of bin/build.js, because the declarations take many seconds, and the programs do not need them.
const { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { newest } = require('../bin/build.js');
const { generate } = require('../bin/generate.js');

const root = dirname(__dirname);
const folder = join(root, 'dist', 'library');

/** Names in the source, and what they are in an app of CDK Terrain. */
const cdktn = { cdktf: 'cdktn', '@cdktf/provider-aws': '@cdktn/provider-aws' };

/** The sources that users import, and the packages of theirs that the bundles use. */
const entries = ['cdktf', 'check', 'jest'];
const external = ['cdktf', 'cdktn', 'constructs', '@cdktf/provider-aws', '@cdktn/provider-aws'];

const sourceOf = (name) => join(root, 'src', 'library', `${name}.ts`);

function bundle(entryPoints, alias = {}) {
  require('esbuild').buildSync({
    absWorkingDir: root,
    entryPoints,
    outdir: folder,
    bundle: true,
    // The judging is shared by all entries.
    external: [...external, './judging'],
    alias,
    platform: 'node',
    target: 'node20',
    minify: true,
    // Node.js prints the line of an error that nobody caught above its message.
    lineLimit: 120,
    // Errors and stacks of CDKTF show the names of classes.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
  });
}

/** The declarations of each entry in one file, with everything that is not from a package of the user. */
function declarations() {
  const { generateDtsBundle } = require('dts-bundle-generator');
  const texts = generateDtsBundle(
    entries.map((name) => ({
      filePath: sourceOf(name),
      output: { noBanner: true, exportReferencedTypes: false, inlineDeclareGlobals: name === 'jest' },
      libraries: { importedLibraries: external, allowedTypesLibraries: [] },
    })),
    { preferredConfigPath: join(root, 'tsconfig.json') },
  );
  return Object.fromEntries(entries.map((name, index) => [name, texts[index]]));
}

/** The same declarations for an app that has only CDK Terrain. */
function renamed(text) {
  return text.replace(/from '([^']+)'/g, (written, name) =>
    cdktn[name] === undefined ? written : `from '${cdktn[name]}'`,
  );
}

const sources = ['src', 'schemas', 'bin', 'scripts/library.js', 'tsconfig.json', 'package-lock.json'];

/** Whether a source is newer than what was built. The declarations take long. */
function isStale() {
  const built = existsSync(folder) ? readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs) : [];
  const complete = 2 * (entries.length + 1) + 1;
  return built.length < complete || sources.some((source) => newest(join(root, source)) > Math.min(...built));
}

function build() {
  if (!isStale()) return;
  generate();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  bundle({ cdktf: sourceOf('cdktf'), check: sourceOf('check'), jest: sourceOf('jest') });
  bundle({ cdktn: sourceOf('cdktf') }, cdktn);
  bundle({ judging: sourceOf('judging') });
  const texts = declarations();
  for (const [name, text] of Object.entries({ ...texts, cdktn: renamed(texts.cdktf) }))
    writeFileSync(join(folder, `${name}.d.ts`), text);
}

module.exports = { build };

if (require.main === module) build();
