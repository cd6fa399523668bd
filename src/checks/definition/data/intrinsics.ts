import type { Argument, IntrinsicName } from '../../../asl/expressions';
import { weaker, type Sureness } from './lookup';
import {
  anything,
  boolean,
  list,
  listOf,
  number,
  object,
  shortText,
  text,
  type NumberShape,
  type Shape,
} from './shape';

/** An argument of an intrinsic function, and the known shape of its value. */
interface Given {
  readonly argument: Argument;
  readonly shape: Shape;
}

/** Whether a call succeeds, and the shape of its result then. */
interface Called {
  readonly works: Sureness;
  readonly shape: Shape;
}

type Function = (...given: readonly Given[]) => Called;

const always = (shape: Shape): Called => ({ works: 'surely', shape });
const whole: NumberShape = { ...number, isWhole: true };

function isA(kind: Shape['kind'], given: Given | undefined): Sureness {
  if (given === undefined) return 'never';
  return given.shape.kind === kind ? 'surely' : given.shape.kind === 'anything' ? 'maybe' : 'never';
}

function isShortText(given: Given | undefined): Sureness {
  const is = isA('text', given);
  return is === 'surely' && given?.shape.kind === 'text' && !given.shape.isShort ? 'maybe' : is;
}

const all = (...each: readonly Sureness[]): Sureness => each.reduce(weaker, 'surely');

/** The value of an argument that is a constant in the definition. */
function written(given: Given | undefined): unknown {
  if (given?.argument.kind === 'literal') return given.argument.value;
  return given?.argument.kind === 'text' ? given.argument.written : undefined;
}

function isWritten(given: Given | undefined, fits: (value: unknown) => boolean): Sureness {
  const value = written(given);
  return value === undefined ? 'maybe' : fits(value) ? 'surely' : 'never';
}

const algorithms: readonly unknown[] = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

const isPositive = (value: unknown): boolean => typeof value === 'number' && value >= 1;

/**
 * Whether each brace of a template is escaped or part of `{}`, and there are as many `{}` as values.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-generic
 */
function fitsTemplate(template: string, values: number): boolean {
  const braces = Array.from(template.matchAll(/\\['{}\\]|\{\}|[{}]/g), ([found]) => found);
  const places = braces.filter((found) => found === '{}');
  return places.length === values && braces.every((found) => found.length === 2);
}

function format(template: Given | undefined, ...values: readonly Given[]): Called {
  const fits = (value: unknown): boolean => typeof value === 'string' && fitsTemplate(value, values.length);
  return { works: isWritten(template, fits), shape: values.length === 0 ? shortText : text };
}

/**
 * The largest number that AWS adds.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html#asl-intrsc-func-math-operation
 */
const largest = 2 ** 31 - 1;

function add(one: Given | undefined, other: Given | undefined): Called {
  const works = all(isA('number', one), isA('number', other));
  if (one?.shape.kind !== 'number' || other?.shape.kind !== 'number') return { works, shape: whole };
  const least = Math.round(one.shape.least) + Math.round(other.shape.least);
  const most = Math.round(one.shape.most) + Math.round(other.shape.most);
  const isSmall = [one.shape, other.shape, { least, most }].every(
    (each) => each.least >= -largest && each.most <= largest,
  );
  return { works: isSmall ? works : weaker(works, 'maybe'), shape: { kind: 'number', isWhole: true, least, most } };
}

function range(...given: readonly Given[]): Called {
  const [first, last, by] = given.map(written);
  const isKnown = typeof first === 'number' && typeof last === 'number' && typeof by === 'number';
  const works = isKnown && by !== 0 && (last - first) / by < 1000;
  return { works: works ? 'surely' : 'maybe', shape: list(whole, 0) };
}

function merge(one: Given | undefined, other: Given | undefined, deep: Given | undefined): Called {
  const works = all(
    isA('object', one),
    isA('object', other),
    isWritten(deep, (value) => value === false),
  );
  if (one?.shape.kind !== 'object' || other?.shape.kind !== 'object') return { works, shape: anything };
  // A member that may be in the second object can overwrite a member of the first.
  const unsure = [...other.shape.members].some(([, { isSure }]) => !isSure);
  if (unsure || !other.shape.isClosed) return { works, shape: object(new Map(), false) };
  return { works, shape: object(new Map([...one.shape.members, ...other.shape.members]), one.shape.isClosed) };
}

function elementAt(array: Given | undefined, index: Given | undefined): Called {
  const at = written(index);
  const shape = array?.shape.kind === 'list' ? array.shape : undefined;
  if (shape === undefined) return { works: isA('list', array), shape: anything };
  const isInside = typeof at === 'number' && at >= 0 && Math.round(at) < shape.atLeast;
  return { works: isInside ? 'surely' : 'maybe', shape: shape.item };
}

function items(array: Given | undefined): Shape {
  return array?.shape.kind === 'list' ? list(array.shape.item, 0) : list(anything, 0);
}

/**
 * The conditions under which each function fails, and the shape of its result.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
const functions: { readonly [name in IntrinsicName]: Function } = {
  'States.Array': (...given) => always(listOf(given.map(({ shape }) => shape))),
  'States.ArrayContains': (array) => ({ works: isA('list', array), shape: boolean }),
  'States.ArrayGetItem': elementAt,
  'States.ArrayLength': (array) => ({ works: isA('list', array), shape: { ...whole, least: 0 } }),
  'States.ArrayPartition': (array, size) => ({
    works: all(isA('list', array), isWritten(size, isPositive)),
    shape: list(items(array), 0),
  }),
  'States.ArrayRange': range,
  'States.ArrayUnique': (array) => ({ works: isA('list', array), shape: items(array) }),
  // Keyturn does not know whether a text that is not a constant is valid Base64 or JSON.
  'States.Base64Decode': (encoded) => ({ works: weaker(isA('text', encoded), 'maybe'), shape: text }),
  'States.Base64Encode': (data) => ({ works: isShortText(data), shape: text }),
  'States.Format': format,
  'States.Hash': (data, algorithm) => ({
    works: all(
      isShortText(data) === 'surely' ? 'surely' : 'maybe',
      isWritten(algorithm, (name) => algorithms.includes(name)),
    ),
    shape: shortText,
  }),
  'States.JsonMerge': merge,
  'States.JsonToString': () => always(text),
  'States.MathAdd': add,
  'States.MathRandom': (first, last) => {
    const [from, to] = [written(first), written(last)];
    const works = typeof from === 'number' && typeof to === 'number' && Math.round(from) < Math.round(to);
    return { works: works ? 'surely' : 'maybe', shape: whole };
  },
  'States.StringSplit': (one, other) => ({
    works: all(
      isA('text', one),
      isA('text', other),
      isWritten(other, (separators) => separators !== ''),
    ),
    shape: list(text, 0),
  }),
  'States.StringToJson': (json) => ({ works: weaker(isA('text', json), 'maybe'), shape: anything }),
  'States.UUID': () => always(shortText),
};

export function call(name: IntrinsicName, given: readonly Given[]): Called {
  return functions[name](...given);
}
