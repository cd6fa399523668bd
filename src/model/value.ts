/**
 * Attribute values as Terraform knows them before an apply: JSON with possibly unknown parts. Unknown is a separate value and never an absence, so
 * that no reader of a model can mistake "not known yet" for "does not exist".
 */
export class Unknown {
  constructor(
    /** The reason why the value is not known, for a sentence after "is not known: ". */
    readonly reason: string,
    /** The sources of the value, such as `aws_iam_role.execution.id`, as far as the input shows them. */
    readonly references: readonly string[] = [],
    origin: Origin = someExpression,
  ) {
    const { weight, depth } = sizeOf(origin);
    [this.weight, this.depth] = [weight, depth];
    this.origin = weight > most.weight || depth > most.depth ? someExpression : origin;
  }

  readonly origin: Origin;
  /** The number of unknown values that its origin is made from, each as often as it is in it, and how often one is made from another. */
  private readonly weight: number;
  private readonly depth: number;

  /** The size of all unknown values in a value together, counted up to the bounds. */
  static sizeIn(value: Value): Size {
    let [weight, depth, seen] = [0, 0, 0];
    const waiting = [value];
    for (let one = waiting.pop(); one !== undefined && weight <= most.weight; one = waiting.pop()) {
      seen += 1;
      if (seen > most.seen) return { weight: Infinity, depth };
      if (one instanceof Unknown) [weight, depth] = [weight + one.weight, Math.max(depth, one.depth)];
      else if (isList(one)) for (const item of one) waiting.push(item);
      else if (isObject(one)) for (const item of Object.values(one)) waiting.push(item);
    }
    return { weight, depth };
  }
}

interface Size {
  readonly weight: number;
  readonly depth: number;
}

/** Bounds of an origin that is followed: texts that name one another twice, again and again, have as many parts as nobody can follow. */
const most = { weight: 10_000, depth: 200, seen: 1_000_000 };

function sizeOf(origin: Origin): Size {
  const { kind } = origin;
  if (kind !== 'text' && kind !== 'json' && kind !== 'alternatives') return { weight: 1, depth: 0 };
  const { weight, depth } = Unknown.sizeIn(
    kind === 'text' ? origin.pieces : kind === 'json' ? origin.value : origin.values,
  );
  return { weight, depth: depth + 1 };
}

/** The origin of an unknown value, as far as the input shows it. */
export type Origin =
  /** The value that this reference names. An index is a separate step: `aws_iam_role`, `worker`, `0`, `arn`. */
  | { readonly kind: 'reference'; readonly steps: readonly string[] }
  /** A value made from its references by an expression that is not shown, as in the plan of a native configuration. */
  | { readonly kind: 'references' }
  /** A value made from these values, or one of them; the input does not show which. */
  | { readonly kind: 'alternatives'; readonly values: readonly Value[] }
  /** A text of known and unknown pieces, in this order. */
  | { readonly kind: 'text'; readonly pieces: readonly (string | Unknown)[] }
  /** This value as a JSON text; parts of the value are unknown. */
  | { readonly kind: 'json'; readonly value: Value }
  /** A value that is not written: the provider fills it in. */
  | { readonly kind: 'computed' }
  /** Any value. */
  | { readonly kind: 'expression' };

const someExpression: Origin = { kind: 'expression' };

/** An unknown value that is made from others; it waits for the first of them. */
export function madeOf(unknowns: readonly [Unknown, ...Unknown[]], origin: Origin = someExpression): Unknown {
  const references = new Set(unknowns.flatMap((one) => one.references));
  return new Unknown(unknowns[0].reason, [...references], origin);
}

export type Value = null | boolean | number | string | Unknown | readonly Value[] | ValueObject;
export type ValueObject = { readonly [name: string]: Value };

export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** An own attribute, never one that every JavaScript object inherits. */
export function attribute(object: ValueObject, name: string): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/**
 * The nested blocks of one type. Terraform's JSON writes a single block as an object or as a list of one, and an absent one as nothing, null or an
 * empty list. A part that is not a block becomes Unknown.
 * https://developer.hashicorp.com/terraform/language/syntax/json#nested-block-mapping
 */
export function nestedBlocks(object: ValueObject, name: string): readonly (ValueObject | Unknown)[] {
  const value = attribute(object, name);
  if (value === undefined || value === null) return [];
  return (isList(value) ? value : [value]).map((block) =>
    isObject(block) ? block : block instanceof Unknown ? block : new Unknown(`${name} is not a block`),
  );
}

/** The text of an attribute; Unknown if it is not a text, undefined if it is absent or null. */
export function textOf(object: ValueObject, name: string): string | Unknown | undefined {
  const value = attribute(object, name);
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || value instanceof Unknown) return value;
  // Terraform keeps every digit of a number; JavaScript writes it differently.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    return new Unknown(`${name} is a number too long to be exact`);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return new Unknown(`${name} is not a text`);
}

/** The string value of an attribute; empty if it is not a string. For attributes that Terraform always writes as strings. */
export function plainText(object: ValueObject, name: string): string {
  const value = attribute(object, name);
  return typeof value === 'string' ? value : '';
}

/** The texts of a list attribute; Unknown if the list or a part of it is not known, undefined if it is absent or null. */
export function textsOf(object: ValueObject, name: string): readonly string[] | Unknown | undefined {
  const value = attribute(object, name);
  if (value === undefined || value === null) return undefined;
  if (value instanceof Unknown) return value;
  if (!isList(value)) return new Unknown(`${name} is not a list`);
  const texts: string[] = [];
  for (const item of value) {
    if (typeof item === 'string') texts.push(item);
    else return item instanceof Unknown ? item : new Unknown(`${name} is not a list of texts`);
  }
  return texts;
}

/** Whether a part of a value is not known. Most values have no such part, so it allocates nothing. */
function holdsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (isList(value)) return value.some(holdsUnknown);
  if (!isObject(value)) return false;
  for (const name of Object.keys(value)) if (holdsUnknown(value[name] ?? null)) return true;
  return false;
}

/** Every Unknown inside a value with the names that lead to it. */
export function unknownsIn(value: Value, path: readonly string[] = []): UnknownPart[] {
  return holdsUnknown(value) ? partsOf(value, path) : [];
}

interface UnknownPart {
  readonly path: readonly string[];
  readonly unknown: Unknown;
}

function partsOf(value: Value, path: readonly string[]): UnknownPart[] {
  if (value instanceof Unknown) return [{ path, unknown: value }];
  if (isList(value)) return value.flatMap((item, index) => partsOf(item, [...path, String(index)]));
  if (isObject(value)) return Object.entries(value).flatMap(([name, item]) => partsOf(item, [...path, name]));
  return [];
}

/** Every text inside a value, names of objects included, with the names that lead to it. */
export function* textsIn(
  value: Value,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (isList(value)) for (const [index, item] of value.entries()) yield* textsIn(item, [...path, String(index)]);
  else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      yield { path: [...path, name], text: name };
      yield* textsIn(item, [...path, name]);
    }
  }
}
