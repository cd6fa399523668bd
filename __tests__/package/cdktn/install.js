// Installs CDK Terrain into this folder, if it is missing or older than the lock file. If that fails, the tests here say by name
// what is missing, and all others run.
const { spawnSync } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');

const lockFile = join(__dirname, 'package-lock.json');
const installed = join(__dirname, 'node_modules', '.package-lock.json');
const isUpToDate = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;

if (!isUpToDate) spawnSync('npm', ['ci'], { cwd: __dirname, stdio: 'inherit' });
