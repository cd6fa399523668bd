#!/usr/bin/env node
// Runs tests with the programs of this machine and records what passed: node scripts/compatibility.js [RUN...]
//
// docs/reference/compatibility.json keeps the record, and the tables of docs/reference/compatibility.md are made from it. So the page says
// nothing that was not run. Without RUN, all runs. A run that fails is removed from the record.
const { execFileSync, spawnSync } = require('node:child_process');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pluginFolder, terraformProgram } = require('../.ci/validate.js');

const root = resolve(__dirname, '..');
const recordFile = join(root, 'docs', 'reference', 'compatibility.json');
const page = join(root, 'docs', 'reference', 'compatibility.md');

const packages = ['cdktf', 'cdktf-cli', 'constructs', '@cdktf/provider-aws'];
/** The packages of CDK Terrain, which the tests install apart. */
const successor = ['cdktn', '@cdktn/provider-aws'];
const deployed = ['Node.js', 'Terraform', 'hashicorp/aws', 'moto', ...packages];
const onNode = (release) => `npm run test:nodes -- ${release} __tests__/package/readme __tests__/workflows/action`;

const cdktnFolder = join(root, '__tests__', 'package', 'cdktn');

/** Bindings from which a run reads a schema, instead of starting the program of the provider. */
const bindings = {
  '@cdktf/provider-aws': join(root, 'node_modules', '@cdktf', 'provider-aws'),
  '@cdktn/provider-aws': join(cdktnFolder, 'node_modules', '@cdktn', 'provider-aws'),
};

/**
 * The runs, each with what takes part in it. A release of Node.js is the one that the run prints, not the one of this machine. `reads` are
 * the bindings that stand in for a provider; `tells` keeps the names of the tests.
 */
const runs = {
  'node-20.12': { command: onNode('20.12.0'), uses: ['Node.js'] },
  'node-20': { command: onNode('20'), uses: ['Node.js'] },
  'node-22': { command: onNode('22'), uses: ['Node.js'] },
  'node-24': { command: onNode('24'), uses: ['Node.js'] },
  module: { command: 'npm run e2e -- module', uses: deployed.filter((name) => name !== 'cdktf-cli') },
  deploy: { command: 'npm run e2e -- deploy', uses: deployed },
  schemas: {
    command: 'npm run e2e -- schemas',
    uses: deployed.filter((name) => !['cdktf-cli', 'moto'].includes(name)),
    reads: ['@cdktf/provider-aws'],
  },
  'schemas-cdktn': {
    command: `KEYTURN_BINDINGS=__tests__/package/cdktn/node_modules/@cdktn/provider-aws npm run e2e -- schemas/schemas --testNamePattern '^the bindings .* fits'`,
    uses: ['Node.js', 'cdktf', 'constructs', '@cdktn/provider-aws'],
    reads: ['@cdktn/provider-aws'],
  },
  types: {
    command: 'npm run test:all -- resource-types',
    uses: ['Node.js', 'Terraform', 'hashicorp/aws', '@cdktf/provider-aws', '@cdktn/provider-aws'],
    reads: ['@cdktf/provider-aws', '@cdktn/provider-aws'],
  },
  'library-cdktn': {
    command: 'npm run test:all -- package/cdktn',
    uses: ['Node.js', 'cdktf', 'constructs', '@cdktf/provider-aws', ...successor],
    tells: true,
  },
  cdktn: {
    command: 'npm run e2e -- cdktn',
    uses: [...deployed.filter((name) => name !== 'cdktf-cli'), ...successor, 'cdktn-cli'],
    tells: true,
  },
  plans: { command: 'npm run plans', uses: deployed.filter((name) => name !== 'cdktf-cli') },
};

const versions = {
  'Node.js': () => process.version.slice(1),
  Terraform: () => JSON.parse(printedBy(terraformProgram(), 'version', '-json')).terraform_version,
  'hashicorp/aws': () => newestIn(join(pluginFolder(), 'registry.terraform.io', 'hashicorp', 'aws')),
  moto: () => printedBy(process.env.KEYTURN_PYTHON || 'python3', '-c', 'import moto; print(moto.__version__)').trim(),
  ...Object.fromEntries(packages.map((name) => [name, () => versionIn(root, name)])),
  ...Object.fromEntries(successor.map((name) => [name, () => versionIn(cdktnFolder, name)])),
  'cdktn-cli': () => versionIn(join(root, '__tests__', 'e2e', 'cdktn', 'cli'), 'cdktn-cli'),
};

function versionIn(folder, name) {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function printedBy(program, ...words) {
  return execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Terraform takes the newest version that the stacks allow. */
function newestIn(folder) {
  return readdirSync(folder)
    .sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))
    .at(-1);
}

function read() {
  return existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : {};
}

/** What a run says of itself; undefined if it failed. */
function recordOf({ command, uses, reads = [], tells = false }) {
  console.log(`\n== ${command}`);
  // Before the run: it may take minutes, in which somebody commits.
  const commit = printedBy('git', '-C', root, 'rev-parse', '--short=12', 'HEAD').trim();
  const { status, stdout, stderr } = spawnSync(command, {
    cwd: root,
    shell: true,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const printed = `${stdout}${stderr}`;
  const [, passed] = /^Tests: .*?(\d+) passed/m.exec(printed) ?? [];
  if (status !== 0 || passed === undefined) {
    console.log(printed.slice(-4000));
    return undefined;
  }
  const [, release] = /^v(\d+\.\d+\.\d+)$/m.exec(printed) ?? [];
  const used = uses.map((name) => [name, name === 'Node.js' && release !== undefined ? release : versions[name]()]);
  return {
    command,
    day: new Date().toISOString().slice(0, 10),
    commit,
    platform: `${process.platform} ${process.arch}`,
    passed: Number(passed),
    versions: Object.fromEntries(used),
    ...(reads.length > 0 && { read: Object.fromEntries(reads.map((name) => [name, providerOf(name)])) }),
    ...(tells && { tests: testsIn(printed) }),
  };
}

/** The version of the provider that bindings were made from. */
function providerOf(name) {
  return JSON.parse(readFileSync(join(bindings[name], 'package.json'), 'utf8')).cdktf.provider.version;
}

/** The names of the tests that Jest printed, each after those of its blocks. */
function testsIn(printed) {
  const blocks = [];
  return printed.split('\n').flatMap((line) => {
    const [, indent, mark, name] = /^((?: {2})+)(✓ )?(\S.*?)(?: \(\d+(?:\.\d+)? m?s\))?$/.exec(line) ?? [];
    if (name === undefined) return [];
    blocks.length = indent.length / 2 - 1;
    if (mark !== undefined) return [[...blocks, name].join(' ')];
    blocks.push(name);
    return [];
  });
}

const marker = (name) => [`<!-- made from the record: ${name} -->\n\n`, `\n<!-- end of ${name} -->`];

/** The tables of the page, by the names of their markers. */
function tables(record) {
  const all = Object.values(record);
  const rows = new Map();
  all.forEach((run, index) => {
    for (const [name, version] of Object.entries(run.versions)) {
      const key = `| ${name.includes('/') || [...packages, ...successor, 'cdktn-cli'].includes(name) ? `\`${name}\`` : name} | ${version} |`;
      rows.set(key, [...(rows.get(key) ?? []), index + 1]);
    }
  });
  const order = ([key]) =>
    Object.keys(versions).findIndex((name) => key.startsWith(`| ${name} `) || key.startsWith(`| \`${name}\` `));
  const sorted = [...rows].sort((left, right) => order(left) - order(right));
  return {
    versions: [
      '| what | version | runs |',
      '| --- | --- | --- |',
      ...sorted.map(([key, from]) => `${key} ${from.join(', ')} |`),
    ],
    runs: [
      '| run | command | passed | day | commit | machine |',
      '| --- | --- | --- | --- | --- | --- |',
      ...all.map(
        ({ command, passed, day, commit, platform }, index) =>
          `| ${index + 1} | \`${command}\` | ${passed} tests | ${day} | \`${commit}\` | ${platform} |`,
      ),
    ],
    compared: [
      '| what | version | read from | runs |',
      '| --- | --- | --- | --- |',
      ...comparedRows(all).map(([row, from]) => `${row} ${from.join(', ')} |`),
    ],
    'CDK Terrain': all.flatMap(({ tests = [] }, index) => tests.map((name) => `- ${name} (run ${index + 1})`)),
  };
}

/** What was compared with bindings, each with the numbers of its runs. */
function comparedRows(all) {
  const rows = new Map();
  all.forEach(({ read = {}, versions: used }, index) => {
    for (const [name, provider] of Object.entries(read)) {
      const row = `| \`hashicorp/aws\` | ${provider} | the bindings \`${name}\` ${used[name]} |`;
      rows.set(row, [...(rows.get(row) ?? []), index + 1]);
    }
  });
  return [...rows].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** The text of the page with the tables of a record. */
function withTables(text, record) {
  return Object.entries(tables(record)).reduce((all, [name, lines]) => {
    const [begin, end] = marker(name);
    const [from, to] = [all.indexOf(begin), all.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${page}: has no ${begin.trim()}`);
    return `${all.slice(0, from + begin.length)}${lines.join('\n')}\n${all.slice(to)}`;
  }, text);
}

function main(names) {
  for (const name of names)
    if (!Object.hasOwn(runs, name)) throw new Error(`${name}: is not one of ${Object.keys(runs).join(', ')}`);
  for (const name of names.length > 0 ? names : Object.keys(runs)) {
    const made = recordOf(runs[name]);
    const record = read();
    if (made === undefined) delete record[name];
    else record[name] = made;
    const inOrder = Object.keys(runs).flatMap((one) => (one in record ? [[one, record[one]]] : []));
    writeFileSync(recordFile, `${JSON.stringify(Object.fromEntries(inOrder), null, 2)}\n`);
    writeFileSync(page, withTables(readFileSync(page, 'utf8'), read()));
    console.log(
      made === undefined ? `${name}: FAILED, and is not in the record` : `${name}: ${made.passed} tests passed`,
    );
    if (made === undefined) process.exitCode = 1;
  }
}

module.exports = { packages, runs, withTables };

if (require.main === module) main(process.argv.slice(2));
