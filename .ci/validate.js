#!/usr/bin/env node
// `terraform validate` of every synthesised stack against an installed AWS provider, without network and without an account.
//   node .ci/validate.js [OUTPUT_DIR]        default: cdktf.out
// KEYTURN_TERRAFORM names the terraform program (default: the one on PATH), KEYTURN_PLUGIN_DIR the folder that holds
// registry.terraform.io/hashicorp/aws (default: looked for where Terraform's own documentation puts such mirrors).
// What is missing is named; with CI=true that is a failure, else the validation counts as not run.
const { spawnSync } = require('node:child_process');
const { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { homedir, tmpdir } = require('node:os');
const { basename, delimiter, join } = require('node:path');

const provider = join('registry.terraform.io', 'hashicorp', 'aws');
const stacks = join(process.argv[2] ?? 'cdktf.out', 'stacks');

function terraformProgram() {
  const named = process.env.KEYTURN_TERRAFORM;
  if (named) return existsSync(named) ? named : undefined;
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'terraform'))
    .find((file) => existsSync(file));
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function pluginFolder() {
  const named = process.env.KEYTURN_PLUGIN_DIR;
  if (named) return existsSync(join(named, provider)) ? named : undefined;
  const home = homedir();
  const usual = [
    process.env.TF_PLUGIN_CACHE_DIR,
    join(home, '.terraform.d', 'plugins'),
    join(home, '.terraform.d', 'plugin-cache'),
    join(home, '.local', 'share', 'terraform', 'plugins'),
    join('/usr', 'local', 'share', 'terraform', 'plugins'),
    join('/usr', 'share', 'terraform', 'plugins'),
    ...childrenOf('/opt'),
  ];
  return usual.find((folder) => folder && existsSync(join(folder, provider)));
}

function childrenOf(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Undefined if the stack is valid, else what Terraform says. */
function problemOf(terraform, plugins, stack) {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-validate-'));
  // A configuration file of the user's that is not there would put a warning before every answer.
  const { TF_CLI_CONFIG_FILE: config, ...environment } = process.env;
  const env = { ...environment, ...(config && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}) };
  try {
    copyFileSync(join(stacks, stack, 'cdk.tf.json'), join(folder, 'cdk.tf.json'));
    const commands = [
      ['init', '-backend=false', '-input=false', '-no-color', `-plugin-dir=${plugins}`],
      ['validate', '-no-color'],
    ];
    for (const command of commands) {
      const { status, stdout, stderr, error } = spawnSync(terraform, command, { cwd: folder, env, encoding: 'utf8' });
      if (status !== 0) return `terraform ${command[0]}: ${error ? error.message : `${stdout}${stderr}`.trim()}`;
    }
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main() {
  const terraform = terraformProgram();
  const plugins = pluginFolder();
  const names = childrenOf(stacks)
    .filter((folder) => existsSync(join(folder, 'cdk.tf.json')))
    .map((folder) => basename(folder));
  const missing = [
    terraform ? [] : ['terraform (put it on PATH or name it in KEYTURN_TERRAFORM)'],
    plugins ? [] : [`the provider ${provider} (name its mirror in KEYTURN_PLUGIN_DIR)`],
    names.length > 0 ? [] : [`synthesised stacks in ${stacks} (run npm run synth)`],
  ].flat();
  if (missing.length > 0) {
    for (const what of missing) console.log(`not run terraform validate: missing ${what}`);
    return process.env.CI === 'true' ? 1 : 0;
  }
  let failed = 0;
  for (const stack of names.sort()) {
    const problem = problemOf(terraform, plugins, stack);
    console.log(`${problem ? 'failed' : 'passed'} terraform validate ${stack}`);
    if (problem) console.log(problem);
    if (problem) failed += 1;
  }
  return failed > 0 ? 1 : 0;
}

if (require.main === module) process.exitCode = main();

module.exports = { pluginFolder, terraformProgram };
