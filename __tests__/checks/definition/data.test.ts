import { judge } from '../../../src/checks/definition/data/conditions';
import { evaluate, evaluateTemplate } from '../../../src/checks/definition/data/expressions';
import { place } from '../../../src/checks/definition/data/lookup';
import { anything, join, shapeOf, type Shape } from '../../../src/checks/definition/data/shape';
import { context } from '../../../src/checks/definition/data/services';
import { isArray, isObject, type Json, type JsonObject } from '../../../src/json';
import { parsePath } from '../../../src/asl/paths';
import { readCondition } from '../../../src/simulator/asl/conditions';
import { StatesError } from '../../../src/simulator/asl/errors';
import { compileExpression } from '../../../src/simulator/asl/expression';
import { Fields } from '../../../src/simulator/asl/fields';
import { placeAt } from '../../../src/simulator/asl/reference-path';
import type { Scope } from '../../../src/simulator/asl/scope';
import { compileTemplate } from '../../../src/simulator/asl/template';
import { instantOf } from '../../../src/simulator/asl/timestamps';
import { Dice } from '../../../src/simulator/random';
import { examples } from '../../effort';
import fc from '../../fast-check';

/** Whether a value is one of those that a shape stands for. */
function covers(shape: Shape, value: Json): boolean {
  switch (shape.kind) {
    case 'anything':
      return true;
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'text':
      if (typeof value !== 'string') return false;
      return (!shape.isShort || value.length <= 10_000) && (!shape.isTimestamp || instantOf(value) !== undefined);
    case 'number':
      if (typeof value !== 'number') return false;
      return value >= shape.least && value <= shape.most && (!shape.isWhole || Number.isInteger(value));
    case 'list':
      return isArray(value) && value.length >= shape.atLeast && value.every((each) => covers(shape.item, each));
    case 'object': {
      if (!isObject(value)) return false;
      const { members, isClosed } = shape;
      const isKnown = Object.keys(value).every((name) => !isClosed || members.has(name));
      return isKnown && [...members].every(([name, member]) => {
        const held = Object.hasOwn(value, name) ? value[name] : undefined;
        return held === undefined ? !member.isSure : covers(member.shape, held);
      });
    }
  }
} // prettier-ignore

const name = fc.constantFrom('a', 'b', 'c');
const leaf = fc.constantFrom<Json>(null, true, 'x', '', '2026-01-01T00:00:00Z', '{"a":1}', 0, 1, 5, -2, 2.5);
const { value: anyValue } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
}));
const object = fc.dictionary(name, anyValue, { minKeys: 1, maxKeys: 3 });

const step = fc.oneof(
  { weight: 4, arbitrary: name.map((one) => `.${one}`) },
  { weight: 2, arbitrary: fc.nat(2).map((at) => `[${at}]`) },
);
const definite = fc.array(step, { maxLength: 3 }).map((steps) => `$${steps.join('')}`);
const many = fc.constantFrom('[*]', '[0:1]', '..a', '.*', "['a','b']", '[0,1]', '[?(@.a)]');
const path = fc.oneof(
  { weight: 5, arbitrary: definite },
  {
    weight: 1,
    arbitrary: fc.tuple(definite, many, definite).map(([one, all, rest]) => `${one}${all}${rest.slice(1)}`),
  },
);

const argument = fc.oneof(path, fc.constantFrom("'x'", '1', '0', '3', "'{}'", "'MD5'", 'false', 'true', "'a\\{b'"));
const names = ['Array', 'ArrayContains', 'ArrayGetItem', 'ArrayLength', 'ArrayPartition', 'ArrayRange', 'ArrayUnique', 'Base64Decode', 'Base64Encode', 'Format', 'Hash', 'JsonMerge', 'JsonToString', 'MathAdd', 'MathRandom', 'StringSplit', 'StringToJson', 'UUID']; // prettier-ignore
const { call } = fc.letrec<{ call: string }>((tie) => ({
  call: fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(fc.oneof({ weight: 5, arbitrary: argument }, { weight: 1, arbitrary: tie('call') }), { maxLength: 3 }),
    )
    .map(([of, all]) => `States.${of}(${all.join(', ')})`),
}));
const expression = fc.oneof(path, call);

const relations = ['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const numeric = fc.tuple(definite, fc.constantFrom(...relations), fc.constantFrom(-2, 0, 1, 3)).map(([Variable, relation, than]): JsonObject => ({ Variable, [`Numeric${relation}`]: than })); // prettier-ignore
const compared = fc
  .tuple(definite, fc.constantFrom('String', 'Numeric', 'Timestamp'), fc.constantFrom(...relations), definite)
  .map(([Variable, family, relation, other]): JsonObject => ({ Variable, [`${family}${relation}Path`]: other }));
const tested = fc
  .tuple(definite, fc.constantFrom('Present', 'Null', 'String', 'Numeric', 'Boolean', 'Timestamp'), fc.boolean())
  .map(([Variable, kind, is]): JsonObject => ({ Variable, [`Is${kind}`]: is }));
const text = fc.constantFrom('StringEquals', 'StringMatches', 'StringLessThan').chain((operator) => definite.map((Variable): JsonObject => ({ Variable, [operator]: 'x' }))); // prettier-ignore
const { condition } = fc.letrec<{ condition: JsonObject }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: tested },
    numeric,
    compared,
    text,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((And): JsonObject => ({ And })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((Or): JsonObject => ({ Or })),
    tie('condition').map((Not): JsonObject => ({ Not })),
  ),
}));

const numRuns = { numRuns: examples(5000) };
const scopeOf = (input: Json): Scope => ({ input, context: () => ({}), dice: new Dice(1) });
const knows = (data: Shape) => ({ data, context });

/** What the simulator yields; undefined where it fails. */
function tried<Result>(run: () => Result): { readonly result: Result } | undefined {
  try {
    return { result: run() };
  } catch (error) {
    if (error instanceof StatesError) return undefined;
    throw error;
  }
}

test('two shapes joined cover what either covers, and joining again changes nothing', () => {
  fc.assert(fc.property(anyValue, anyValue, (one, other) => {
    const joined = join(shapeOf(one), shapeOf(other));
    expect([covers(joined, one), covers(joined, other)]).toEqual([true, true]);
    expect(join(joined, shapeOf(other))).toBe(joined);
    expect(join(joined, shapeOf(one))).toBe(joined);
  }), numRuns);
}); // prettier-ignore

test('an expression that is known to work does, and yields what is known; one that surely fails does', () => {
  fc.assert(fc.property(object, object, expression, (one, other, written) => {
    const { shape, failures } = evaluate(written, knows(join(shapeOf(one), shapeOf(other))));
    if (failures.some(({ kind }) => kind === 'not understood')) return;
    for (const input of [one, other]) {
      const made = tried(() => compileExpression(written, 'x')(scopeOf(input)));
      if (failures.length === 0) expect(made).toBeDefined();
      if (failures.some(({ isSure }) => isSure)) expect(made).toBeUndefined();
      if (made !== undefined) expect(covers(shape, made.result)).toBe(true);
    }
  }), numRuns);
}); // prettier-ignore

test('a template that is known to work does', () => {
  fc.assert(fc.property(object, object, expression, expression, (one, other, first, second) => {
    const template = { 'x.$': first, y: [{ 'z.$': second }, 1] };
    const { shape, failures } = evaluateTemplate(template, knows(join(shapeOf(one), shapeOf(other))));
    if (failures.length > 0) return;
    for (const input of [one, other]) expect(covers(shape, compileTemplate(template)(scopeOf(input)))).toBe(true);
  }), numRuns);
}); // prettier-ignore

test('a condition that is known to work does, and says of the data only what is true', () => {
  fc.assert(fc.property(object, object, fc.boolean(), condition, (one, other, isOpen, written) => {
    const data = isOpen ? anything : join(shapeOf(one), shapeOf(other));
    const { whenTrue, whenFalse, failures } = judge(written, knows(data));
    const problems: string[] = [];
    const holds = readCondition(new Fields('rule', written, problems));
    expect(problems).toEqual([]);
    for (const input of [one, other]) {
      const judged = tried(() => holds(scopeOf(input)));
      if (judged === undefined) {
        expect(failures.length).toBeGreaterThan(0);
        continue;
      }
      const known = judged.result ? whenTrue : whenFalse;
      expect(known !== undefined && covers(known, input)).toBe(true);
    }
  }), numRuns);
}); // prettier-ignore

test('a result has a place where it is known to have one', () => {
  fc.assert(fc.property(anyValue, anyValue, fc.array(name, { maxLength: 3 }), anyValue, (one, other, at, result) => {
    const written = parsePath(['$', ...at].join('.'));
    const { works, shape } = place(at, join(shapeOf(one), shapeOf(other)), shapeOf(result));
    for (const input of [one, other]) {
      const placed = tried(() => placeAt(written, input, result));
      if (works === 'surely') expect(placed).toBeDefined();
      if (works === 'never') expect(placed).toBeUndefined();
      if (placed !== undefined) expect(covers(shape, placed.result)).toBe(true);
    }
  }), numRuns);
}); // prettier-ignore
