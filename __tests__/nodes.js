// Runs every test with other releases of Node.js, which npm fetches:
//   npm run test:nodes                      the oldest release that package.json allows, and the newest 20, 22 and 24
//   npm run test:nodes -- 22 24.4 workflow  these releases, and the files with `workflow` in their path
const { spawnSync } = require('node:child_process');
const { delimiter, dirname } = require('node:path');
const { engines } = require('../package.json');
const { programOf } = require('./node-program.js');

const oldest = engines.node.replace('>=', '');
const words = process.argv.slice(2);
const firstOther = words.findIndex((word) => !/^\d+(\.\d+)*$/.test(word));
const named = firstOther < 0 ? words : words.slice(0, firstOther);
const releases = named.length > 0 ? named : [oldest, '20', '22', '24'];
const forJest = words.slice(named.length);

function runs(program, ...words) {
  const env = { ...process.env, KEYTURN_TESTS: 'all', PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };
  return spawnSync(program, words, { stdio: 'inherit', env }).status === 0;
}

const results = releases.map((release) => {
  console.log(`\n== Node.js ${release}`);
  const program = programOf(release);
  const passed =
    program !== '' && runs(program, '--version') && runs(program, require.resolve('jest/bin/jest'), ...forJest);
  return { release, passed };
});

console.log('');
for (const { release, passed } of results) console.log(`Node.js ${release}: ${passed ? 'passed' : 'FAILED'}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
