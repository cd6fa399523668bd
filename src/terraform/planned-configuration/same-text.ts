import { isDeepStrictEqual } from 'node:util';
import { isExpression, referencesOf } from '../leads/configured-expression';
import { valueAsTerraformReads } from '../expressions/conversions';
import { attribute, isList, isObject, textsIn, type Value, type ValueObject } from '../../model';

/** Meta-arguments of a block; a plan shows them elsewhere or not at all. */
const ofTerraform: ReadonlySet<string> = new Set([
  ...['//', 'connection', 'depends_on', 'dynamic', 'lifecycle', 'provider', 'provisioner'],
]);

/**
 * The first argument that differs between a block of a plan's configuration and one written in JSON. A plan that was made from JSON shows
 * every text unchanged, including templates.
 * https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function differingArgument(shown: ValueObject, written: ValueObject): string | undefined {
  return [...new Set([...Object.keys(shown), ...Object.keys(written)])]
    .filter((name) => !ofTerraform.has(name))
    .find((name) => !isSame(attribute(shown, name), attribute(written, name)));
}

function isSame(shown: Value | undefined, written: Value | undefined): boolean {
  if (shown === undefined) return isNothing(written);
  if (isList(shown)) return areSameBlocks(shown, written === undefined ? [] : isList(written) ? written : [written]);
  if (!isObject(shown)) return false;
  if (isExpression(shown)) return isSameExpression(shown, written);
  const [block, ...more] = isList(written) ? written : [written];
  return more.length === 0 && isObject(block) && differingArgument(shown, block) === undefined;
}

function isNothing(written: Value | undefined): boolean {
  return written === undefined || written === null || (isList(written) && written.every(isNothing));
}

function areSameBlocks(shown: readonly Value[], written: readonly Value[]): boolean {
  return shown.length === written.length && shown.every((block, index) => isSame(block, written[index]));
}

/** A plan of native configuration shows only references. */
function isSameExpression(shown: ValueObject, written: Value | undefined): boolean {
  const text = attribute(shown, 'constant_value');
  if (text !== undefined) return isDeepStrictEqual(valueAsTerraformReads(text), valueAsTerraformReads(written ?? null));
  const texts = [...textsIn(written ?? null)].map((one) => one.text);
  return referencesOf(shown).every((reference) => texts.some((one) => one.includes(reference)));
}
