// Runs every test with other releases of Node.js, which npm fetches:
//   npm run test:nodes                      the oldest release that package.json allows, and the newest 20, 22 and 24
//   npm run test:nodes -- 22 24.4 workflow  these releases, and the files with `workflow` in their path
const { spawnSync } = require('node:child_process');
const { engines } = require('../package.json');

const oldest = engines.node.replace('>=', '');
const words = process.argv.slice(2);
const firstOther = words.findIndex((word) => !/^\d+(\.\d+)*$/.test(word));
const named = firstOther < 0 ? words : words.slice(0, firstOther);
const releases = named.length > 0 ? named : [oldest, '20', '22', '24'];
const forJest = words.slice(named.length);

/** The package of this machine's program. The package `node` fetches the same by an install script, which npm 12 skips. */
function packageOf(release) {
  const { platform, arch } = process;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${arch}@${release}`;
}

function runs(release, ...programAndWords) {
  const env = { ...process.env, KEYTURN_TESTS: 'all' };
  const command = ['exec', '--yes', `--package=${packageOf(release)}`, '--', 'node', ...programAndWords];
  return spawnSync('npm', command, { stdio: 'inherit', env }).status === 0;
}

const results = releases.map((release) => {
  console.log(`\n== Node.js ${release}`);
  return { release, passed: runs(release, '--version') && runs(release, require.resolve('jest/bin/jest'), ...forJest) };
});

console.log('');
for (const { release, passed } of results) console.log(`Node.js ${release}: ${passed ? 'passed' : 'FAILED'}`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
