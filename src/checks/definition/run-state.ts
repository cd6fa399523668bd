import type { JsonObject } from '../../json';
import { operationOf } from '../../workflow/operations';
import { isJudgedAs, judge } from './data/conditions';
import { evaluateAs, evaluateTemplate, type Failure, type Scope } from './data/expressions';
import { place } from './data/lookup';
import { caught, context, resultOf } from './data/services';
import { anything, shapeOf, type Shape } from './data/shape';
import { objectsOf, typeOf, type DefinedState } from './definition';
import { isReRooted } from './pair-binding';
import { plainPath } from './paths';

/** The effects of a state on data of a shape. */
export interface Run {
  /** The next states of the execution, and the known shape of its data there. */
  readonly out: readonly { readonly to: string; readonly data: Shape }[];
  readonly failures: readonly StateFailure[];
}

/** A possible failure in a state, after which AWS ends the execution with a cause that quotes the state's data. */
export interface StateFailure extends Failure {
  readonly field: string;
  /** The data that the failing expression reads: the input of the state, or the result of its call. */
  readonly reads: 'input' | 'result';
}

type Fail = (field: string, failures: readonly Failure[], reads?: StateFailure['reads']) => void;

/** Computes the effects of a state without running it. Its effects behind an InputPath or an OutputPath are not known. */
export function runState(defined: DefinedState, input: Shape): Run {
  const found: StateFailure[] = [];
  const fail: Fail = (field, failures, reads = 'input') => {
    found.push(...failures.map((failure) => ({ ...failure, field, reads })));
  };
  const isOpaque = isReRooted(defined.state);
  const out = outOf(defined, isOpaque ? anything : input, fail);
  for (const catcher of objectsOf(defined.state, 'Catch'))
    out.push(
      ...leadTo(
        catcher['Next'],
        placed(catcher, input, caught, (failures) => fail('Catch', failures)),
      ),
    );
  return { out: isOpaque ? out.map(({ to }) => ({ to, data: anything })) : out, failures: found };
}

function outOf(defined: DefinedState, data: Shape, fail: Fail): { to: string; data: Shape }[] {
  const { state } = defined;
  const scope = { data, context };
  switch (typeOf(defined)) {
    case 'Pass':
      return leadTo(state['Next'], pass(state, scope, fail));
    case 'Task':
      return leadTo(state['Next'], task(state, scope, fail));
    case 'Choice':
      return choose(state, scope, fail);
    case 'Wait':
      wait(state, scope, fail);
      return leadTo(state['Next'], data);
    case 'Fail':
      // The context object does not exist when AWS makes a cause.
      for (const field of ['ErrorPath', 'CausePath'])
        if (state[field] !== undefined)
          fail(
            field,
            evaluateAs(state[field], { data, context: anything }, ({ kind }) => kind === 'text'),
          );
      return [];
    case 'Parallel':
    case 'Map':
      return leadTo(
        state['Next'],
        placed(state, data, anything, (failures) => fail('ResultPath', failures)),
      );
    default:
      return leadTo(state['Next'], data);
  }
}

function leadTo(to: JsonObject[string] | undefined, data: Shape): { to: string; data: Shape }[] {
  return typeof to === 'string' ? [{ to, data }] : [];
}

function pass(state: JsonObject, scope: Scope, fail: Fail): Shape {
  const { Result: result, Parameters: parameters } = state;
  const made = parameters === undefined ? { shape: scope.data, failures: [] } : evaluateTemplate(parameters, scope);
  fail('Parameters', made.failures);
  const value = result === undefined ? made.shape : shapeOf(result);
  return placed(state, scope.data, value, (failures) => fail('ResultPath', failures));
}

function task(state: JsonObject, scope: Scope, fail: Fail): Shape {
  const { Parameters: parameters, Credentials: credentials, ResultSelector: selector, Resource: resource } = state;
  if (parameters !== undefined) fail('Parameters', evaluateTemplate(parameters, scope).failures);
  if (credentials !== undefined) fail('Credentials', evaluateTemplate(credentials, scope).failures);
  for (const field of ['TimeoutSecondsPath', 'HeartbeatSecondsPath'])
    if (state[field] !== undefined)
      fail(
        field,
        evaluateAs(state[field], scope, (shape) => isDuration(shape, 1)),
      );
  const returned = resultOf(typeof resource === 'string' ? operationOf(resource) : undefined);
  const selected =
    selector === undefined
      ? { shape: returned, failures: [] }
      : evaluateTemplate(selector, { ...scope, data: returned });
  fail('ResultSelector', selected.failures, 'result');
  return placed(state, scope.data, selected.shape, (failures) => fail('ResultPath', failures, 'result'));
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
const longestSeconds = 99_999_999;

function isDuration(shape: Shape, least: number): boolean {
  return shape.kind === 'number' && shape.isWhole && shape.least >= least && shape.most <= longestSeconds;
}

function wait(state: JsonObject, scope: Scope, fail: Fail): void {
  const { SecondsPath: seconds, TimestampPath: timestamp } = state;
  if (seconds !== undefined)
    fail(
      'SecondsPath',
      evaluateAs(seconds, scope, (shape) => isDuration(shape, 0)),
    );
  if (timestamp !== undefined)
    fail(
      'TimestampPath',
      evaluateAs(timestamp, scope, (shape) => shape.kind === 'text' && shape.isTimestamp),
    );
}

/** Tries each rule only if no rule before it holds. */
function choose(state: JsonObject, scope: Scope, fail: Fail): { to: string; data: Shape }[] {
  const out: { to: string; data: Shape }[] = [];
  let left: Shape | undefined = scope.data;
  let last: (ReturnType<typeof judge> & { readonly rule: JsonObject; readonly data: Shape }) | undefined;
  for (const rule of objectsOf(state, 'Choices')) {
    if (left === undefined) return out;
    // Hundreds of rules in a row can differ only in their user.
    const isKnown: boolean = last?.data === left && isJudgedAs(rule, last.rule);
    last = { ...(isKnown && last !== undefined ? last : judge(rule, { ...scope, data: left })), rule, data: left };
    fail('Choices', last.failures);
    if (last.whenTrue !== undefined) out.push(...leadTo(rule['Next'], last.whenTrue));
    left = last.whenFalse;
  }
  if (left !== undefined) out.push(...leadTo(state['Default'], left));
  return out;
}

/** The data with a result at the ResultPath of a state or a catcher. */
function placed(rule: JsonObject, data: Shape, result: Shape, fail: (failures: readonly Failure[]) => void): Shape {
  const { ResultPath: path = '$' } = rule;
  if (path === null) return data;
  const names = typeof path === 'string' ? plainPath(path) : undefined;
  const { works, shape } =
    names === undefined ? { works: 'maybe' as const, shape: anything } : place(names, data, result);
  if (works !== 'surely')
    fail([{ kind: 'no place', of: typeof path === 'string' ? path : 'ResultPath', isSure: works === 'never' }]);
  return shape;
}
