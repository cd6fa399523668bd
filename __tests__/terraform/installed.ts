import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Terraform } from '../tools';

/** Files of one folder by name, as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** A provider that asks nobody anything. */
const offline = {
  terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
  provider: {
    aws: {
      region: 'eu-west-1',
      access_key: 'none',
      secret_key: 'none',
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: true,
    },
  },
};

/** What one plan of these files says: the inputs of all `terraform_data` by name, and the addresses that were refused. */
export interface Answers {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly refused: readonly string[];
}

export function askTerraform({ program, plugins }: Terraform, files: Files): Answers {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-terraform-'));
  const run = (...args: string[]) => {
    const { TF_CLI_CONFIG_FILE: config, ...rest } = process.env;
    const env = { ...rest, ...(config !== undefined && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}) };
    return spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  };
  try {
    for (const [name, content] of Object.entries({ ...files, 'provider.tf.json': offline })) {
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    }
    const init = run('init', '-backend=false', '-input=false', '-no-color', `-plugin-dir=${plugins}`);
    if (init.status !== 0) throw new Error(`terraform init: ${init.stderr.slice(0, 2000)}`);
    const plan = run('plan', '-out=plan', '-input=false', '-lock=false', '-no-color');
    const refused = [...plan.stderr.matchAll(/^\W*with ([\w.[\]"]+),$/gm)].map(([, address = '']) => address);
    if (plan.status !== 0 && refused.length === 0) throw new Error(`terraform plan: ${plan.stderr.slice(0, 2000)}`);
    if (plan.status !== 0) return { inputs: {}, refused: [...new Set(refused)].sort() };
    const shown = JSON.parse(run('show', '-json', 'plan').stdout) as Shown;
    const changes = shown.resource_changes.filter(({ type }) => type === 'terraform_data');
    const inputs = changes.map(({ address, change }) => [address.replace('terraform_data.', ''), change.after.input]);
    return { inputs: Object.fromEntries(inputs) as Answers['inputs'], refused: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Shown {
  readonly resource_changes: readonly {
    readonly type: string;
    readonly address: string;
    readonly change: { readonly after: { readonly input: unknown } };
  }[];
}
