import { isList, isObject, madeOf, Unknown, type Value } from '../../model';

/**
 * Converts a value to a string as Terraform does; undefined if it cannot be converted. Terraform keeps every digit of a number and
 * JavaScript does not: a number that may have lost digits is Unknown.
 * https://developer.hashicorp.com/terraform/language/expressions/types#type-conversion
 */
export function asText(value: Value): string | Unknown | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  const isExact = isExactInteger(value) || (Math.abs(value) < 1e9 && /^-?\d+\.\d{1,6}$/.test(String(value)));
  return isExact ? String(value) : new Unknown('a number in it is too long to be exact');
}

/** Terraform keeps the sign of a zero, too. */
export const isExactInteger = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

/**
 * Terraform normalises texts to NFC and replaces lone surrogates, so the text in a file need not be the text that is sent.
 * https://github.com/zclconf/go-cty/blob/main/docs/types.md#primitive-types
 */
export function asTerraformReads(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  return text
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
    .normalize('NFC');
}

/** The same for every string inside a value, including the names of members. */
export function valueAsTerraformReads(value: Value): Value {
  if (typeof value === 'string') return asTerraformReads(value);
  if (isList(value)) return value.map(valueAsTerraformReads);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [asTerraformReads(name), valueAsTerraformReads(item)] as const),
  );
}

/** Joins the pieces; the result is Unknown if one of them is, and keeps the known parts. */
export function textOfPieces(pieces: readonly (string | Unknown)[]): string | Unknown {
  const [first, ...more] = pieces.filter((piece) => piece instanceof Unknown);
  if (first !== undefined) return madeOf([first, ...more], { kind: 'text', pieces });
  return asTerraformReads(pieces.filter((piece) => typeof piece === 'string').join(''));
}
