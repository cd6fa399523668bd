import type { EnvironmentSettings } from '../../settings';
import { arnsOf } from '../documents';
import { partsOf } from './shards';

/** Machines that one rule of EventBridge is about. */
export interface RuleChunk {
  /** The end of the rule's id and name: nothing for the first rule, which is the only one without shards. */
  readonly end: '' | `${number}`;
  readonly machines: readonly { readonly shard: string | undefined; readonly arn: string }[];
}

interface RuleNames {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly sid: string;
}

/** The names of the rule of a chunk. */
export function inChunk({ end }: RuleChunk, { id, name, arn, sid }: RuleNames): RuleNames {
  if (end === '') return { id, name, arn, sid };
  return { id: `${id}_${end}`, name: `${name}-${end}`, arn: `${arn}-${end}`, sid: `${sid}${end}` };
}

/** Characters of an event pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const patternLimit = 2_048;
/** Targets of a rule. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostTargets = 5;

/** The machines of an environment, with as many in each rule as its pattern has room for. A pattern names each machine in full: a prefix would match others. */
export function chunksByPattern(environment: EnvironmentSettings, patternOf: (arns: readonly string[]) => string) {
  return chunks(environment, (arns) => Buffer.byteLength(patternOf(arns)) <= patternLimit);
}

/** The machines of an environment, with as many in each rule as it can have targets. */
export function chunksByTargets(environment: EnvironmentSettings): readonly RuleChunk[] {
  return chunks(environment, ({ length }) => length <= mostTargets);
}

function chunks(environment: EnvironmentSettings, fits: (arns: readonly string[]) => boolean): readonly RuleChunk[] {
  const found: { readonly shard: string | undefined; readonly arn: string }[][] = [];
  for (const { shard } of partsOf(environment)) {
    const machine = { shard, arn: arnsOf(environment, shard).stateMachine };
    const last = found.at(-1);
    if (last !== undefined && fits([...last, machine].map(({ arn }) => arn))) last.push(machine);
    else found.push([machine]);
  }
  return found.map((machines, index) => ({ end: index === 0 ? '' : `${index}`, machines }));
}
