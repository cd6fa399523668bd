// Rotates again and again in the embedded AWS, and prints how many executions one core runs a second: node bench/rotations.js STACK
// The default is the first synthesised stack.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const fromSources = require('./sources.js');

const root = dirname(__dirname);
const warmUp = 500;
const rotations = 5000;

const { rotate, scenarioOf, readModel, deploymentFrom, findStacks } = fromSources(
  "export { rotate, scenarioOf } from './src/simulator';",
  "export { readModel } from './src/inputs';",
  "export { deploymentFrom, findStacks } from './src/terraform';",
);

const file = process.argv[2] ?? join(root, findStacks(root)[0].file);
const scenario = scenarioOf(deploymentFrom(readModel(readFileSync(file, 'utf8'), file)), { keys: 1 });
for (let turn = 0; turn < warmUp; turn += 1) rotate(scenario);
const begin = process.cpuUsage();
for (let turn = 0; turn < rotations; turn += 1) rotate(scenario);
const { user, system } = process.cpuUsage(begin);
console.log(Math.round(rotations / ((user + system) / 1e6)));
