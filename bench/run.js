#!/usr/bin/env node
// Times whole processes against a baseline in one run, by turns, so that a busy machine slows both alike.
//   npm run bench [-- RUNS]        default: 15 runs each
//
// Goals: each ratio or difference stays below its limit. Not a goal: absolute times, which belong to the machine.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { cpus, tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

const root = dirname(__dirname);
const runs = Number(process.argv[2] ?? 15);
const outdir = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));

function node(...words) {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, words, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
  if (status !== 0) throw new Error(`node ${words.join(' ')}: exit ${status}\n${stderr}`);
  return milliseconds;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

function timed(name, baseline, subject) {
  const times = { baseline: [], subject: [] };
  for (let run = 0; run <= runs; run += 1) {
    const pair = { baseline: node(...baseline), subject: node(...subject) };
    // The first pair warms the file cache.
    if (run > 0) for (const side of Object.keys(times)) times[side].push(pair[side]);
  }
  return { name, times, baseline: median(times.baseline), subject: median(times.subject) };
}

function inputsOfCheck() {
  const stacks = join(root, 'cdktf.out', 'stacks');
  if (!existsSync(stacks)) throw new Error('nothing is synthesised: run "npm run synth" first');
  const contracts = readdirSync(join(root, 'policies')).filter((name) => name.endsWith('.json'));
  return [
    ...readdirSync(stacks).map((name) => join(stacks, name, 'cdk.tf.json')),
    ...contracts.map((name) => join(root, 'policies', name)),
  ];
}

const spread = (values) => `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;

function row(result, value, limit) {
  const { name, times, baseline, subject } = result;
  return `| ${name} | ${baseline.toFixed(0)} ms (${spread(times.baseline)}) | ${subject.toFixed(0)} ms (${spread(times.subject)}) | ${value} | ${limit} |`;
}

try {
  const synthesis = timed(
    'synthesis of the sample, against an empty cdktf app',
    ['bench/empty-app.js'],
    ['bin/app.js'],
  );
  const check = timed(
    'keyturn check on the sample, against parsing the same files',
    ['bench/parse-only.js', ...inputsOfCheck()],
    ['bin/keyturn.js', 'check'],
  );
  const simulate = timed(
    'keyturn simulate of one rotation, against the start of Node.js',
    ['-e', '0'],
    ['bin/keyturn.js', 'simulate'],
  );

  const ratio = ({ subject, baseline }) => `${(subject / baseline).toFixed(2)} times`;
  console.log(
    `Node.js ${process.version}, ${cpus().length} cores, ${cpus()[0].model}, medians of ${runs} runs (least–most)\n`,
  );
  console.log('| what | baseline | Keyturn | result | limit |');
  console.log('| --- | --- | --- | --- | --- |');
  console.log(row(synthesis, ratio(synthesis), '2 times'));
  console.log(row(check, ratio(check), '2 times'));
  console.log(row(simulate, `${(simulate.subject - simulate.baseline).toFixed(0)} ms more`, '1000 ms more'));
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
