import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  return existsSync(resolve(cwd, inside)) ? inside : given;
}

/** https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file */
function outputFolder(cwd: string): string {
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
