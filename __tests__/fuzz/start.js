// Looks for inputs that the checker judges wrongly, with new seeds: npm run fuzz -- --minutes 10
// It runs the sources as they stand. The trials run in a thread, so that one that does not come to an end is reported, too.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parseArgs } = require('node:util');
const { clearInterval, setInterval } = require('node:timers');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');
const { transformSync } = require('esbuild');

/** A trial of some kilobytes takes a tenth of a second; this is much more than a busy machine makes of that. */
const mostSeconds = 120;
const mostMegabytes = 2048;

const usage = `npm run fuzz -- [--minutes N] [--seed N] [--kind NAME] [--path PATH]
  --minutes  how long, 1 if it is left out
  --seed     where to begin; another one each time if it is left out
  --kind     only this kind of input
  --path     with the seed and the kind of a counterexample: that one again
`;

function optionsOf(words) {
  const text = { type: 'string' };
  const { values } = parseArgs({ args: words, options: { minutes: text, seed: text, kind: text, path: text } });
  const number = (name, given) => {
    if (!/^\d+(\.\d+)?$/.test(given)) throw new TypeError(`--${name} must be a number; got ${given}`);
    return Number(given);
  };
  const { minutes = '1', seed = String(Date.now() % 1e9), ...rest } = values;
  return { ...rest, minutes: number('minutes', minutes), seed: Math.floor(number('seed', seed)) };
}

function main() {
  let options;
  try {
    options = optionsOf(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`fuzz: ${error.message}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  const worker = new Worker(__filename, {
    workerData: options,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  let current = { what: 'the start', since: Date.now() };
  const watch = setInterval(() => {
    if (Date.now() - current.since < mostSeconds * 1000) return;
    process.stdout.write(`no end after ${mostSeconds} seconds: ${current.what}\n`);
    process.exit(1);
  }, 1000);
  worker.on('message', ({ line, trial, code }) => {
    if (trial !== undefined) current = { what: trial, since: Date.now() };
    if (line !== undefined) process.stdout.write(`${line}\n`);
    if (code !== undefined) process.exitCode = code;
  });
  worker.on('error', (error) => {
    process.stdout.write(`${error.stack}\nin ${current.what}\n`);
    process.exitCode = 1;
  });
  worker.on('exit', () => clearInterval(watch));
}

function runTrials() {
  require.extensions['.ts'] = (module, file) => {
    const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', sourcefile: file });
    module._compile(code, file);
  };
  const { fuzz } = require(join(__dirname, 'program.ts'));
  const tell = {
    line: (line) => parentPort.postMessage({ line }),
    trial: (trial) => parentPort.postMessage({ trial }),
  };
  parentPort.postMessage({ code: fuzz(workerData, tell) });
}

if (isMainThread) main();
else runTrials();
