import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Terraform } from '../../tools';
import { binarySchema } from './binary';
import { isObject, type JsonObject, type ProviderSchema } from './schema';

/** What `validate -json` says of one problem. https://developer.hashicorp.com/terraform/cli/commands/validate#json */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly snippet?: { readonly context: string | null };
}

/** Terraform, or OpenTofu, in a folder where `cdktf deploy` would run it. It reaches no registry and no account. */
export class Engine {
  /** The first line of what the program says of its version: `Terraform v1.11.4`. */
  readonly version: string;
  private readonly folder: string;

  constructor(
    private readonly program: string,
    plugins: string,
    base: string,
    stack: JsonObject,
  ) {
    this.folder = join(base, 'cdktf.out', 'stacks', 'stack');
    mkdirSync(this.folder, { recursive: true });
    this.version = this.run('version').split('\n')[0] ?? '';
    // A backend in S3 asks for credentials when it is made ready; what a backend takes, `validate` does not look at.
    const { terraform } = stack;
    this.write({
      ...stack,
      terraform: Object.fromEntries(
        Object.entries(isObject(terraform) ? terraform : {}).filter(([name]) => name !== 'backend'),
      ),
    });
    this.run('init', '-input=false', '-no-color', `-plugin-dir=${plugins}`);
  }

  schema(): ProviderSchema {
    const shown = JSON.parse(this.run('version', '-json')) as { provider_selections: Record<string, string> };
    const [version = ''] = Object.values(shown.provider_selections);
    return binarySchema(this.run('providers', 'schema', '-json'), version);
  }

  validate(stack: JsonObject): readonly Diagnostic[] {
    this.write(stack);
    const { diagnostics } = JSON.parse(this.run('validate', '-json')) as { diagnostics: readonly Diagnostic[] };
    return diagnostics;
  }

  private write(stack: JsonObject): void {
    writeFileSync(join(this.folder, 'cdk.tf.json'), JSON.stringify(stack));
  }

  private run(...command: string[]): string {
    const { status, stdout, stderr, error } = spawnSync(this.program, command, {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: this.folder,
        TF_CLI_CONFIG_FILE: '/dev/null',
        CHECKPOINT_DISABLE: '1',
      },
    });
    // An invalid configuration is an answer too.
    if (status === 0 || (command[0] === 'validate' && stdout.startsWith('{'))) return stdout;
    throw new Error(`${command.join(' ')}: ${error ? error.message : `${stdout}${stderr}`.trim()}`);
  }
}

/** OpenTofu, where it is installed: the program that KEYTURN_TOFU names, else `tofu` on PATH. Nobody has to have it. */
export function findTofu(): string | undefined {
  const { KEYTURN_TOFU: named = '', PATH = '' } = process.env;
  if (named !== '') return named;
  return PATH.split(delimiter)
    .map((folder) => join(folder, 'tofu'))
    .find((file) => existsSync(file));
}

/**
 * The same providers for OpenTofu. A source such as `aws` is one of the program's own registry, so its folder has another name; links are
 * followed only where a version's platform is. https://opentofu.org/docs/language/providers/requirements/
 */
export function pluginsForTofu({ plugins }: Terraform, base: string): string {
  const folder = join(base, 'plugins');
  const own = join(folder, 'registry.opentofu.org', 'hashicorp', 'aws');
  const theirs = join(plugins, 'registry.terraform.io', 'hashicorp', 'aws');
  for (const version of readdirSync(theirs, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    mkdirSync(join(own, version.name), { recursive: true });
    for (const platform of readdirSync(join(theirs, version.name)))
      symlinkSync(join(theirs, version.name, platform), join(own, version.name, platform));
  }
  return folder;
}
