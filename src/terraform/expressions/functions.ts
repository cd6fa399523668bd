import { byCodePoint } from '../by-code-point';
import { isMap, mapOf, setOf } from './collections';
import { NotUnderstood } from './cursor';
import { isExactInteger, textOfPieces } from './conversions';
import { isList, isObject, madeOf, Unknown, unknownsIn, type Value, type ValueObject } from '../../model';

type Function = (args: readonly Value[]) => Value | undefined;

/** The functions whose result is certain. Each returns undefined for unsupported arguments. */
const functions: ReadonlyMap<string, Function> = new Map<string, Function>([
  ['concat', (lists) => (lists.every(isList) ? lists.flat() : undefined)],
  ['join', ([separator, items, ...more]) => (more.length === 0 ? join(separator, items) : undefined)],
  ['jsonencode', ([value, ...more]) => (value === undefined || more.length > 0 ? undefined : jsonOf(value))],
  ['lookup', ([object, key, otherwise, ...more]) => (more.length === 0 ? lookUp(object, key, otherwise) : undefined)],
  ['merge', (objects) => (objects.every(isObject) ? merged(objects) : undefined)],
  ['sensitive', ([value, ...more]) => (more.length === 0 ? value : undefined)],
  ['tolist', ([items, ...more]) => (more.length === 0 && areTexts(items) ? [...items] : undefined)],
  ['toset', ([items, ...more]) => (more.length === 0 && isList(items) ? setOf(items) : undefined)],
]);

/** https://developer.hashicorp.com/terraform/language/functions/lookup */
function lookUp(object: Value | undefined, key: Value | undefined, otherwise: Value | undefined): Value | undefined {
  if (!isObject(object) || typeof key !== 'string') return undefined;
  if (Object.hasOwn(object, key)) return object[key];
  // In a map of texts, the default becomes a text.
  const isConverted = isMap(object) && (typeof otherwise === 'number' || typeof otherwise === 'boolean');
  return isConverted ? undefined : otherwise;
}

/** https://developer.hashicorp.com/terraform/language/functions/merge */
function merged(objects: readonly ValueObject[]): ValueObject {
  const members = Object.fromEntries(objects.flatMap(Object.entries));
  return objects.some(isMap) ? mapOf(members) : members;
}

/** Evaluates a call. Throws NotUnderstood for an unsupported function or argument. */
export function callFunction(name: string, args: readonly Value[], markSensitive: () => void): Value {
  const called = functions.get(name);
  if (called === undefined) throw new NotUnderstood(`the function "${name}" is not supported`);
  if (name === 'sensitive') markSensitive();
  const [first, ...more] = unknownsIn(args).map(({ unknown }) => unknown);
  if (first !== undefined) return ofUnknowns(name, args) ?? madeOf([first, ...more]);
  const result = called(args);
  if (result === undefined) throw new NotUnderstood(`the arguments of "${name}" are not understood`);
  return result;
}

/** Evaluates a call with unknown arguments as far as possible; undefined if nothing about its result is known. */
function ofUnknowns(name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'sensitive':
      return first;
    case 'concat':
      return args.every(isList) ? args.flat() : undefined;
    case 'join':
      return args.length === 2 ? joinUnknown(first, second) : undefined;
    case 'jsonencode':
      return args.length === 1 ? jsonOfUnknown(first) : undefined;
    case 'tolist':
    case 'toset':
      return args.length === 1 && isList(first) ? oneOf(first) : undefined;
    default:
      return undefined;
  }
}

function joinUnknown(separator: Value | undefined, items: Value | undefined): Value | undefined {
  if (typeof separator !== 'string' || !isList(items)) return undefined;
  const pieces = items.filter((item) => typeof item === 'string' || item instanceof Unknown);
  if (pieces.length < items.length) return undefined;
  return textOfPieces(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [separator, piece])));
}

function jsonOfUnknown(value: Value | undefined): Unknown | undefined {
  const [first, ...more] = unknownsIn(value ?? null).map(({ unknown }) => unknown);
  return first === undefined || value === undefined ? undefined : madeOf([first, ...more], { kind: 'json', value });
}

function oneOf(values: readonly Value[]): Unknown | undefined {
  const [first, ...more] = unknownsIn(values).map(({ unknown }) => unknown);
  return first === undefined ? undefined : madeOf([first, ...more], { kind: 'alternatives', values });
}

function areTexts(value: Value | undefined): value is readonly string[] {
  return isList(value) && value.every((item) => typeof item === 'string');
}

function join(separator: Value | undefined, items: Value | undefined): string | undefined {
  return typeof separator === 'string' && areTexts(items) ? items.join(separator) : undefined;
}

/** Terraform sorts keys and escapes what HTML reads. https://developer.hashicorp.com/terraform/language/functions/jsonencode */
function jsonOf(value: Value): string | Unknown {
  if (value instanceof Unknown) return value;
  if (typeof value === 'number' && !isExactInteger(value)) return new Unknown('a number in it may be inexact');
  if (isList(value)) return wrapped('[', value.map(jsonOf), ']');
  if (!isObject(value)) return literal(value);
  const members = Object.entries(value).sort(([one], [other]) => byCodePoint(one, other));
  return wrapped('{', members.map(member), '}');
}

function literal(value: string | number | boolean | null): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, unicodeEscape);
}

function member([name, value]: readonly [string, Value]): string | Unknown {
  const written = jsonOf(value);
  return written instanceof Unknown ? written : `${literal(name)}:${written}`;
}

function wrapped(start: string, items: readonly (string | Unknown)[], end: string): string | Unknown {
  const written: string[] = [];
  for (const item of items) {
    if (item instanceof Unknown) return item;
    written.push(item);
  }
  return `${start}${written.join(',')}${end}`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
