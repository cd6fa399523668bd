#!/usr/bin/env node
// Makes the tree of the commit that people name who take Keyturn from git: node scripts/release-tree.js FOLDER
//
// The sources are not built, so an action, a hook of pre-commit or a template cannot run from their commit. The tree of a release has what
// the package has, with its built programs, and what such tools look for. Nothing in it needs another package or runs when it is installed.
const { execFileSync } = require('node:child_process');
const {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');

/** What the package does not have. */
const added = ['action.yml', 'bin/action.js', '.pre-commit-hooks.yaml', 'templates'];

/** Makes the tree in a folder that does not exist yet, and returns the version. */
function releaseTree(folder) {
  if (existsSync(folder)) throw new Error(`${folder}: exists; name a folder to make`);
  const aside = mkdtempSync(join(tmpdir(), 'keyturn-release-'));
  try {
    execFileSync('npm', ['pack', '--silent', '--pack-destination', aside], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [packed] = readdirSync(aside);
    execFileSync('tar', ['-xzf', join(aside, packed), '-C', aside]);
    mkdirSync(folder, { recursive: true });
    cpSync(join(aside, 'package'), folder, { recursive: true });
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  for (const name of added) cpSync(join(root, name), join(folder, name), { recursive: true });
  const file = join(folder, 'package.json');
  const description = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of ['scripts', 'devDependencies', 'overrides', 'allowScripts']) delete description[name];
  writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`);
  return description.version;
}

module.exports = { releaseTree };

if (require.main === module) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) throw new Error('name the folder to make: node scripts/release-tree.js FOLDER');
  console.log(releaseTree(resolve(folder)));
}
