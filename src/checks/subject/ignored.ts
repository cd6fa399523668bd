import { addressMatches, type Context } from '../context';
import type { Ignored } from '../contract/contract';

/** The entries of "ignored" that left something out, with their contracts. */
export function leftOutBy({ contracts, leftOut }: Context): (Ignored & { readonly contract: string })[] {
  return contracts.flatMap(({ name, ignored }) =>
    ignored.filter((item) => leftOut.has(item)).map((item) => ({ ...item, contract: name })),
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
