import type { Definition } from '../definition/definition';
import { pairsOf } from '../definition/rotation';
import { canonicalForm } from './canonical';

/**
 * A text that two machines have in common if they do the same, apart from the users and the secrets that they rotate. Undefined for a machine that
 * is not understood, or that treats its users differently: nothing else is the same as that.
 */
export function formOfMachine(definition: Definition): string | undefined {
  if (definition.problems.length > 0) return undefined;
  const { states, rest, uneven } = canonicalForm(definition, pairsOf(definition));
  return uneven.length > 0 ? undefined : JSON.stringify([[...states].sort(), rest]);
}
