import type { Resource } from '../../model';
import type { Elsewhere } from '../contract/contract';
import type { Answer } from '../rule';

/** Whether a contract declares that this attribute leads elsewhere. This is an assumption, and printed with the others. */
export function isAssumedElsewhere(
  elsewhere: readonly Elsewhere[],
  { address }: Pick<Resource, 'address'>,
  attribute: string,
): boolean {
  return elsewhere.some((one) => one.attribute === attribute && isInstanceOf(one.address, address));
}

/** Whether an entry of a contract names this address; `[*]` in it is every instance. */
export function isInstanceOf(named: string, address: string): boolean {
  return instancesOf(named).test(address);
}

/** The remedy for an unknown value: make it known, or declare in the contract where it leads. */
export function declaredElsewhere(
  known: string,
  { address, attribute }: Pick<Elsewhere, 'address' | 'attribute'>,
): { readonly remedy: string; readonly answers: readonly [Answer] } {
  const entry = JSON.stringify({ address, attribute, reason: 'TODO: where it leads' });
  const remedy = `${known}, or declare under "elsewhere" in the contract that it leads elsewhere: ${entry}.`;
  return { remedy, answers: [{ member: 'elsewhere', address, attribute }] };
}

/** A cache: contracts have few addresses, and each is compared with many resources. */
const expressions = new Map<string, RegExp>();

/** An address in which `[*]` matches every instance. */
function instancesOf(address: string): RegExp {
  const parts = address.split('[*]').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const expression =
    expressions.get(address) ?? new RegExp(`^${parts.join('\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\]')}$`, 's');
  expressions.set(address, expression);
  return expression;
}
