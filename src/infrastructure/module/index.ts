import { join } from 'node:path';
import { inTemporaryFolder, readText } from '../../files';
import { InputError } from '../../input-error';
import { isObject, parseJson } from '../../json';
import type { EnvironmentSettings, Settings } from '../../settings';
import { nearest } from '../../text/suggest';
import type { Gate } from '../gate';
import { namesOf } from '../names';
import { foldersOf } from '../output-folder';
import { isSharded } from '../shards/shards';
import { synthesise } from '../synthesise';
import { moduleFiles, writtenBy } from './files';

export interface TerraformModule {
  readonly environment: string;
  /** The texts of the files, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The first line of the files in Terraform's language, so that no other file is replaced. */
  readonly writtenBy: string;
}

/**
 * The plain Terraform module of one environment, with the resources of its stack. Throws an InputError if the settings do not have the environment,
 * and RefusedStacks if the gate refuses the stack.
 */
export function moduleOf(settings: Settings, name: string | undefined, gate: Gate): TerraformModule {
  const environment = chosen(settings, name);
  if (isSharded(environment))
    throw InputError.of(
      `${environment.name}: its users have shards, and a module has one machine; deploy its stack, or write an environment without shards`,
    );
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'cdktf.out');
    synthesise({ ...settings, environments: [environment] }, outdir, [], gate);
    const file = join(foldersOf(outdir).stacks, namesOf(environment.name).stack, 'cdk.tf.json');
    const stack = parseJson(readText(file, file, ''));
    if (!isObject(stack)) throw new Error(`${file}: is not an object`);
    return { environment: environment.name, files: moduleFiles(stack, environment), writtenBy };
  });
}

function chosen({ environments }: Settings, name: string | undefined): EnvironmentSettings {
  const names = environments.map((one) => one.name);
  const found = name === undefined ? environments : environments.filter((one) => one.name === name);
  const [environment] = found;
  if (environment !== undefined && found.length === 1) return environment;
  if (name === undefined)
    throw InputError.of(`keyturn module: name one environment of the settings: ${names.join(', ')}`);
  const meant = nearest(name, names);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  throw InputError.of(`${name}: no such environment${hint}; the settings have ${names.join(', ')}`);
}
