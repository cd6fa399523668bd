// Times whole processes against a baseline, by turns, so that a busy machine slows both alike.
const { spawnSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

const root = dirname(__dirname);
const temporary = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }));

/** Runs Node.js with these words: how long it took, in milliseconds, and the most memory that it held, in MiB. */
function node(words, { expected = 0, env = {}, cwd = root } = {}) {
  const peak = join(temporary, 'peak');
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--require', join(__dirname, 'peak.js'), ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1e9,
    env: { ...process.env, ...env, BENCH_PEAK: peak },
  });
  const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
  if (![expected].flat().includes(status)) throw new Error(`node ${words.join(' ')}: exit ${status}\n${stderr}`);
  return { milliseconds, mebibytes: Number(readFileSync(peak, 'utf8')) / 1024 };
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The medians of a baseline and a subject, each run as often; the first pair warms the file cache. */
function timed(name, runs, baseline, subject, options) {
  const all = { baseline: [], subject: [] };
  for (let run = 0; run <= runs; run += 1) {
    const pair = { baseline: node(baseline, options?.baseline), subject: node(subject, options?.subject) };
    if (run > 0) for (const side of Object.keys(all)) all[side].push(pair[side]);
  }
  const of = (side, member) => median(all[side].map((one) => one[member]));
  const spread = (side) => {
    const times = all[side].map(({ milliseconds }) => milliseconds);
    return `${of(side, 'milliseconds').toFixed(0)} ms (${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)})`;
  };
  return {
    name,
    baseline: of('baseline', 'milliseconds'),
    subject: of('subject', 'milliseconds'),
    memory: of('subject', 'mebibytes') / of('baseline', 'mebibytes'),
    row: (value, limit) => `| ${name} | ${spread('baseline')} | ${spread('subject')} | ${value} | ${limit} |`,
  };
}

const heading = '| what | baseline | Keyturn | result | limit |\n| --- | --- | --- | --- | --- |';

module.exports = { heading, node, root, temporary, timed };
