import {
  type ChoiceCondition,
  type Pass,
  type State,
  type StateMachineDefinition,
  type Task,
  type Wait,
  searchBack,
  transitionsOf,
} from '../asl';
import { readExpression } from '../asl/expressions';
import type { Json, JsonObject } from '../json';

/** The time of a transition in addition to the calls and waits: usually far below a second, longer if Step Functions throttles. */
const transitionSeconds = 2;

/**
 * The longest time of a Task. Without these fields a Task can take years. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html
 */
function boundOf(name: string, task: Task): number {
  if (task.TimeoutSeconds === undefined) throw new Error(`state ${name} has no TimeoutSeconds`);
  const retriers = task.Retry ?? [];
  // Attempts are counted for each retrier separately, so all of them can be spent in one visit.
  // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
  const attempts = retriers.reduce((sum, retrier) => sum + (retrier.MaxAttempts ?? 3), 0);
  const delays = retriers.reduce((sum, retrier) => {
    const retries = retrier.MaxAttempts ?? 3;
    if (retries > 0 && retrier.MaxDelaySeconds === undefined)
      throw new Error(`a retrier of ${name} has no MaxDelaySeconds`);
    return sum + retries * (retrier.MaxDelaySeconds ?? 0);
  }, 0);
  return (1 + attempts) * (task.TimeoutSeconds + transitionSeconds) + delays;
}

/** Numbers in the state's data that are the same in every execution, by path. */
type Numbers = ReadonlyMap<string, number>;

const isUnder = (path: string, parent: string) => path === parent || path.startsWith(`${parent}.`);

function numbersIn(value: Json, path: string): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  return Object.entries(value as JsonObject).flatMap(([name, member]) => numbersIn(member, `${path}.${name}`));
}

/** Evaluates a `.$` member that is a known number or a sum of known numbers. */
function evaluated(text: string, numbers: Numbers): number | undefined {
  const expression = readExpression(text);
  if (expression === undefined) return undefined;
  if (expression.kind === 'path') return numbers.get(expression.path.text);
  if (expression.name !== 'States.MathAdd') return undefined;
  const terms = expression.args.map((term) => (term.kind === 'path' ? numbers.get(term.path.text) : undefined));
  return terms.reduce((sum, term) => (sum === undefined || term === undefined ? undefined : sum + term), 0);
}

function numbersFrom(parameters: JsonObject, path: string, numbers: Numbers): [string, number][] {
  return Object.entries(parameters).flatMap(([name, value]): [string, number][] => {
    if (name.endsWith('.$') && typeof value === 'string') {
      const number = evaluated(value, numbers);
      return number === undefined ? [] : [[`${path}.${name.slice(0, -2)}`, number]];
    }
    return numbersIn(value, `${path}.${name}`);
  });
}

/** The paths whose numbers decide durations: the seconds of waits and the bounds of loops. */
function decisivePaths(definition: StateMachineDefinition, uncounted: string | undefined): ReadonlySet<string> {
  const paths = Object.values(definition.States).flatMap((state) => {
    if (state.Type === 'Wait') return state.SecondsPath === undefined ? [] : [state.SecondsPath];
    if (state.Type !== 'Choice') return [];
    return state.Choices.flatMap((rule) =>
      'Variable' in rule && typeof rule.Variable === 'string' ? [rule.Variable] : [],
    );
  });
  return new Set(paths.filter((path) => path !== uncounted));
}

/** Whether a state can read the number at a path; a Pass reads what the texts of its parameters contain. */
function reads(state: State, path: string): boolean {
  if (state.Type === 'Wait') return state.SecondsPath === path;
  if (state.Type === 'Choice') return state.Choices.some((rule) => 'Variable' in rule && rule.Variable === path);
  if (state.Type !== 'Pass') return false;
  return Object.values(state.Parameters ?? {}).some((value) => typeof value === 'string' && value.includes(path));
}

/**
 * The paths, of these, that each state or a state after it can read. Two visits of a state that differ only in another number need the same
 * time from there.
 */
function pathsReadFrom(
  definition: StateMachineDefinition,
  paths: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const states = Object.entries(definition.States);
  const leadingTo = searchBack(
    states.flatMap(([from, state]) =>
      transitionsOf(state).flatMap(({ to }) => (to === undefined ? [] : [[from, to] as const])),
    ),
  );
  const read = new Map<string, string[]>(states.map(([name]) => [name, []]));
  for (const path of paths) {
    const readers = states.flatMap(([name, state]) => (reads(state, path) ? [name] : []));
    for (const name of leadingTo(readers)) read.get(name)?.push(path);
  }
  return read;
}

function written(state: Pass | Task, numbers: Numbers, decisive: ReadonlySet<string>): Numbers {
  if (state.ResultPath === null) return numbers;
  const path = state.ResultPath ?? '$';
  const all =
    state.Type === 'Task'
      ? []
      : state.Result !== undefined
        ? numbersIn(state.Result, path)
        : numbersFrom(state.Parameters ?? {}, path, numbers);
  const added = all.filter(([name]) => decisive.has(name));
  const isOverwritten = [...numbers.keys()].some((known) => isUnder(known, path));
  if (added.length === 0 && !isOverwritten) return numbers;
  return new Map([...[...numbers].filter(([known]) => !isUnder(known, path)), ...added]);
}

/** Whether a condition holds; undefined if the known numbers do not decide it. */
function holds(condition: ChoiceCondition, numbers: Numbers): boolean | undefined {
  // Other tests compare values that are not numbers and are not known here.
  if ('And' in condition || 'Or' in condition || 'Not' in condition) return undefined;
  const { Variable, NumericGreaterThanEquals: limit } = condition;
  const number = typeof limit === 'number' ? numbers.get(Variable) : undefined;
  return number === undefined || typeof limit !== 'number' ? undefined : number >= limit;
}

function secondsOf(name: string, wait: Wait, numbers: Numbers): number {
  const seconds = wait.Seconds ?? (wait.SecondsPath === undefined ? undefined : numbers.get(wait.SecondsPath));
  if (seconds === undefined) throw new Error(`the time that state ${name} waits is not known beforehand`);
  return seconds;
}

/** The states that can come next, as far as the known numbers decide the rules of a Choice. */
function successors(state: State, numbers: Numbers): string[] {
  if (state.Type !== 'Choice') return transitionsOf(state).flatMap(({ to }) => to ?? []);
  const next: string[] = [];
  for (const rule of state.Choices) {
    const held = holds(rule, numbers);
    if (held !== false) next.push(rule.Next);
    if (held === true) return next;
  }
  return state.Default === undefined ? next : [...next, state.Default];
}

interface Journey {
  readonly from: string;
  /** The state that ends the journey before the execution ends; its own time is not counted. */
  readonly until?: (name: string) => boolean;
  /** Numbers in the data at the start, by path. */
  readonly numbers?: Numbers;
  /** The path of seconds whose waits are not counted. */
  readonly uncounted?: string;
  /** Tasks whose time is not counted. */
  readonly instant?: readonly string[];
  /** The largest number of visits of a state, if no number in the data bounds the loop. */
  readonly visits?: { readonly [name: string]: number };
}

/**
 * The longest time, in seconds, that an execution can take on a journey through the definition: every call at its timeout, every retry at
 * its longest delay, every pause in full, a margin for each transition. Throws if a loop or a wait has no bound.
 */
export function longestSeconds(definition: StateMachineDefinition, journey: Journey): number {
  const decisive = decisivePaths(definition, journey.uncounted);
  const memory = new Map<string, number>();
  const onTheWay = new Set<string>();
  const needed = pathsReadFrom(definition, decisive);

  function from(name: string, numbers: Numbers, visits: { readonly [name: string]: number }): number {
    const left = visits[name];
    if (left === 0) return 0;
    const read = needed.get(name) ?? [];
    const key = `${name} ${read.map((path) => numbers.get(path)).join()} ${Object.values(visits).join()}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    if (onTheWay.has(key)) throw new Error(`nothing bounds the loop through state ${name}`);
    onTheWay.add(key);
    const seconds = at(name, numbers, left === undefined ? visits : { ...visits, [name]: left - 1 });
    onTheWay.delete(key);
    memory.set(key, seconds);
    return seconds;
  }

  function waited(name: string, wait: Wait, numbers: Numbers): number {
    return journey.uncounted !== undefined && wait.SecondsPath === journey.uncounted
      ? 0
      : secondsOf(name, wait, numbers);
  }

  function ownSeconds(name: string, state: State, numbers: Numbers): number {
    if (state.Type === 'Wait') return waited(name, state, numbers);
    return state.Type === 'Task' && !(journey.instant ?? []).includes(name) ? boundOf(name, state) : 0;
  }

  function at(name: string, numbers: Numbers, visits: { readonly [name: string]: number }): number {
    const state = definition.States[name];
    if (state === undefined) throw new Error(`state ${name} does not exist`);
    const own = ownSeconds(name, state, numbers);
    const after = state.Type === 'Task' || state.Type === 'Pass' ? written(state, numbers, decisive) : numbers;
    const rest = successors(state, after)
      .filter((next) => !(journey.until?.(next) ?? false))
      .map((next) => from(next, after, visits));
    return own + transitionSeconds + Math.max(0, ...rest);
  }

  return from(journey.from, journey.numbers ?? new Map(), journey.visits ?? {});
}
