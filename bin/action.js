#!/usr/bin/env node
// What action.yml runs: `keyturn check` with the inputs of a step of GitHub Actions, and the outputs that a later step reads.
// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
const { spawnSync } = require('node:child_process');
const { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const badInput = 2;
/** The verdicts that a step fails on. */
const failing = { undecided: ['undecided', 'fail'], fail: ['fail'], never: [] };

/** GitHub passes the inputs of a step in variables. */
function input(name) {
  return (process.env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
}

function lines(name) {
  return input(name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A step has no shell that replaces a `*`. A line that matches nothing stays, so that the check names it. */
function expanded(pattern) {
  if (!pattern.includes('*')) return [pattern];
  const found = pattern
    .split('/')
    .reduce(
      (folders, part) => folders.flatMap((folder) => namesLike(folder, part).map((name) => `${folder}${name}/`)),
      [''],
    );
  return found.length > 0 ? found.map((path) => path.replace(/\/$/, '')) : [pattern];
}

function namesLike(folder, part) {
  if (!part.includes('*')) return part === '' || existsSync(`${folder}${part}`) ? [part] : [];
  const escaped = part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  const like = new RegExp(`^${escaped}$`);
  const isHidden = (name) => name.startsWith('.') && !part.startsWith('.');
  return namesIn(folder === '' ? '.' : folder).filter((name) => like.test(name) && !isHidden(name));
}

function namesIn(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** The verdict of a report; undefined if there is none. */
function verdictIn(report) {
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).verdict : undefined;
}

function append(variable, text) {
  const file = process.env[variable];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

/** A command of a runner is one line. https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
function annotate(kind, message) {
  console.log(
    `::${kind} title=keyturn::${message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')}`,
  );
}

function main() {
  const failOn = input('fail-on') || 'undecided';
  if (!Object.hasOwn(failing, failOn)) {
    annotate('error', `fail-on: ${JSON.stringify(failOn)} is not one of ${Object.keys(failing).join(', ')}`);
    return badInput;
  }
  if (!existsSync(join(__dirname, '..', 'dist', 'keyturn.js'))) {
    annotate('error', 'this commit of Keyturn has no built programs; name the commit of a release');
    return badInput;
  }
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), 'keyturn-'));
  const [report, summary] = [join(folder, 'report.json'), join(folder, 'summary.md')];
  const ref = input('contract-ref');
  const words = [
    ...['check', '--format', input('format') || 'github'],
    ...Object.entries({ json: report, markdown: summary }).flatMap(([name, file]) => ['--output', `${name}=${file}`]),
    ...lines('contracts')
      .flatMap(expanded)
      .flatMap((file) => ['--contract', file]),
    ...(ref === '' ? [] : ['--contract-from', ref]),
    ...['--', ...lines('files').flatMap(expanded)],
  ];
  const { status } = spawnSync(process.execPath, [join(__dirname, 'keyturn.js'), ...words], { stdio: 'inherit' });
  const verdict = verdictIn(report);
  // An exit code without a report is not a verdict, and neither is a report that the exit code contradicts.
  if (verdict === undefined || status === null || (status === 0) !== (verdict === 'pass')) return status || badInput;
  append('GITHUB_OUTPUT', `verdict=${verdict}\nreport=${report}\n`);
  append('GITHUB_STEP_SUMMARY', readFileSync(summary, 'utf8'));
  if (failing[failOn].includes(verdict)) return status;
  if (verdict !== 'pass')
    annotate('warning', `the verdict is ${verdict}, and this step does not fail on it (fail-on: ${failOn})`);
  return 0;
}

process.exitCode = main();
