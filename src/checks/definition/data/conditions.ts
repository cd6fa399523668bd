import { readExpression } from '../../../asl/expressions';
import type { Path } from '../../../asl/paths';
import { isArray, isObject, isWrittenAs, type Json, type JsonObject } from '../../../json';
import { findIn, type Failure, type Scope } from './expressions';
import { meet, narrow, narrowToAbsent } from './narrow';
import { anything, boolean, join, nothing, number, text, timestamp, type Shape } from './shape';

/** The known shape of the data if a condition holds and if it does not; undefined if that is impossible. */
interface Judged {
  readonly whenTrue: Shape | undefined;
  readonly whenFalse: Shape | undefined;
  readonly failures: readonly Failure[];
}

/**
 * Judges a condition of a Choice rule as AWS evaluates it: the parts of `And` and `Or` in their order, each only if the parts before it do not
 * decide.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html
 */
export function judge(condition: Json | undefined, scope: Scope): Judged {
  if (!isObject(condition)) return open(scope);
  const { And: and, Or: or, Not: not } = condition;
  if (and !== undefined) return judgeAll(parts(and), scope);
  if (or !== undefined) return swapped(judgeAll(parts(or), scope, swapped));
  if (not !== undefined) return swapped(judge(not, scope));
  return judgeComparison(condition, scope);
}

function open({ data }: Scope, failures: readonly Failure[] = []): Judged {
  return { whenTrue: data, whenFalse: data, failures };
}

function swapped({ whenTrue, whenFalse, failures }: Judged): Judged {
  return { whenTrue: whenFalse, whenFalse: whenTrue, failures };
}

function parts(value: Json): readonly Json[] {
  return isArray(value) ? value : [];
}

/** Judges that all parts hold. An `Or` is the negation of all its negated parts. */
function judgeAll(all: readonly Json[], scope: Scope, turned = (judged: Judged): Judged => judged): Judged {
  const failures: Failure[] = [];
  let whenTrue: Shape | undefined = scope.data;
  let whenFalse: Shape | undefined;
  for (const part of all) {
    if (whenTrue === undefined) break;
    const judged = turned(judge(part, { ...scope, data: whenTrue }));
    failures.push(...judged.failures);
    whenFalse = joined(whenFalse, judged.whenFalse);
    whenTrue = judged.whenTrue;
  }
  return { whenTrue, whenFalse, failures };
}

function joined(one: Shape | undefined, other: Shape | undefined): Shape | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return join(one, other);
}

/** Whether two conditions have the same judgement on the same data: they differ only in their texts, and no judgement reads these. */
export function isJudgedAs(one: Json, other: Json): boolean {
  return isWrittenAs(one, other, (name, a, b) => isUnread(name) && typeof a === 'string' && typeof b === 'string');
}

/** The next state, and the text that a condition compares, change nothing in its judgement; a path that it compares does. */
function isUnread(name: string): boolean {
  return name === 'Next' || name === 'Comment' || (name.startsWith('String') && !name.endsWith('Path'));
}

/** The kind of value that each family of operators compares. */
const families: readonly (readonly [family: string, kind: Shape])[] = [
  ['String', text],
  ['Numeric', number],
  ['Boolean', boolean],
  ['Timestamp', timestamp],
];

/** The kinds that `IsString` and similar operators test. */
const tested: { readonly [test: string]: Shape } = {
  IsNull: nothing,
  IsString: text,
  IsNumeric: number,
  IsBoolean: boolean,
  IsTimestamp: timestamp,
};

function judgeComparison(condition: JsonObject, scope: Scope): Judged {
  const operator = Object.keys(condition).find((name) => name !== 'Variable' && name !== 'Next' && name !== 'Comment');
  const variable = pathOf(condition['Variable']);
  if (operator === undefined || variable === undefined) return open(scope);
  const operand = condition[operator];
  if (operator === 'IsPresent') {
    const present = {
      whenTrue: narrow(variable, scope.data, is(anything)),
      whenFalse: narrowToAbsent(variable, scope.data),
    };
    const judged = { ...present, failures: [] };
    return operand === false ? swapped(judged) : judged;
  }
  const failures = missing(variable, scope);
  const wanted = Object.hasOwn(tested, operator) ? tested[operator] : undefined;
  if (wanted !== undefined) {
    const whenTrue = narrow(variable, scope.data, is(wanted));
    const judged = { whenTrue, whenFalse: narrow(variable, scope.data, isNot(wanted)), failures };
    return operand === false ? swapped(judged) : judged;
  }
  const [family, kind] = families.find(([name]) => operator.startsWith(name)) ?? [];
  if (family === undefined || kind === undefined) return open(scope, failures);
  if (operator.endsWith('Path')) return withPath(variable, operand, kind, scope);
  const relation = operator.slice(family.length);
  return {
    whenTrue: narrow(variable, scope.data, (value) => met(value, kind, bounds(relation, operand, true))),
    whenFalse: narrow(variable, scope.data, (value) =>
      value.kind === 'number' && kind === number ? met(value, kind, bounds(relation, operand, false)) : value,
    ),
    failures,
  };
}

/** Both values must exist and be of the kind that is compared: AWS does not document the result for other values. */
function withPath(variable: Path, operand: Json | undefined, kind: Shape, scope: Scope): Judged {
  const other = pathOf(operand);
  if (other === undefined) return open(scope);
  const failures = [...wrong(variable, kind, scope), ...wrong(other, kind, scope)];
  if (failures.length === 0) return open(scope);
  const compared = (change: (value: Shape) => Shape | undefined): Shape | undefined => {
    const first = narrow(variable, scope.data, change);
    return first === undefined ? undefined : narrow(other, first, change);
  };
  return { whenTrue: compared(is(kind)), whenFalse: compared(is(anything)), failures };
}

function wrong(path: Path, kind: Shape, scope: Scope): Failure[] {
  const { isThere, shape } = findIn(path, scope);
  if (isThere !== 'surely') return [{ kind: 'missing', of: path.text, isSure: isThere === 'never' }];
  return meet(shape, kind) === shape && shape.kind === kind.kind
    ? []
    : [{ kind: 'wrong type', of: path.text, isSure: false }];
}

function pathOf(value: Json | undefined): Path | undefined {
  const read = typeof value === 'string' ? readExpression(value) : undefined;
  return read?.kind === 'path' ? read.path : undefined;
}

function missing(path: Path, scope: Scope): Failure[] {
  const { isThere } = findIn(path, scope);
  return isThere === 'surely' ? [] : [{ kind: 'missing', of: path.text, isSure: isThere === 'never' }];
}

const is =
  (wanted: Shape) =>
  (value: Shape): Shape | undefined =>
    meet(value, wanted);

/** A value that is surely of a kind cannot be of another one; any other value stays unchanged. */
const isNot =
  (wanted: Shape) =>
  (value: Shape): Shape | undefined =>
    value.kind !== 'anything' && meet(value, wanted) === value ? undefined : value;

function met(value: Shape, kind: Shape, limits: Shape): Shape | undefined {
  const right = meet(value, kind);
  return right === undefined ? undefined : meet(right, limits);
}

/** The range of the numbers that have this relation to the operand, or do not have it. */
function bounds(relation: string, operand: Json | undefined, holds: boolean): Shape {
  if (typeof operand !== 'number') return anything;
  const upTo: Shape = { ...number, most: operand };
  const from: Shape = { ...number, least: operand };
  if (relation === 'Equals') return holds ? { ...number, least: operand, most: operand } : number;
  if (relation.startsWith('LessThan')) return holds ? upTo : from;
  return holds ? from : upTo;
}
