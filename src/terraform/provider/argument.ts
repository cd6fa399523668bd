import { listOrSet, mapOf } from '../expressions/collections';
import { isList, isObject, type Unknown, type Value } from '../../model';

/**
 * The value of an argument as a reference reads it. Only the provider's schema says its type: a list can be a set, which has another order, and the
 * text of a number or a boolean can be another one. The input has no schema, so `unknown` replaces a value that a type can change.
 */
export function asArgument(value: Value, unknown: Unknown): Value {
  if (isList(value) && value.every(isObject)) return value.map((item) => asArgument(item, unknown));
  if (isList(value)) return listOrSet(value) ?? unknown;
  if (isObject(value))
    return mapOf(Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asArgument(item, unknown)])));
  const isConverted = typeof value === 'string' && (/^[01]$/.test(value) || !isCanonical(value));
  return isConverted ? unknown : value;
}

/** Whether a text is not a number, or is one as Terraform writes it. */
function isCanonical(text: string): boolean {
  return !/^[-+]?\.?\d/.test(text) || Number.isNaN(Number(text)) || String(Number(text)) === text;
}
