import type { Context } from '../context';
import { isAssumedElsewhere } from './elsewhere';

/** What contracts say of values that are not known, as far as it is about this input: to be printed with every verdict. */
export function elsewhereAssumed({ model, judged }: Context): string[] {
  const found = judged.flatMap(({ contract }) =>
    contract.elsewhere
      .filter((one) => model.resources.some((resource) => isAssumedElsewhere([one], resource, one.attribute)))
      .map(
        ({ address, attribute, reason }) =>
          `${attribute} of ${address} leads elsewhere, as far as it is not known: ${reason} (contract "${contract.name}")`,
      ),
  );
  return [...new Set(found)];
}
