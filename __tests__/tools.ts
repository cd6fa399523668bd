import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const { pluginFolder, terraformProgram } = createRequire(__filename)('../.ci/validate.js') as {
  readonly pluginFolder: () => string | undefined;
  readonly terraformProgram: () => string | undefined;
};

export interface Missing {
  readonly missing: string;
}

export interface Terraform {
  readonly program: string;
  readonly plugins: string;
}

/** The installed Terraform, and the folder that has the AWS provider: what `.ci/validate.js` validates with. */
export function findTerraform(): Terraform | Missing {
  const program = terraformProgram();
  const plugins = pluginFolder();
  if (program === undefined) return { missing: 'terraform (put it on PATH or name it in KEYTURN_TERRAFORM)' };
  if (plugins === undefined) return { missing: 'the provider hashicorp/aws (name its mirror in KEYTURN_PLUGIN_DIR)' };
  return { program, plugins };
}

/**
 * Stands in for tests that cannot run here, and names what is missing. With CI=true it fails: a check that everybody relies on must not be
 * left out where nobody looks.
 */
export function standIn(untested: string, { missing }: Missing): void {
  const name = `${untested}: missing ${missing}`;
  if (process.env.CI === 'true')
    test(name, () => {
      throw new Error(`missing ${missing}`);
    });
  else test.skip(name, () => undefined);
}

/** What a script that needs moto answers to a value. moto, an emulator of AWS in Python, is not installed with Keyturn. */
export function askMoto(script: string, extras: string, value: unknown): { readonly answer: unknown } | Missing {
  const none = { AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  const { status, stdout, stderr, error } = spawnSync('python3', [script], {
    input: JSON.stringify(value),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...none, AWS_DEFAULT_REGION: 'eu-central-1' },
  });
  if (status === 0) return { answer: JSON.parse(stdout) };
  const notFound = 127;
  const isMissing = error !== undefined || status === notFound || /^(?:ModuleNotFound|Import)Error: /m.test(stderr);
  if (isMissing) return { missing: `python3 with moto (pip install "moto[${extras}]")` };
  throw new Error(`${script}: ${stderr}`);
}
