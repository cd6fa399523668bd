// Explores case after case in one thread, as each thread of `keyturn explore` does, and prints what that takes:
//   node bench/explore.js [--deep] [--strategy S] [EXECUTIONS...]
// Small cases come first. A row for each number of executions that is reached: how many executions a second of processor time, how much
// memory at most until then, and how much is held once the case is done with. Stops at the last number; without any, goes through all.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const fromSources = require('./sources.js');

const root = dirname(__dirname);
const {
  casesOf,
  subjectOf,
  usualExtent,
  runCase,
  loadSettings,
  workflowOptions,
  readModel,
  deploymentFrom,
  findStacks,
  buildWorkflow,
} = fromSources(
  "export { casesOf, runCase, subjectOf, usualExtent } from './src/explorer';",
  "export { workflowOptions } from './src/infrastructure/workflow-options';",
  "export { loadSettings } from './src/settings';",
  "export { readModel } from './src/inputs';",
  "export { deploymentFrom, findStacks } from './src/terraform';",
  "export { buildWorkflow } from './src/workflow';",
);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const given = process.argv.slice(2);
const strategy = given.includes('--strategy') ? given[given.indexOf('--strategy') + 1] : 'overlap';
const marks = given.filter((each) => /^\d+$/.test(each)).map(Number);
const [environment] = loadSettings(join(root, 'cdktf.json'), { strategy }).environments;
const file = join(root, findStacks(root)[0].file);
const definition = JSON.stringify(buildWorkflow(workflowOptions(environment)));
const subject = subjectOf({ ...deploymentFrom(readModel(readFileSync(file, 'utf8'), file)), definition });
const weight = (each) => each.executions * 10 + each.faults;
const cases = casesOf({ ...usualExtent, deep: given.includes('--deep') }, subject).sort(
  (a, b) => weight(a) - weight(b),
);

const mega = (bytes) => `${Math.round(bytes / 2 ** 20)} MiB`;
const count = (value) => value.toLocaleString('en-GB');
const isBounded = marks.length > 0;
const begin = process.cpuUsage();
let executions = 0;
let states = 0;
let largest = 0;
let done = 0;

function row() {
  const { user, system } = process.cpuUsage(begin);
  const peak = process.resourceUsage().maxRSS * 1024;
  collectGarbage();
  const rate = Math.round(executions / ((user + system) / 1e6));
  const held = mega(process.memoryUsage().heapUsed);
  const cells = [done, count(executions), count(states), count(largest), count(rate), mega(peak), held];
  console.log(`| ${cells.join(' | ')} |`);
}

console.log(
  '| cases | executions | states | of the largest case | executions a second | memory at most | held after |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const each of cases) {
  const result = runCase(each, subject);
  done += 1;
  executions += result.executions;
  states += result.states;
  largest = Math.max(largest, result.states);
  if (executions >= marks[0]) {
    while (executions >= marks[0]) marks.shift();
    row();
    if (marks.length === 0) break;
  }
}
if (!isBounded) row();
