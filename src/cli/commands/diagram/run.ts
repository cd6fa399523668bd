import { InputError } from '../../../input-error';
import { parseJsonFile } from '../../../json';
import { mermaid } from '../../../workflow';
import type { StateMachineDefinition } from '../../../asl';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { oneOfShards, shardsInWords } from '../explore/one-of-shards';
import { chooseShards } from '../../stack';

/** Prints a stack's state machine as Mermaid. */
export async function run(
  stack: string | undefined,
  options: { readonly strategy?: string; readonly brief?: true },
  io: Io,
): Promise<number> {
  const { chosen: deployment, all } = await chooseShards(stack, options, io);
  const shards = oneOfShards(deployment, all);
  const definition: unknown = parseJsonFile(deployment.definition, `definition of ${deployment.machineName}`);
  if (!isDefinition(definition)) {
    throw InputError.of(`${deployment.machineName}: its definition has no StartAt or no States`);
  }
  const diagram = mermaid(definition, { brief: options.brief ?? false });
  io.stdout(shards === undefined ? diagram : diagram.replace('\n', () => `\n  %% ${shardsInWords(shards)}\n`));
  return exitCodes.clean;
}

function isDefinition(value: unknown): value is StateMachineDefinition {
  return typeof value === 'object' && value !== null && 'StartAt' in value && 'States' in value;
}
