import { twoKeysChoices, type TwoKeys } from '../../../workflow/options';
import { strategies, traitsOf, type Strategy } from '../../../workflow/strategies';
import type { Deployment } from '../../../terraform';
import type { Io } from '../../io';
import { oneOfShards, type OneOfShards } from './one-of-shards';
import { chooseShards } from '../../stack';

/** The machines to explore. */
interface Variants {
  readonly deployments: readonly Deployment[];
  /** The shard whose machine is explored for all; undefined without shards. */
  readonly shards: OneOfShards | undefined;
}

/**
 * The machines to explore: the given stack, or the given strategy. Without either, every strategy with both settings of `twoKeys`, each synthesised
 * again from the settings. Throws an InputError if the machines of shards differ.
 */
export async function variantsOf(
  stack: string | undefined,
  { strategy, replay, user }: { readonly strategy?: string; readonly replay?: string; readonly user?: string },
  io: Io,
): Promise<Variants> {
  const deployments: Deployment[] = [];
  let shards: OneOfShards | undefined;
  for (const options of chosenVariants(stack, strategy, replay)) {
    const { chosen, all } = await chooseShards(stack, { ...options, user }, io);
    deployments.push(chosen);
    shards = oneOfShards(chosen, all);
  }
  return { deployments, shards };
}

function chosenVariants(
  stack: string | undefined,
  strategy: string | undefined,
  replay: string | undefined,
): readonly Partial<Omit<Variant, 'strategy'> & { readonly strategy: string }>[] {
  if (stack !== undefined || strategy !== undefined) return [strategy === undefined ? {} : { strategy }];
  const wanted = replay === undefined ? [] : variants.filter(({ name }) => replay.startsWith(`${name}/`));
  return wanted.length > 0 ? wanted : variants;
}

interface Variant {
  readonly name: string;
  readonly strategy: Strategy;
  readonly twoKeys?: TwoKeys;
}

const variants: readonly Variant[] = strategies.flatMap((strategy): Variant[] =>
  traitsOf(strategy).hasTwoKeys
    ? twoKeysChoices.map((twoKeys) => ({ name: `${strategy}+${twoKeys}`, strategy, twoKeys }))
    : [{ name: strategy, strategy }],
);
