import { InputError } from '../../../input-error';
import { parseJsonFile } from '../../../json';
import { mermaid } from '../../../workflow';
import type { StateMachineDefinition } from '../../../asl';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { chooseDeployment } from '../../stack';

/** Prints a stack's state machine as Mermaid. */
export async function run(
  stack: string | undefined,
  options: { readonly strategy?: string; readonly brief?: true },
  io: Io,
): Promise<number> {
  const deployment = await chooseDeployment(stack, options, io);
  const definition: unknown = parseJsonFile(deployment.definition, `definition of ${deployment.machineName}`);
  if (!isDefinition(definition)) {
    throw InputError.of(`${deployment.machineName}: its definition has no StartAt or no States`);
  }
  io.stdout(mermaid(definition, { brief: options.brief ?? false }));
  return exitCodes.clean;
}

function isDefinition(value: unknown): value is StateMachineDefinition {
  return typeof value === 'object' && value !== null && 'StartAt' in value && 'States' in value;
}
