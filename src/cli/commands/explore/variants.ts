import { twoKeysChoices, type TwoKeys } from '../../../workflow/options';
import { strategies, traitsOf, type Strategy } from '../../../workflow/strategies';
import type { Deployment } from '../../../terraform';
import type { Io } from '../../io';
import { chooseDeployment } from '../../stack';

/**
 * The machines to explore: the given stack, or the given strategy. Without either, every strategy with both settings of `twoKeys`, each synthesised
 * again from the settings.
 */
export async function variantsOf(
  stack: string | undefined,
  { strategy, replay }: { readonly strategy?: string; readonly replay?: string },
  io: Io,
): Promise<readonly Deployment[]> {
  if (stack !== undefined || strategy !== undefined)
    return [await chooseDeployment(stack, strategy === undefined ? {} : { strategy }, io)];
  const wanted = replay === undefined ? variants : variants.filter(({ name }) => replay.startsWith(`${name}/`));
  const all: Deployment[] = [];
  for (const each of wanted.length > 0 ? wanted : variants) all.push(await chooseDeployment(undefined, each, io));
  return all;
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
