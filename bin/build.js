#!/usr/bin/env node
// Bundles the programs, the command line and the CDKTF app, each with the packages that it uses into one file. Compiling TypeScript,
// or looking up hundreds of modules, at every start would cost more than all the work that follows. What `keyturn check` does not need
// is built into parts, files of their own that the command line loads when it needs them: src/cli/parts.
const {
  mkdtempSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { join, dirname } = require('node:path');

const root = dirname(__dirname);
const dist = join(root, 'dist');
const programs = {
  keyturn: 'src/cli/keyturn.ts',
  app: 'main.ts',
  'parts/audit': 'src/cli/parts/audit.ts',
  'parts/contract-errors': 'generated/parts/contract-errors.js',
  'parts/evidence': 'src/cli/parts/evidence.ts',
  'parts/explore-worker': 'src/cli/commands/explore/worker.ts',
  'parts/init': 'src/cli/parts/init.ts',
  'parts/machine': 'src/cli/parts/machine.ts',
  'parts/operator': 'src/cli/parts/operator.ts',
  'parts/review': 'src/cli/parts/review.ts',
  'parts/settings': 'src/cli/parts/settings.ts',
  'parts/synthesis': 'src/cli/parts/synthesis.ts',
  'parts/tables': 'src/cli/parts/tables.ts',
};
/** What all programs are made from: the code in generated/ is made from the schemas. */
const common = ['schemas', 'package.json', 'package-lock.json', 'bin'];
const sources = ['main.ts', 'src', ...common];

const built = (name) => join(dist, `${name}.js`);

/** The newest change below a path, in milliseconds since 1970. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(`${path}/${name}`)), stat.mtimeMs);
}

/** Whether the sources are here, and not only what was built from them. */
function isCheckout() {
  return existsSync(join(root, 'src'));
}

function isStale() {
  if (!isCheckout()) return false;
  const files = Object.keys(programs).map(built);
  if (!files.every((file) => existsSync(file))) return true;
  const oldest = Math.min(...files.map((file) => statSync(file).mtimeMs));
  return sources.some((path) => newest(join(root, path)) > oldest);
}

/** The same for one program: only its own sources can change it, and looking at every file would take longer than loading it. */
function isStaleProgram(name) {
  if (!isCheckout()) return false;
  try {
    const at = statSync(built(name)).mtimeMs;
    const own = readFileSync(join(dist, `${name}.sources`), 'latin1').split('\n');
    return (
      own.some((file) => statSync(`${root}/${file}`).mtimeMs > at) ||
      common.some((path) => newest(join(root, path)) > at)
    );
  } catch {
    return true; // it was never built, or one of its sources is gone
  }
}

/** Keeps the sources of each program next to it. */
function keepSources({ outputs }, folder) {
  for (const { entryPoint, inputs } of Object.values(outputs)) {
    const [name] = Object.entries(programs).find(([, source]) => source === entryPoint) ?? [];
    if (name === undefined) continue;
    const own = Object.keys(inputs).filter((file) => !file.startsWith('node_modules/'));
    writeFileSync(join(folder, `${name}.sources`), own.join('\n'));
  }
}

function bundle(entryPoints, outdir, alias = {}) {
  return require('esbuild').buildSync({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    external: ['./parts/*'],
    alias,
    supported: { 'dynamic-import': false },
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
}

function build() {
  require('./generate.js').generate();
  mkdirSync(dist, { recursive: true });
  // Built aside and moved into place, so that a program that starts meanwhile never reads half a file.
  const aside = mkdtempSync(join(dist, 'build-'));
  let faults;
  try {
    const { 'parts/operator': operator, ...others } = programs;
    // Commander loads node:child_process for commands that are programs of their own; Node.js takes as long for it as for the whole command line.
    // What signs and hashes loads node:crypto, which takes a tenth of a check, and a check that passes needs neither.
    const made = [
      bundle(others, aside, {
        'node:child_process': './bin/child-process.js',
        'node:crypto': './bin/crypto.js',
        'node:zlib': './bin/zlib.js',
      }),
      // Alone, because what one program loads late is wrapped in all programs that are built with it.
      bundle({ 'parts/operator': operator }, aside),
    ];
    for (const { metafile } of made) keepSources(metafile, aside);
    for (const file of readdirSync(dist, { recursive: true }))
      if (file.endsWith('.cache')) rmSync(join(dist, file), { force: true });
    mkdirSync(join(dist, 'parts'), { recursive: true });
    for (const name of Object.keys(programs))
      for (const file of [`${name}.js.map`, `${name}.sources`, `${name}.js`])
        renameSync(join(aside, file), join(dist, file));
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    faults = error.errors;
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  if (faults !== undefined) endWith(faults);
}

/** Ends the program after esbuild has printed the faults of the sources: a stack trace would say nothing more. */
function endWith(faults) {
  if (faults.some(({ location }) => location?.file === 'main.ts'))
    process.stderr.write(
      'main.ts: cannot be built. If it is the file of an older version, take the new one, and write your changes into it: docs/how-to/upgrade.md\n',
    );
  process.exit(2);
}

/** The folders of the packages that are in the built programs, in alphabetical order. */
function bundledPackages() {
  const aside = mkdtempSync(join(dist, 'build-'));
  try {
    const { inputs } = bundle(programs, aside).metafile;
    const folders = Object.keys(inputs).flatMap(
      (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [],
    );
    return [...new Set(folders)].sort().map((folder) => join(root, folder));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Builds if a source of a program is newer than the program; without a name, a source of any. */
function upToDate(name) {
  if (name === undefined ? isStale() : isStaleProgram(name)) build();
}

module.exports = { build, built, bundledPackages, isCheckout, newest, sources, upToDate };

if (require.main === module) build();
