import { InputError } from '../../../input-error';
import { findStacks, sourceFile, withSource } from '../../../terraform';
import { readInput, type InputRead } from '../../read-input';
import { collected } from './collected';

/** Reads the files that are named, else every synthesised stack; all of them or none. */
export function readInputs(files: readonly string[], cwd: string): InputRead[] {
  if (files.filter((file) => file === '-').length > 1)
    throw InputError.of('keyturn check: standard input can be read once; name the other inputs as files');
  return collected(files.length > 0 ? files : stacks(cwd), (file) => readInput(file, cwd));
}

/** An input with what the configuration that it was made from shows beside it. */
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
      `--source ${source}: is no configuration in JSON; give the cdk.tf.json that the plan was made from`,
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
