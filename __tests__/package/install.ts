import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(__dirname, '..', '..');

/** A warning of npm about itself: a test with an older release of Node.js runs the npm of this machine. */
const otherNpm = /^npm warn cli npm v\S+ does not support Node\.js .*\n/gm;

/** The package that `npm pack` makes, installed into an empty folder without a network. */
export class InstalledPackage {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyturn-package-'));
  readonly cache = join(this.folder, 'cache');
  /** The folder of the person that installs it. */
  readonly project = join(this.folder, 'project');
  readonly installed = join(this.project, 'node_modules', 'keyturn');
  /** What npm said about the installation. */
  readonly warnings: string;

  /** @param packed the file that `npm pack` made; it is made if it is left out */
  constructor(readonly packed = '') {
    mkdirSync(this.project);
    if (packed === '') {
      this.mustRun('npm', ['pack', '--pack-destination', this.folder], root);
      this.packed = join(this.folder, readdirSync(this.folder).find((name) => name.endsWith('.tgz')) ?? '');
    }
    this.warnings = this.mustRun('npm', ['install', '--offline', '--no-audit', '--no-fund', this.packed]).stderr;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  run(program: string, words: readonly string[], cwd = this.project, env: NodeJS.ProcessEnv = {}) {
    const all = { ...process.env, XDG_CACHE_HOME: this.cache, NO_COLOR: '1', ...env };
    const { status, stdout, stderr } = spawnSync(program, words, { cwd, env: all, encoding: 'utf8' });
    return { status, stdout, stderr: stderr.replace(otherNpm, '') };
  }

  /** Runs the command of the package. */
  keyturn(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.run(process.execPath, [join(this.installed, 'bin', 'keyturn.js'), ...words], this.project, env);
  }

  private mustRun(program: string, words: readonly string[], cwd = this.project) {
    const done = this.run(program, words, cwd);
    if (done.status !== 0) throw new Error(`${program} ${words.join(' ')}: ${done.stderr}`);
    return done;
  }
}
