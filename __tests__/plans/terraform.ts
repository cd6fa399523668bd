import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import '../e2e/environment';
import { clientsOf, environmentOf, type Clients, type Place } from '../e2e/account';
import type { Emulator } from '../e2e/emulator';
import { tools } from '../e2e/tools';
import { account, region } from './worker';

/** Files of a configuration by name; what is not a text is written as JSON. */
export interface Files {
  readonly [name: string]: string | object;
}

/** What `terraform show -json` prints. */
export interface Shown {
  readonly [member: string]: unknown;
}

/** A folder in which Terraform plans and applies against an emulator. */
export class Workshop {
  private constructor(
    private readonly folder: string,
    private readonly place: Place,
  ) {}

  /** `ready` is a workshop that was initialised; its provider serves again. */
  static async open({ url }: Emulator, ready?: Workshop): Promise<Workshop> {
    const workshop = new Workshop(mkdtempSync(join(tmpdir(), 'keyturn-plans-')), {
      accountId: account,
      region,
      endpoint: url,
    });
    if (ready === undefined) {
      const required = { aws: { source: 'hashicorp/aws' } };
      workshop.write({ 'main.tf.json': { terraform: { required_providers: required } } });
      await workshop.run('init', '-backend=false', `-plugin-dir=${tools().terraform.plugins}`);
    } else {
      for (const name of ['.terraform', '.terraform.lock.hcl'])
        cpSync(join(ready.folder, name), join(workshop.folder, name), { recursive: true, verbatimSymlinks: true });
    }
    return workshop;
  }

  /** For what somebody does by hand. */
  get iam(): Clients['iam'] {
    return clientsOf(this.place).iam;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts these files in the place of what was there. */
  write(files: Files): void {
    for (const name of readdirSync(this.folder))
      if (!name.startsWith('.') && !name.startsWith('terraform.tfstate'))
        rmSync(join(this.folder, name), { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  async apply(files: Files): Promise<void> {
    this.write(files);
    await this.run('get');
    await this.run('apply', '-auto-approve', '-lock=false', '-input=false', '-compact-warnings');
  }

  /** The plan of these files, as `terraform show -json` prints it. A plan that failed is one too. */
  async plan(files: Files, options: readonly string[] = [], mayFail = false): Promise<Shown> {
    this.write(files);
    await this.run('get');
    try {
      await this.run('plan', '-out=plan', '-lock=false', '-input=false', ...options);
    } catch (error) {
      if (!mayFail || !existsSync(join(this.folder, 'plan'))) throw error;
    }
    return shown(await this.run('show', '-json', 'plan'));
  }

  /** The state, as `terraform show -json` prints it. */
  async state(): Promise<Shown> {
    return shown(await this.run('show', '-json'));
  }

  private run(command: string, ...options: readonly string[]): Promise<string> {
    const env = {
      ...environmentOf(this.place),
      HOME: this.folder,
      TMPDIR: tmpdir(),
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
    };
    const plain = command === 'show' ? [command, ...options] : [command, '-no-color', ...options];
    return new Promise((resolve, reject) => {
      execFile(
        tools().terraform.program,
        plain,
        { cwd: this.folder, env, maxBuffer: 256 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`terraform ${command}: ${brief(stderr || stdout || error.message)}`));
          else resolve(stdout);
        },
      );
    });
  }
}

function shown(text: string): Shown {
  return JSON.parse(text) as Shown; // it prints an object
}

/** Terraform quotes the line of a file, and a file of JSON is one line. */
function brief(text: string): string {
  return text
    .split('\n')
    .map((line) => line.slice(0, 200))
    .join('\n');
}
