import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../../files';
import { InputError } from '../../input-error';
import { isObject, parseRepeatingJson } from '../../json';

interface StackFile {
  readonly name: string;
  readonly file: string;
}

/**
 * The synthesised stacks of the project in `cwd`: `<output folder>/stacks/<name>/cdk.tf.json`, where cdktf.json names the output folder
 * (`cdktf.out` if it does not). Sorted by name; empty if nothing was synthesised.
 */
export const findStacks = (cwd = '.'): StackFile[] => stacksIn('stacks', cwd);

/** The stacks that the last synthesis refused, sorted in the same way; nothing deploys them. */
export const findRefusedStacks = (cwd = '.'): StackFile[] => stacksIn('refused', cwd);

function stacksIn(below: string, cwd: string): StackFile[] {
  const stacks = join(outputFolder(cwd), below);
  const folder = join(cwd, stacks);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, file: join(stacks, name, 'cdk.tf.json') }))
    .filter(({ file }) => existsSync(join(cwd, file)))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Resolves the folder of a stack to its cdk.tf.json; any other path stays unchanged. */
export function stackFile(given: string, cwd: string): string {
  const inside = join(given, 'cdk.tf.json');
  if (existsSync(resolve(cwd, inside))) return inside;
  refuseNativeFolder(given, resolve(cwd, given));
  return given;
}

/** Throws an InputError if a file was named by the name of its stack, which reports print and other commands take. */
export function refuseStackName(given: string, cwd: string): void {
  const named = existsSync(resolve(cwd, given)) ? undefined : findStacks(cwd).find(({ name }) => name === given);
  if (named !== undefined)
    throw InputError.of(`${given}: no such file; name the folder of this stack: ${dirname(named.file)}`);
}

/** A folder of native configuration is judged by its plan. */
function refuseNativeFolder(given: string, path: string): void {
  if (!existsSync(path) || !statSync(path).isDirectory()) return;
  const names = readdirSync(path).filter((name) => !name.startsWith('.'));
  const [first] = names.filter((name) => /\.(?:tf|tofu)$/.test(name)).sort();
  const [written] = names.filter((name) => /\.(?:tf|tofu)\.json$/.test(name)).sort();
  if (first !== undefined)
    throw InputError.of(
      `${given}: is a folder of native Terraform configuration (${first}), which is judged by its plan; run in it: terraform plan -out tfplan && terraform show -json tfplan > plan.json`,
    );
  if (written !== undefined)
    throw InputError.of(`${given}: is a folder of configuration in JSON; name the file: ${join(given, written)}`);
}

/**
 * The output folder that cdktf.json in `cwd` names; `cdktf.out` if it names none.
 * https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file
 */
export function outputFolder(cwd = '.'): string {
  const file = 'cdktf.json';
  try {
    const { value } = parseRepeatingJson(
      readText(file, join(cwd, file), 'name the output folder in it', 'skipped'),
      file,
    );
    const output = isObject(value) && Object.hasOwn(value, 'output') ? value['output'] : undefined;
    if (typeof output === 'string') return output;
  } catch (error) {
    // Without a readable cdktf.json the default applies; the reader that needs the file reports the problem.
    if (!(error instanceof InputError)) throw error;
  }
  return 'cdktf.out';
}
