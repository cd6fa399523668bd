import type { Context } from '../context';
import { isAssumedElsewhere } from './elsewhere';

/** The assumptions of contracts about unknown values of this input. Every report prints them. */
export function elsewhereAssumed({ model, judged }: Context): string[] {
  const found = judged.flatMap(({ contract }) =>
    contract.elsewhere
      .filter((one) => model.resources.some((resource) => isAssumedElsewhere([one], resource, one.attribute)))
      .map(
        ({ address, attribute, reason }) =>
          `${attribute} of ${address} leads elsewhere, although it is not known: ${reason} (contract "${contract.name}")`,
      ),
  );
  return [...new Set(found)];
}
