import { attribute, plainText, type ValueObject } from '../../../model';
import { createAccessKey } from '../../../workflow/operations';
import { typeOf, type DefinedState, type Definition } from '../definition';
import { failuresIn } from '../failures';
import { catchesAll, edgesOf } from '../graph';
import { once } from '../../../once';
import { causesOf } from './causes';
import { sinksOf } from './sinks';
import { join, merged, readsSecret, templateTaint, type Taint } from './tainted';

/** A place that receives, or can receive, the secret access key. */
interface Leak {
  readonly state: DefinedState;
  readonly kind: 'surely' | 'maybe';
  /** The words for the place, such as `the parameter Message.Body.Text.Data`. */
  readonly into: string;
}

interface Flow {
  readonly leaks: readonly Leak[];
  /** The parts of the definition that the analysis does not understand. */
  readonly problems: readonly { readonly state: DefinedState; readonly message: string }[];
}

const secret = ['AccessKey', 'SecretAccessKey'];

/**
 * Follows the secret access key from CreateAccessKey's result through the data of the states. A value that is made from a tainted value is
 * tainted; a value that contains one is tainted at that path; overwriting a path removes the taint. Where the routes of two states meet, the
 * taints of both apply. Only the SecretString of UpdateSecret can receive the key. An expression that fails ends the execution with a cause
 * that quotes the data, so every expression in a state that has the secret must be known to succeed.
 */
export const followSecret = once(findFlow);

function findFlow(definition: Definition): Flow {
  const leaks: Leak[] = [];
  const problems: { state: DefinedState; message: string }[] = [];
  const inputs = new Map<string, Taint>([[definition.startAt, []]]);
  // The effects of each state on its input as last known: a state whose input grows waits again.
  const passed = new Map<DefinedState, Passed>();
  const waiting = [definition.startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = definition.top.get(name);
    const input = inputs.get(name) ?? [];
    if (state === undefined) continue;
    const effects = pass(state, input);
    passed.set(state, effects);
    for (const { to, taint } of effects.out) {
      const known = inputs.get(to);
      const joined = join(known ?? [], taint);
      if (joined === known) continue;
      inputs.set(to, joined);
      waiting.push(to);
    }
  }
  const failures = failuresIn(definition, placesOfSecret(definition, inputs));
  for (const [name, input] of inputs) {
    const state = definition.top.get(name);
    const effects = state === undefined ? undefined : passed.get(state);
    if (state === undefined || effects === undefined) continue;
    const { into, unknown } = effects;
    leaks.push(...into.map((sink): Leak => ({ state, kind: 'surely', into: sink })));
    const causes = causesOf(failures.get(state) ?? [], input.length > 0 ? 'input' : 'result');
    leaks.push(
      ...causes.map(({ isSure, words }): Leak => {
        return { state, kind: isSure ? 'surely' : 'maybe', into: `the cause of the execution by ${words}` };
      }),
    );
    problems.push(...unknown.map((message) => ({ state, message })));
  }
  return { leaks, problems };
}

interface Passed {
  readonly out: readonly { readonly to: string; readonly taint: Taint }[];
  readonly into: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * Returns the effects of one state on the secret: the next states that receive it, its leaks, and the parts that Keyturn does not understand.
 */
function pass(defined: DefinedState, input: Taint): Passed {
  const { state } = defined;
  const type = typeOf(defined);
  const isTask = type === 'Task';
  const isCreating = creates(defined);
  if (input.length === 0 && !isCreating) {
    return { out: edgesOf(defined).map(({ to }) => ({ to, taint: [] })), into: [], unknown: [] };
  }
  const unknown = notUnderstood(state, type, input);
  const after = outputOf(state, type, input, isCreating, unknown);
  // The cause of a failed call can quote the call.
  const quotes = isTask && readsSecret(attribute(state, 'Parameters'), input);
  const into = sinksOf(defined, input);
  const ends = type === 'Succeed' || attribute(state, 'End') === true;
  if (ends && after.length > 0) into.push('the output of the execution');
  if (quotes && !edgesOf(defined).some(catchesAll)) into.push('the cause of the execution, should the call fail');
  const out = edgesOf(defined).map(({ to, kind, by }) => ({
    to,
    taint: kind === 'catch' ? merged(by, input, quotes ? [['Cause']] : [], unknown) : after,
  }));
  return { out, into, unknown };
}

function creates(defined: DefinedState): boolean {
  const resource = typeOf(defined) === 'Task' ? plainText(defined.state, 'Resource') : '';
  return resource.endsWith(`:states:::${createAccessKey.integration}`);
}

/** The states that have the secret, or receive it from their call. */
function placesOfSecret({ top }: Definition, inputs: ReadonlyMap<string, Taint>): DefinedState[] {
  return [...inputs].flatMap(([name, input]) => {
    const state = top.get(name);
    return state !== undefined && (input.length > 0 || creates(state)) ? [state] : [];
  });
}

/** The parts of a state that this analysis cannot follow. */
function notUnderstood(state: DefinedState['state'], type: string, input: Taint): string[] {
  const unknown: string[] = [];
  for (const name of ['InputPath', 'OutputPath']) {
    const path = attribute(state, name);
    if (path !== undefined && path !== '$') unknown.push(`its ${name}`);
  }
  if ((type === 'Parallel' || type === 'Map') && input.length > 0)
    unknown.push('the secret access key enters its branches');
  return unknown;
}

/** @param unknown collects the parts of the state that the analysis cannot follow */
function outputOf(
  state: DefinedState['state'],
  type: string,
  input: Taint,
  isCreating: boolean,
  unknown: string[],
): Taint {
  if (type === 'Task') return merged(state, input, taskOutput(state, isCreating ? [secret] : []), unknown);
  return type === 'Pass' ? merged(state, input, passOutput(state, input), unknown) : input;
}

/** The result of a call, after its ResultSelector. */
function taskOutput(state: ValueObject, result: Taint): Taint {
  const selector = attribute(state, 'ResultSelector');
  return selector === undefined ? result : templateTaint(selector, result, []);
}

function passOutput(state: ValueObject, input: Taint): Taint {
  if (attribute(state, 'Result') !== undefined) return [];
  const parameters = attribute(state, 'Parameters');
  return parameters === undefined ? input : templateTaint(parameters, input, []);
}
