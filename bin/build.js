#!/usr/bin/env node
// Bundles the programs, the command line and the CDKTF app, each with the packages that it uses into one file. Compiling TypeScript,
// or looking up hundreds of modules, at every start would cost more than all the work that follows. What the command line needs of
// CDKTF is large and rarely needed, and stays a file of its own.
const { mkdtempSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } = require('node:fs');
const { join, dirname } = require('node:path');

const root = dirname(__dirname);
const dist = join(root, 'dist');
const programs = {
  keyturn: 'src/cli/keyturn.ts',
  app: 'main.ts',
  synthesis: 'src/cli/synthesis.ts',
  'explore-worker': 'src/cli/commands/explore/worker.ts',
};
const sources = ['main.ts', 'src', 'schemas', 'package.json', 'package-lock.json', 'bin'];

const built = (name) => join(dist, `${name}.js`);

/** The newest change below a path, in milliseconds since 1970. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(`${path}/${name}`)), stat.mtimeMs);
}

function isStale() {
  if (!existsSync(join(root, 'src'))) return false;
  const files = Object.keys(programs).map(built);
  if (!files.every((file) => existsSync(file))) return true;
  const oldest = Math.min(...files.map((file) => statSync(file).mtimeMs));
  return sources.some((path) => newest(join(root, path)) > oldest);
}

function build() {
  require('./generate.js').generate();
  mkdirSync(dist, { recursive: true });
  // Built aside and moved into place, so that a program that starts meanwhile never reads half a file.
  const aside = mkdtempSync(join(dist, 'build-'));
  try {
    require('esbuild').buildSync({
      absWorkingDir: root,
      entryPoints: programs,
      outdir: aside,
      bundle: true,
      external: ['./synthesis'],
      // Commander loads it for commands that are programs of their own; Node.js takes as long for it as for the whole command line.
      alias: { 'node:child_process': './bin/child-process.js' },
      supported: { 'dynamic-import': false },
      platform: 'node',
      target: 'node20',
      sourcemap: true,
      minify: true,
      legalComments: 'none',
      logLevel: 'error',
    });
    for (const file of readdirSync(dist)) if (file.endsWith('.cache')) rmSync(join(dist, file), { force: true });
    for (const file of readdirSync(aside)) renameSync(join(aside, file), join(dist, file));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Builds if a source is newer than what was built. */
function upToDate() {
  if (isStale()) build();
}

module.exports = { built, upToDate };

if (require.main === module) build();
