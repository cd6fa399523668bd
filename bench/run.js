#!/usr/bin/env node
// Times whole processes against a baseline in one run.
//   npm run bench [-- RUNS]        default: 15 runs each
//
// Goals: each ratio or difference stays below its limit. Not a goal: absolute times, which belong to the machine.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync } = require('node:fs');
const { cpus } = require('node:os');
const { join } = require('node:path');
const { heading, root, temporary, timed } = require('./pairs');

const runs = Number(process.argv[2] ?? 15);
const env = { CDKTF_OUTDIR: temporary };

function inputsOfCheck() {
  const stacks = join(root, 'cdktf.out', 'stacks');
  if (!existsSync(stacks)) throw new Error('nothing is synthesised: run "npm run synth" first');
  const contracts = readdirSync(join(root, 'policies')).filter((name) => name.endsWith('.json'));
  return [
    ...readdirSync(stacks).map((name) => join(stacks, name, 'cdk.tf.json')),
    ...contracts.map((name) => join(root, 'policies', name)),
  ];
}

const ratio = ({ subject, baseline }) => `${(subject / baseline).toFixed(2)} times`;
const synthesis = timed(
  'synthesis of the sample, against an empty cdktf app',
  runs,
  ['bench/empty-app.js'],
  ['bin/app.js'],
  { baseline: { env }, subject: { env } },
);
const check = timed(
  'keyturn check on the sample, against parsing the same files',
  runs,
  ['bench/parse-only.js', ...inputsOfCheck()],
  ['bin/keyturn.js', 'check'],
);
const simulate = timed(
  'keyturn simulate of one rotation, against the start of Node.js',
  runs,
  ['-e', '0'],
  ['bin/keyturn.js', 'simulate'],
);

console.log(
  `Node.js ${process.version}, ${cpus().length} cores, ${cpus()[0].model}, medians of ${runs} runs (least–most)\n`,
);
console.log(heading);
console.log(synthesis.row(ratio(synthesis), '2 times'));
console.log(check.row(ratio(check), '2 times'));
console.log(simulate.row(`${(simulate.subject - simulate.baseline).toFixed(0)} ms more`, '1000 ms more'));
const rates = Array.from({ length: Math.min(runs, 5) }, () => Number(printedBy('bench/rotations.js'))).sort(
  (a, b) => a - b,
);
const began = performance.now();
printedBy('bin/keyturn.js', 'explore', '--json');
const explored = `${((performance.now() - began) / 1000).toFixed(0)} s`;
const rate = `${rates[Math.floor(rates.length / 2)]} a second (${rates[0]}–${rates.at(-1)})`;
console.log(`| executions in the embedded AWS, on one core | | ${rate} | | at least 5000 a second |`);
console.log(`| keyturn explore, the default set of every strategy, once | | ${explored} | | 60 s |`);

function printedBy(...words) {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${words.join(' ')}: exit ${status}\n${stderr}`);
  return stdout;
}
