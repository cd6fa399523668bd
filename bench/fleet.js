#!/usr/bin/env node
// Times fleets: the synthesis of up to 20,000 users, the check of a stack of 5,000, and the simulation of all their schedules.
//   npm run bench:fleet [-- RUNS]        default: 3 runs each
//
// Exits with 1 if a goal is missed. The fleet has one account for each 5,000 users, and shards of 400.
const { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { cpus } = require('node:os');
const { join } = require('node:path');
const { node, root, temporary } = require('./pairs');

const runs = Number(process.argv[2] ?? 3);
const usersOfAccount = 5000;
const usersOfShard = 400;
const app = join(root, 'bin', 'app.js');
const keyturn = join(root, 'bin', 'keyturn.js');
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Writes a project with so many users: the settings, both files and the contracts. */
function project(count) {
  const folder = join(temporary, String(count));
  cpSync(join(root, 'policies'), join(folder, 'policies'), { recursive: true });
  const { context } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8'));
  const settings = {
    ...context.keyturn,
    environments: { file: 'environments.csv' },
    users: { file: 'users.csv' },
    spread: 1440,
  };
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ context: { keyturn: settings } }));
  const accounts = Array.from({ length: Math.ceil(count / usersOfAccount) }, (_, index) => index);
  const rows = accounts.map((index) => `e${index},${111122223333 + index},eu-central-1`);
  writeFileSync(join(folder, 'environments.csv'), ['name,accountId,region', ...rows].join('\n'));
  const users = Array.from({ length: count }, (_, index) => {
    const name = `service-user-${String(index).padStart(5, '0')}`;
    const shard = String(Math.floor((index % usersOfAccount) / usersOfShard)).padStart(2, '0');
    return { name, shard: count > usersOfShard ? shard : '00', environment: `e${Math.floor(index / usersOfAccount)}` };
  });
  const lines = users.map(({ name, shard, environment }) => `${name},/fleet/,${name}/aws,${shard},${environment}`);
  writeFileSync(join(folder, 'users.csv'), ['userName,path,secretName,shard,environments', ...lines].join('\n'));
  const contract = join(folder, 'policies', 'execution-role.json');
  const pairs = users.map(({ name, environment }) => `${name},/fleet/,${name}/aws,${environment}`);
  writeFileSync(join(folder, 'policies', 'pairs.csv'), ['userName,path,secretName,environments', ...pairs].join('\n'));
  writeFileSync(
    contract,
    JSON.stringify({ ...JSON.parse(readFileSync(contract, 'utf8')), pairs: { file: 'pairs.csv' } }),
  );
  mkdirSync(join(folder, 'cdktf.out'), { recursive: true });
  return folder;
}

function measured(words, options) {
  node(words, options);
  const all = Array.from({ length: runs }, () => node(words, options));
  return {
    milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
    mebibytes: median(all.map(({ mebibytes }) => mebibytes)),
  };
}

function stacksIn(folder) {
  const stacks = join(folder, 'cdktf.out', 'stacks');
  return readdirSync(stacks).map((name) => join(stacks, name, 'cdk.tf.json'));
}

const counts = [1, 100, 1000, 5000, 20000];
const missed = [];

/** A row of the table; a value above its limit is a goal that is missed. */
function row(name, value, limit, shown = (one) => one.toFixed(2)) {
  const isMissed = value > limit;
  if (isMissed) missed.push(name);
  console.log(`| ${name} | ${shown(value)} | at most ${shown(limit)} | ${isMissed ? 'missed' : 'reached'} |`);
}

console.log(`Node.js ${process.version}, ${cpus().length} cores, ${cpus()[0].model}, medians of ${runs} runs\n`);
console.log('| users | synthesis | memory | bytes of stack a user |\n| --- | --- | --- | --- |');
const synthesis = new Map();
for (const count of counts) {
  const cwd = project(count);
  // The gate is the check, which is timed apart.
  const time = measured([app], { cwd, env: { KEYTURN_UNCHECKED: '1', CDKTF_OUTDIR: 'cdktf.out' } });
  const bytes = stacksIn(cwd).reduce((sum, file) => sum + statSync(file).size, 0) / count;
  synthesis.set(count, { ...time, bytes, cwd });
  const { milliseconds, mebibytes } = time;
  console.log(`| ${count} | ${milliseconds.toFixed(0)} ms | ${mebibytes.toFixed(0)} MiB | ${bytes.toFixed(0)} |`);
}
const of = (count) => synthesis.get(count);
const { cwd } = of(usersOfAccount);
const parsing = measured([join(root, 'bench', 'parse-only.js'), ...stacksIn(cwd)], { cwd });
// Any verdict is timed: the goal is about the time.
const check = measured([keyturn, 'check'], { cwd, expected: [0, 1] });
const simulation = measured([keyturn, 'simulate', '--fleet', '--days', '400'], { cwd });
const perUser = (count) => (of(count).milliseconds - of(1).milliseconds) / count;

console.log('\n| what | result | limit | |\n| --- | --- | --- | --- |');
row('synthesis of 5,000 users, in times of one user', of(5000).milliseconds / of(1).milliseconds, 3);
row('memory of it, in times of one user', of(5000).mebibytes / of(1).mebibytes, 1.7);
row('bytes of stack a user, of 5,000', of(5000).bytes, 1500, (one) => one.toFixed(0));
row('time a user of 20,000, in times of one of 5,000', perUser(20000) / perUser(5000), 1.5);
row('check of 5,000 users, in times of parsing', check.milliseconds / parsing.milliseconds, 2);
row('simulation of 5,000 users over 400 days, in seconds', simulation.milliseconds / 1000, 60);
if (missed.length > 0) {
  console.error(`\nmissed: ${missed.join('; ')}`);
  process.exitCode = 1;
}
