import { collected } from '../../../../files';
import { InputError } from '../../../../input-error';
import { findRefusedStacks, findStacks, sourceFile, withSource } from '../../../../terraform';
import { readInput, type InputRead } from '../../../../inputs';

/** Reads the named files, else every synthesised stack; all of them or none. */
export async function readInputs(files: readonly string[], cwd: string): Promise<InputRead[]> {
  if (files.filter((file) => file === '-').length > 1)
    throw InputError.of('keyturn check: standard input can be read only once; give the other inputs as files');
  return files.length > 0 ? collected(files, (file) => readInput(file, cwd)) : synthesised(cwd);
}

/** The stack that the last synthesis refused, else the contents of the output folder. */
async function synthesised(cwd: string): Promise<InputRead[]> {
  const { withSettings } = await import('../../../made-from');
  const refused = findRefusedStacks(cwd);
  if (refused.length === 0)
    return withSettings(
      collected(stacks(cwd), (file) => readInput(file, cwd)),
      cwd,
    );
  return withSettings(
    collected(refused, ({ file }) => asRefused(readInput(file, cwd))),
    cwd,
  );
}

function asRefused(input: InputRead): InputRead {
  const notes = [...input.model.notes, 'The last synthesis refused it, so it cannot be deployed.'];
  return { ...input, model: { ...input.model, notes } };
}

/** The inputs before the change; undefined if none is named. */
export function readBase(given: readonly string[] | string | undefined, cwd: string): InputRead[] | undefined {
  return given === undefined ? undefined : collected([given].flat(), (file) => readInput(file, cwd));
}

/** An input, completed from the configuration that it was made from. */
export function withGivenSource(input: InputRead, source: string | undefined, cwd: string): InputRead {
  if (source === undefined) return input;
  const {
    model: configuration,
    file,
    text,
    beside,
  } = readInput(sourceFile(source, cwd), cwd, {
    variables: input.model.variables,
  });
  if (configuration.kind !== 'stack')
    throw InputError.of(
      `--source ${source}: is not a configuration in JSON; give the cdk.tf.json that the plan was made from`,
    );
  return {
    ...input,
    model: withSource(input.model, configuration),
    beside: new Map([...input.beside, [file, text], ...beside]),
  };
}

function stacks(cwd: string): string[] {
  const found = findStacks(cwd).map(({ file }) => file);
  if (found.length === 0)
    throw InputError.of(
      'nothing to check: no synthesised stack in cdktf.out; run "npm run synth" first, or name a file',
    );
  return found;
}
