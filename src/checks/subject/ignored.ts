import { addressMatches, type Context } from '../context';
import type { Ignored } from '../contract/contract';

/** An entry of "ignored" that left something out, with its contract and the rules that it left it out of. */
export type LeftOut = Ignored & { readonly contract: string; readonly rules: readonly string[] };

/** The entries of "ignored" that left something out. */
export function leftOutBy({ contracts, leftOut }: Context): LeftOut[] {
  return contracts.flatMap(({ name, ignored }) =>
    ignored.flatMap((item) => {
      const rules = leftOut.get(item);
      return rules === undefined ? [] : [{ ...item, contract: name, rules: [...rules].sort() }];
    }),
  );
}

/** Notes on the entries of "ignored" that match a resource and leave nothing out: the rules judge it all the same. */
export function notLeftOut({ model, contracts, today, leftOut }: Context): string[] {
  return contracts.flatMap(({ name, ignored }) =>
    ignored
      .filter((item) => !leftOut.has(item) && today <= item.expires)
      .filter((item) => model.resources.some(({ address }) => addressMatches(item.address, address)))
      .map(
        (item) =>
          `"ignored" of contract "${name}" names ${item.address}, but nothing was left out there: a grant to the role is always judged.`,
      ),
  );
}
