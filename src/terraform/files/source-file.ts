import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../../input-error';

const right = 'give the cdk.tf.json that the plan was made from, or its folder';

/**
 * The configuration that `--source` names: a JSON file, or the only one in a folder. Native configuration is not supported, and the message
 * says so.
 */
export function sourceFile(given: string, cwd: string): string {
  const path = resolve(cwd, given);
  if (!existsSync(path)) throw InputError.of(`--source ${given}: no such file or folder; ${right}`);
  if (!statSync(path).isDirectory()) {
    if (/\.(?:tf|tofu)$/.test(given)) throw native(given);
    return given;
  }
  const files = readdirSync(path).filter((name) => !name.startsWith('.'));
  if (files.includes('cdk.tf.json')) return join(given, 'cdk.tf.json');
  const [only, ...more] = files.filter((name) => /\.(?:tf|tofu)\.json$/.test(name)).sort();
  if (only !== undefined && more.length === 0) return join(given, only);
  if (only === undefined && files.some((name) => /\.(?:tf|tofu)$/.test(name))) throw native(given);
  throw InputError.of(`--source ${given}: ${only === undefined ? 'has no' : 'has more than one'} *.tf.json; ${right}`);
}

function native(given: string): InputError {
  return InputError.of(
    `--source ${given}: native configuration (HCL) is not supported; ${right}, or judge the plan alone`,
  );
}
