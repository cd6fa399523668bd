import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Missing } from '../../tools';

const { programOf } = createRequire(__filename)('../../node-program.js') as {
  readonly programOf: (release: string) => string;
};

const folder = join(__dirname, 'cli');
/** The release of Node.js that the command needs. */
const release = '22';

/** The command of CDK Terrain: the one that KEYTURN_CDKTN names, or the one of the lock file with a Node.js of npm's registry. */
export function findCommand(): string | Missing {
  const { KEYTURN_CDKTN: named = '' } = process.env;
  if (named !== '') return named;
  if (!isInstalled()) {
    const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    spawnSync('npm', words, { cwd: folder, stdio: 'inherit' });
  }
  if (!isInstalled()) return { missing: `cdktn-cli (npm ci in ${folder}, or name a command in KEYTURN_CDKTN)` };
  const node = Number(process.versions.node.split('.')[0]) >= Number(release) ? process.execPath : programOf(release);
  if (node === '') return { missing: `Node.js ${release}, which npm could not fetch` };
  return `"${node}" "${join(folder, 'node_modules', 'cdktn-cli', 'bundle', 'bin', 'cdktn.js')}"`;
}

function isInstalled(): boolean {
  const installed = join(folder, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, 'package-lock.json')).mtimeMs;
}
