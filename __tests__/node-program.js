// Releases of Node.js, which npm fetches.
const { spawnSync } = require('node:child_process');

/** The package of this machine's program. The package `node` fetches the same by an install script, which npm 12 skips. */
function packageOf(release) {
  const { platform, arch } = process;
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${arch}@${release}`;
}

/**
 * The path of the program; empty if npm could not fetch it. The tests do not start below `npm exec`, which puts the options of npm into the
 * environment of what it starts, and so of every npm and npx there.
 */
function programOf(release) {
  const command = ['exec', '--yes', `--package=${packageOf(release)}`, '--', 'node', '-p', 'process.execPath'];
  const { stdout } = spawnSync('npm', command, { stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8' });
  return (stdout ?? '').trim();
}

module.exports = { programOf };
