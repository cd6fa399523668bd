import { readExpression, type Argument, type Expression } from '../../../asl/expressions';
import type { Path } from '../../../asl/paths';
import { isArray, isObject, type Json } from '../../../json';
import { call } from './intrinsics';
import { find, type Found } from './lookup';
import { anything, listOf, object, shapeOf, type Member, type Shape } from './shape';

/** The data that the expressions of a state can read. */
export interface Scope {
  /** The value of `$`. */
  readonly data: Shape;
  /** The value of `$$`. */
  readonly context: Shape;
}

/** A part of a state that fails, or can fail, with this data. */
export interface Failure {
  readonly kind: 'missing' | 'wrong type' | 'function' | 'no place' | 'not understood';
  /** The path or the call. */
  readonly of: string;
  readonly isSure: boolean;
}

interface Evaluated {
  readonly shape: Shape;
  readonly failures: readonly Failure[];
}

/** Returns the shape of an expression, if nothing fails, and its possible failures. */
export function evaluate(value: Json | undefined, scope: Scope): Evaluated {
  const expression = typeof value === 'string' ? readExpression(value) : undefined;
  if (expression !== undefined) return evaluateExpression(expression, scope);
  const of = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return { shape: anything, failures: [{ kind: 'not understood', of, isSure: false }] };
}

/** Returns the failures of an expression whose value must be of a kind. */
export function evaluateAs(
  value: Json | undefined,
  scope: Scope,
  isRight: (shape: Shape) => boolean,
): readonly Failure[] {
  const { shape, failures } = evaluate(value, scope);
  if (failures.length > 0 || isRight(shape) || typeof value !== 'string') return failures;
  return [{ kind: 'wrong type', of: value, isSure: false }];
}

/** Returns the value at a path, from either root. */
export function findIn(path: Path, { data, context }: Scope): Found {
  return find(path, path.root === '$$' ? context : data);
}

function evaluateExpression(expression: Expression, scope: Scope): Evaluated {
  if (expression.kind === 'path') {
    const { isThere, shape } = findIn(expression.path, scope);
    if (isThere === 'surely') return { shape, failures: [] };
    return { shape, failures: [{ kind: 'missing', of: expression.path.text, isSure: isThere === 'never' }] };
  }
  const given = expression.args.map((argument) => ({ argument, ...evaluateArgument(argument, scope) }));
  const { works, shape } = call(expression.name, given);
  const failures = given.flatMap((one) => one.failures);
  if (works === 'surely' || failures.length > 0) return { shape, failures };
  return { shape, failures: [{ kind: 'function', of: expression.text, isSure: works === 'never' }] };
}

function evaluateArgument(argument: Argument, scope: Scope): Evaluated {
  if (argument.kind === 'literal') return { shape: shapeOf(argument.value), failures: [] };
  if (argument.kind === 'text') return { shape: shapeOf(argument.written), failures: [] };
  return evaluateExpression(argument, scope);
}

/** Returns the shape of the value that a payload template makes, and its possible failures. */
export function evaluateTemplate(template: Json, scope: Scope): Evaluated {
  const failures: Failure[] = [];
  return { shape: templateShape(template, scope, failures), failures };
}

function templateShape(template: Json, scope: Scope, failures: Failure[]): Shape {
  if (isArray(template)) return listOf(template.map((each) => templateShape(each, scope, failures)));
  if (!isObject(template)) return shapeOf(template);
  const members = new Map<string, Member>();
  for (const [name, value] of Object.entries(template)) {
    if (!name.endsWith('.$')) {
      members.set(name, { shape: templateShape(value, scope, failures), isSure: true });
      continue;
    }
    const made = evaluate(value, scope);
    failures.push(...made.failures);
    members.set(name.slice(0, -2), { shape: made.shape, isSure: true });
  }
  return object(members, true);
}
