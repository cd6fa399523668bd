import type { Condition, Json, JsonObject, Pass, State, StateMachineDefinition, Task, Wait } from './asl';

/** What a transition may take beside the calls and waits: usually far below a second, more while Step Functions throttles. */
const transitionSeconds = 2;

/** Without these fields a Task may take years. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
function boundOf(name: string, task: Task): number {
  if (task.TimeoutSeconds === undefined) throw new Error(`state ${name} has no TimeoutSeconds`);
  const retriers = task.Retry ?? [];
  // Attempts are counted for each retrier by itself, so all of them may be spent in one visit.
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

/** Evaluates what a `.$` member says, where it is a sum of known numbers or a known number. */
function evaluated(expression: string, numbers: Numbers): number | undefined {
  const [, one, other] = /^States\.MathAdd\((\$[^,]*), (\$[^,)]*)\)$/.exec(expression) ?? [];
  if (one === undefined || other === undefined) return numbers.get(expression);
  const terms = [numbers.get(one), numbers.get(other)];
  return terms.reduce<number | undefined>(
    (sum, term) => (sum === undefined || term === undefined ? undefined : sum + term),
    0,
  );
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

function written(state: Pass | Task, numbers: Numbers): Numbers {
  if (state.ResultPath === null) return numbers;
  const path = state.ResultPath ?? '$';
  const kept = [...numbers].filter(([known]) => !isUnder(known, path));
  if (state.Type === 'Task') return new Map(kept);
  const added =
    state.Result !== undefined
      ? numbersIn(state.Result, path)
      : state.Parameters !== undefined
        ? numbersFrom(state.Parameters, path, numbers)
        : [];
  return new Map([...kept, ...added]);
}

/** Whether a condition holds; undefined where the numbers known do not tell. */
function holds(condition: Condition, numbers: Numbers): boolean | undefined {
  if ('Not' in condition) {
    const inner = holds(condition.Not as Condition, numbers);
    return inner === undefined ? undefined : !inner;
  }
  if ('And' in condition) {
    const parts = (condition.And as readonly Condition[]).map((part) => holds(part, numbers));
    return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
  }
  if ('Or' in condition) {
    const parts = (condition.Or as readonly Condition[]).map((part) => holds(part, numbers));
    return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
  }
  const { Variable, NumericGreaterThanEquals: limit } = condition;
  const number = typeof Variable === 'string' ? numbers.get(Variable) : undefined;
  return number === undefined || typeof limit !== 'number' ? undefined : number >= limit;
}

function secondsOf(name: string, wait: Wait, numbers: Numbers): number {
  const seconds = wait.Seconds ?? (wait.SecondsPath === undefined ? undefined : numbers.get(wait.SecondsPath));
  if (seconds === undefined) throw new Error(`how long state ${name} waits is not known beforehand`);
  return seconds;
}

function successors(state: State, numbers: Numbers): string[] {
  switch (state.Type) {
    case 'Succeed':
    case 'Fail':
      return [];
    case 'Choice': {
      const next: string[] = [];
      for (const rule of state.Choices) {
        const held = holds(rule, numbers);
        if (held !== false) next.push(rule.Next);
        if (held === true) return next;
      }
      return state.Default === undefined ? next : [...next, state.Default];
    }
    case 'Task':
      return [...(state.Next === undefined ? [] : [state.Next]), ...(state.Catch ?? []).map((catcher) => catcher.Next)];
    default:
      return state.Next === undefined ? [] : [state.Next];
  }
}

export interface Journey {
  readonly from: string;
  /** Where the journey ends, beside the states that end an execution; the state itself takes no part. */
  readonly until?: (name: string) => boolean;
  /** Numbers in the data at the start, by path. */
  readonly numbers?: Numbers;
  /** A wait for the seconds at this path counts for nothing. */
  readonly uncounted?: string;
  /** How often a state can be passed at most, where a loop is not bounded by a number in the data. */
  readonly visits?: { readonly [name: string]: number };
}

/**
 * The longest time, in seconds, that an execution can take on a journey through the definition: every call at its timeout, every retry
 * spent at its longest delay, every pause in full, a margin for each transition. Throws where a loop or a wait has no bound.
 */
export function longestSeconds(definition: StateMachineDefinition, journey: Journey): number {
  const memory = new Map<string, number>();
  const onTheWay = new Set<string>();

  function from(name: string, numbers: Numbers, visits: { readonly [name: string]: number }): number {
    const left = visits[name];
    if (left === 0) return 0;
    const key = JSON.stringify([name, [...numbers].sort(), visits]);
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

  function at(name: string, numbers: Numbers, visits: { readonly [name: string]: number }): number {
    const state = definition.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    const own = state.Type === 'Task' ? boundOf(name, state) : state.Type === 'Wait' ? waited(name, state, numbers) : 0;
    const after = state.Type === 'Task' || state.Type === 'Pass' ? written(state, numbers) : numbers;
    const rest = successors(state, after)
      .filter((next) => !(journey.until?.(next) ?? false))
      .map((next) => from(next, after, visits));
    return own + transitionSeconds + Math.max(0, ...rest);
  }

  return from(journey.from, journey.numbers ?? new Map(), journey.visits ?? {});
}
