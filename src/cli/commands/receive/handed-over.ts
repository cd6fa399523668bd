import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf, readPlainFile } from '../../../files';
import { InputError } from '../../../input-error';

/** A stack that a job handed over. */
interface HandedOver {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The limit in MiB. A fleet of 5,000 users has a stack of 5 MB. */
const largest = 16;
const mostStacks = 100;
/** "keyturn-" and the name of an environment, which the settings allow to have capitals. */
const stackName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;
/** The change decides how many problems there are. */
const mostLines = 20;
const layout = 'hand over only stacks/NAME/cdk.tf.json' as const;

/**
 * Reads the stacks of a folder that another job filled. It checks each entry without following links; everything that is not a stack is a problem.
 * Throws an InputError with one line for each problem.
 */
export function readHandedOver(folder: string, shown: string): HandedOver[] {
  const problems: string[] = [];
  const names = namesIn(folder, shown, problems, (name) => name === 'stacks');
  const stacks = names.length === 0 ? [] : namesIn(join(folder, 'stacks'), `${shown}/stacks`, problems, isName);
  problems.push(...sameButForCase(stacks).map((line) => `${shown}/stacks: ${line}; ${layout}`));
  if (stacks.length > mostStacks)
    throw InputError.of(`${shown}/stacks: has ${stacks.length} stacks; at most ${mostStacks} are received`);
  const found = stacks.flatMap((name): HandedOver[] => {
    const place = join(folder, 'stacks', name);
    const where = `${shown}/stacks/${name}`;
    const files = namesIn(place, where, problems, (file) => file === 'cdk.tf.json');
    if (files.length === 0) {
      problems.push(`${where}: has no cdk.tf.json; ${layout}`);
      return [];
    }
    const file = readPlainFile(join(place, 'cdk.tf.json'), largest);
    if (file.kind === 'file') return [{ name, bytes: file.bytes }];
    problems.push(`${where}/cdk.tf.json: ${file.why}; ${layout}`);
    return [];
  });
  if (problems.length === 0 && found.length === 0) problems.push(`${shown}: has no stack; ${layout}`);
  if (problems.length > 0) throw new InputError(bounded(problems));
  return found;
}

/** On some machines two such names are one folder. */
function sameButForCase(names: readonly string[]): string[] {
  const first = new Map<string, string>();
  return names.flatMap((name) => {
    const other = first.get(name.toLowerCase());
    first.set(name.toLowerCase(), name);
    return other === undefined ? [] : [`"${other}" and "${name}" differ only in capitals`];
  });
}

function bounded(problems: readonly string[]): string[] {
  const rest = problems.length - mostLines;
  return rest > 0 ? [...problems.slice(0, mostLines), `and ${rest} more of such lines`] : [...problems];
}

function isName(name: string): boolean {
  return stackName.test(name);
}

/** The entries of a folder that have the expected names. Any other entry is a problem, and so is a link to a folder. */
function namesIn(folder: string, shown: string, problems: string[], isExpected: (name: string) => boolean): string[] {
  const stat = lstatSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) {
    problems.push(`${shown}: ${stat === undefined ? 'no such folder' : `is ${kindOf(stat)}, not a folder`}; ${layout}`);
    return [];
  }
  const names = readdirSync(folder).sort();
  for (const name of names.filter((one) => !isExpected(one)))
    problems.push(`${shown}: has ${JSON.stringify(name)}, which is not expected there; ${layout}`);
  return names.filter(isExpected);
}
