import { type Json, type JsonObject, isArray, isObject } from '../../json';

/** The shape of an API parameter. */
export type Shape =
  | { readonly kind: 'text'; readonly least?: number; readonly most?: number; readonly pattern?: RegExp }
  | { readonly kind: 'number'; readonly least: number; readonly most: number }
  | { readonly kind: 'list'; readonly of: Shape }
  | Structure;

export interface Structure {
  readonly kind: 'structure';
  readonly required: readonly string[];
  readonly members: Readonly<Record<string, Shape>>;
}

/** A text with a length within bounds. */
export function textParameter(least = 0, most = Infinity, pattern?: RegExp): Shape {
  return pattern ? { kind: 'text', least, most, pattern } : { kind: 'text', least, most };
}

export function structure(required: readonly string[], members: Readonly<Record<string, Shape>>): Structure {
  return { kind: 'structure', required, members };
}

// Parameters never change in place, and the explorer makes the same call in many worlds.
const judged = new WeakMap<Structure, WeakMap<JsonObject, readonly string[]>>();

/** All problems of the parameters, in AWS's words; empty if there are none. */
export function parameterProblems(shape: Structure, parameters: JsonObject): readonly string[] {
  const known = judged.get(shape) ?? new WeakMap<JsonObject, readonly string[]>();
  judged.set(shape, known);
  const problems = known.get(parameters) ?? inStructure(shape, parameters, '');
  known.set(parameters, problems);
  return problems;
}

function inStructure(shape: Structure, value: JsonObject, at: string): string[] {
  const missing = shape.required
    .filter((name) => value[name] === undefined || value[name] === null)
    .map((name) => `Value null at '${place(at, name)}' failed to satisfy constraint: Member must not be null`);
  const wrong = Object.entries(value).flatMap(([name, each]) => {
    const member = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
    if (!member) return [`The field '${place(at, name)}' is not supported`];
    return each === null ? [] : inValue(member, each, place(at, name));
  });
  return [...missing, ...wrong];
}

function inValue(shape: Shape, value: Json, at: string): string[] {
  switch (shape.kind) {
    case 'structure':
      return isObject(value) ? inStructure(shape, value, at) : [ofType(at, 'structure')];
    case 'list':
      if (!isArray(value)) return [ofType(at, 'list')];
      return value.flatMap((each, index) => inValue(shape.of, each, `${at}.${index + 1}.member`));
    case 'number':
      if (typeof value !== 'number') return [ofType(at, 'number')];
      return value >= shape.least && value <= shape.most
        ? []
        : [failed(at, `Member must have value from ${shape.least} to ${shape.most}`)];
    case 'text':
      return typeof value === 'string' ? inText(shape, value, at) : [ofType(at, 'string')];
  }
}

function inText(shape: Extract<Shape, { kind: 'text' }>, value: string, at: string): string[] {
  const { least = 0, most = Infinity, pattern } = shape;
  if (value.length < least) return [failed(at, `Member must have length greater than or equal to ${least}`)];
  if (value.length > most) return [failed(at, `Member must have length less than or equal to ${most}`)];
  if (pattern && !pattern.test(value))
    return [failed(at, `Member must satisfy regular expression pattern: ${pattern.source}`)];
  return [];
}

// The message leaves out the value on purpose: it may be a secret.
function failed(at: string, constraint: string): string {
  return `Value at '${at}' failed to satisfy constraint: ${constraint}`;
}

function ofType(at: string, type: string): string {
  return failed(at, `Member must be a ${type}`);
}

/** The name of a member in a message: AWS uses camel case, `message.body.html`. */
function place(at: string, name: string): string {
  const camel = name.charAt(0).toLowerCase() + name.slice(1);
  return at === '' ? camel : `${at}.${camel}`;
}
