#!/usr/bin/env node
// Records in types.json which resource types the providers have, and which arguments each takes. Then `node schemas/types/write.js`.
//   node schemas/types/record.js [FOLDER OF PLUGINS]
// It needs Terraform on PATH with its registry (or a folder of plugins that holds hashicorp/aws), and npm with its registry.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const { readBindings, readTerraform, toLines, union } = require('./sources.js');

/** The last release of the major version before the bindings', which are of the one that is used now. */
const aws = '5.100.0';
const utilities = ['archive', 'external', 'http', 'local', 'null', 'random', 'time', 'tls'];

const sources = [];
const digests = [];

digests.push(readTerraform({ plugins: process.argv[2], version: aws }));
sources.push(`hashicorp/aws ${aws}`);

addBindings(dirname(require.resolve('@cdktf/provider-aws/package.json')));

// Those of CDK Terrain, which the tests of the package install, are made from a newer release.
const tests = join(__dirname, '..', '..', '__tests__', 'package', 'cdktn');
const { status } = spawnSync(process.execPath, [join(tests, 'install.js')], { stdio: 'inherit' });
if (status !== 0) throw new Error('npm could not install the bindings of CDK Terrain');
addBindings(join(tests, 'node_modules', '@cdktn', 'provider-aws'));

const folder = mkdtempSync(join(tmpdir(), 'keyturn-bindings-'));
try {
  const packages = utilities.map((name) => `@cdktf/provider-${name}`);
  const options = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] };
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { status } = spawnSync(
    'npm',
    ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', ...packages],
    options,
  );
  if (status !== 0) throw new Error('npm could not install the bindings of the utility providers');
  for (const name of packages) addBindings(join(folder, 'node_modules', name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function addBindings(root) {
  const { cdktf } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  digests.push(readBindings(join(root, 'lib')));
  sources.push(`${cdktf.provider.name.split('/').slice(-2).join('/')} ${cdktf.provider.version}`);
}

writeFileSync(join(__dirname, 'types.json'), `${JSON.stringify({ sources, ...toLines(union(digests)) }, null, 2)}\n`);
console.log(`Recorded ${sources.join(', ')}.`);
