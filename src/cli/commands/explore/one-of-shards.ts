import { readDefinition } from '../../../checks/definition/definition';
import { formOfMachine } from '../../../checks/shards/same-machines';
import { InputError } from '../../../input-error';
import { resourceFrom } from '../../../model';
import type { Deployment } from '../../../terraform';

/** The machine that is looked at for those of all shards. */
export interface OneOfShards {
  readonly shard: string;
  /** The number of all shards. */
  readonly of: number;
}

/**
 * The shard of a machine that is looked at for all, or undefined without shards. Throws an InputError if the machines differ in more than their users:
 * then one does not show the others.
 */
export function oneOfShards(chosen: Deployment, all: readonly Deployment[]): OneOfShards | undefined {
  const { shard, stackName } = chosen;
  if (shard === undefined || all.length < 2) return undefined;
  const form = formOf(chosen);
  const other = all.find((one) => one.shard !== shard && (form === undefined || formOf(one) !== form));
  if (other === undefined) return { shard, of: all.length };
  throw InputError.of(
    `${stackName}: the machines of shards ${shard} and ${other.shard ?? ''} differ in more than their users, so one does not show the others; "keyturn check" says in what (rule same-shards): synthesise all shards from the same settings`,
  );
}

/** One line for people. */
export function shardsInWords({ shard, of }: OneOfShards): string {
  return `the machine of shard ${shard}; all ${of} shards have the same one, apart from their users`;
}

function formOf({ machineName, definition }: Deployment): string | undefined {
  const values = { definition };
  const known = { type: 'aws_sfn_state_machine', address: machineName, name: machineName, values, pointer: '' };
  return formOfMachine(readDefinition(resourceFrom(known)));
}
