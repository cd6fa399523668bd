#!/usr/bin/env node
// Bundles the two programs, the command line and the CDKTF app, so that each starts in the time of Node.js itself: compiling
// TypeScript on every start would cost more than all the work that follows. Packages stay outside the bundles.
const { mkdtempSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } = require('node:fs');
const { join, dirname } = require('node:path');

const root = dirname(__dirname);
const dist = join(root, 'dist');
const programs = { keyturn: 'src/cli/keyturn.ts', app: 'main.ts' };
const sources = ['main.ts', 'src', 'package.json', 'bin/build.js'];

/** The newest change below a path, in milliseconds since 1970. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

function isStale() {
  if (!existsSync(join(root, 'src'))) return false;
  const built = Object.keys(programs).map((name) => join(dist, `${name}.js`));
  if (!built.every((file) => existsSync(file))) return true;
  const oldest = Math.min(...built.map((file) => statSync(file).mtimeMs));
  return sources.some((path) => newest(join(root, path)) > oldest);
}

function build() {
  mkdirSync(dist, { recursive: true });
  // Built aside and moved into place, so that a program that starts meanwhile never reads half a file.
  const aside = mkdtempSync(join(dist, 'build-'));
  try {
    require('esbuild').buildSync({
      absWorkingDir: root,
      entryPoints: programs,
      outdir: aside,
      bundle: true,
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      logLevel: 'error',
    });
    for (const file of readdirSync(aside)) renameSync(join(aside, file), join(dist, file));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Builds if a source is newer than what was built; returns the folder of the programs. */
function upToDate() {
  if (isStale()) build();
  return dist;
}

module.exports = { upToDate };

if (require.main === module) build();
