import { proceed, settle, type Machine } from '../../../src/simulator/asl';
import { contextOf, retryCount, type Answer, type Execution } from '../../../src/simulator/asl/execution';
import { actionOf, defaultStart, load, Simulation, type CallMoment, type Fault } from '../../../src/simulator';
import type { State, StateMachineDefinition } from '../../../src/asl';
import { isArray, isObject, type Json, type JsonObject } from '../../../src/json';
import { beginnings, input, rolePolicy, worldOf } from '../../invariants/worlds';

/** What an interpreter makes of one state. */
export interface StateResult {
  readonly status: 'SUCCEEDED' | 'CAUGHT_ERROR' | 'RETRIABLE' | 'FAILED';
  readonly next: string | undefined;
  readonly error: string | undefined;
  /** Undefined if the state has none: it fails, or is tried again. */
  readonly output: Json | undefined;
}

/** One visit to a state in the simulator: what it got, what a service answered, and what became of it. */
export interface StateProbe {
  readonly state: string;
  readonly type: string;
  readonly input: Json;
  readonly context: JsonObject;
  readonly mock: { readonly result: Json } | { readonly error: string; readonly cause: string } | undefined;
  /** The number of retries by the retrier that applies, so far. */
  readonly retries: number;
  /** How long the state waits; undefined if it does not. */
  readonly waitsSeconds: number | undefined;
  readonly ours: StateResult;
}

const refused = 'is not authorized to perform this action';
const mishaps: readonly ((prefix: string) => Fault)[] = [
  (prefix) => ({ kind: 'fail-before', error: `${prefix}.${prefix}Exception`, cause: refused }),
  (prefix) => ({ kind: 'fail-before', error: `${prefix}.${prefix}Exception`, cause: 'Rate exceeded' }),
  (prefix) => ({ kind: 'lose-answer', error: `${prefix}.SdkClientException`, cause: 'connection reset' }),
  () => ({ kind: 'fail-before', error: 'Iam.NoSuchEntityException', cause: 'cannot be found' }),
  () => ({ kind: 'fail-before', error: 'Iam.LimitExceededException', cause: 'Cannot exceed quota' }),
  ...[
    ...['ResourceNotFound', 'InvalidRequest', 'InvalidParameter', 'EncryptionFailure', 'LimitExceeded'],
    ...['MalformedPolicyDocument', 'PreconditionNotMet'],
  ].map((name) => (): Fault => ({ kind: 'fail-before', error: `SecretsManager.${name}Exception`, cause: 'refused' })),
  () => ({
    kind: 'fail-before',
    error: 'SecretsManager.SecretsManagerException',
    cause: 'Access to KMS is not allowed',
  }),
];

const otherInputs: readonly Json[] = [
  null,
  { userName: 'somebody-else', secretName: 'other' },
  { userName: 'backup-agent', secretName: 'backup-agent/aws' },
  { ...input, userName: 1 },
  { ...input, secretName: 1 },
  { ...input, secretName: 'other' },
  { ...input, gracePeriodSeconds: -1 },
  { ...input, gracePeriodSeconds: 1.5 },
  { ...input, gracePeriodSeconds: 5 },
  { ...input, accessKeyId: 1 },
  { userName: 'somebody-else', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  { ...input, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
];

/** A course of one or two executions. */
interface Course {
  readonly given: Json;
  readonly faults: (call: CallMoment) => Fault | undefined;
  /** The seconds after which a second execution starts. */
  readonly second?: number;
}

/** Every different visit to a state in runs with and without faults: the answers and errors of the simulator. */
export function probesOf(definition: StateMachineDefinition): readonly StateProbe[] {
  const found = new Map<string, StateProbe>();
  const tried = new Set<string>();
  const note = (probe: StateProbe | undefined) => {
    if (probe === undefined) return;
    const { state, mock, retries, ours } = probe;
    const said = mock === undefined ? '' : 'result' in mock ? 'result' : `${mock.error} ${mock.cause}`;
    const key = JSON.stringify([state, said, retries, ours.status, ours.next]);
    if (!found.has(key)) found.set(key, probe);
  };
  for (const beginning of beginnings.filter(({ name }) =>
    /^no key|^one (?:key, in|inactive)|^an (?:inactive|older)|^two/.test(name),
  )) {
    const world = worldOf(beginning);
    const deployed = load({ definition, rolePolicies: [rolePolicy] }, world);
    const { machine } = deployed;
    const courses = new Map<string, Course>();
    const done = new Set<string>();
    const run = (course: Course) => {
      const { given, faults, second } = course;
      const before = new Map<string, Execution>();
      const simulation = new Simulation({
        ...{ ...deployed, world, faults },
        onMoment: (_, at, executions) => {
          for (const execution of executions) {
            const former = before.get(execution.name);
            before.set(execution.name, execution);
            if (execution.phase.kind === 'calling' && !courses.has(execution.state))
              courses.set(execution.state, course);
            if (former !== undefined) {
              const visit = { definition, machine, before: former, after: execution, at };
              const answer = answerTo(former, simulation);
              note(probeOf(visit, answer));
              const looked = listedIn(former, answer);
              const kind = JSON.stringify([former.state, looked?.keys.length, looked?.gone.length]);
              if (looked === undefined || tried.has(kind)) continue;
              tried.add(kind);
              for (const each of otherwise(visit, looked)) note(each);
            }
          }
        },
      });
      simulation.start('sandbox', given, defaultStart);
      if (second !== undefined) simulation.start('sandbox-2', given, defaultStart + second * 1000);
      for (const execution of simulation.executions) before.set(execution.name, execution);
      while (simulation.step());
    };
    const keys = world.users.flatMap((user) => user.keys);
    const named = keys.map(({ id }): Json => ({ ...input, accessKeyId: id }));
    run({ given: input, faults: () => undefined });
    for (const given of [...otherInputs, ...named]) run({ given, faults: () => undefined });
    for (const second of [0, 1, 10, 30, 60, 400, 800, 815, 830]) run({ given: input, faults: () => undefined, second });
    // Some Tasks are reached only after a fault in another one, so each gets its own faults after the first course that leads to it.
    for (let round = 0; round < 3; round++)
      for (const [task, course] of [...courses])
        if (!done.has(task)) {
          done.add(task);
          for (const mishap of mishaps)
            run({
              ...course,
              faults: (call) => (call.state === task ? mishap(prefixOf(call.action)) : course.faults(call)),
            });
        }
  }
  return [...found.values()];
}

const prefixOf = (action: string) =>
  action.startsWith('iam') ? 'Iam' : action.startsWith('ses') ? 'Ses' : 'SecretsManager';

/** An execution before and after a moment. */
interface Visit {
  readonly definition: StateMachineDefinition;
  readonly machine: Machine;
  readonly before: Execution;
  readonly after: Execution;
  readonly at: number;
}

/** The visit that ends between two moments of an execution; undefined if none does. */
function probeOf({ definition, machine, before, after, at }: Visit, given: Answer | undefined): StateProbe | undefined {
  const state = definition.States[before.state];
  if (state === undefined || after.phase.kind === 'calling' || before.phase === after.phase) return undefined;
  if (state.Type === 'Task' && before.phase.kind !== 'calling') return undefined;
  if (before.phase.kind === 'waiting' || before.phase.kind === 'retrying') return undefined;
  const answer = state.Type === 'Task' ? given : undefined;
  if (state.Type === 'Task' && answer === undefined) return undefined;
  return {
    ...{ state: before.state, type: state.Type, input: before.data, context: contextOf(machine, before) },
    mock:
      answer === undefined
        ? undefined
        : answer.ok
          ? { result: answer.result }
          : { error: answer.error, cause: answer.cause },
    retries: answer === undefined || answer.ok ? 0 : retriesFor(state, answer.error, before),
    waitsSeconds: after.phase.kind === 'waiting' ? (after.phase.until - at) / 1000 : undefined,
    ours: resultOf(after, answer),
  };
}

/** A list of keys, its keys, and those that the execution saw before and that are not in it. */
interface Listed {
  readonly list: JsonObject;
  readonly keys: readonly JsonObject[];
  readonly gone: readonly JsonObject[];
}

/** Lists of keys that somebody else's deeds, or a lag of IAM, can make of one: no run alone comes to them. */
const otherLists: readonly ((listed: Listed) => JsonObject)[] = [
  ({ list }) => ({ ...list, IsTruncated: true }),
  ({ list }) => ({ ...list, AccessKeyMetadata: [] }),
  ({ list, keys }) =>
    withKeys(
      list,
      keys.map((key) => ({ ...key, CreateDate: '2026-01-01T00:00:00Z' })),
    ),
  ...[1, 2, 3].map(
    (more) =>
      ({ list, keys }: Listed) =>
        withKeys(list, [...keys, ...Array.from({ length: more }, (_, index) => strangeKey(keys, index))]),
  ),
  ({ list, keys }) => withKeys(list, [...keys.slice(0, 1), strangeKey(keys, 0)]),
  ({ list, keys }) =>
    withKeys(
      list,
      keys.map((key) => ({ ...key, Status: 'Expired' })),
    ),
  ({ list, keys, gone }) => withKeys(list, [...gone, ...keys]),
  ({ list, keys, gone }) => withKeys(list, [...gone, ...[...keys].reverse()]),
];

const withKeys = (list: JsonObject, keys: readonly JsonObject[]): JsonObject => ({ ...list, AccessKeyMetadata: keys });

function strangeKey([key = {}]: readonly JsonObject[], index: number): JsonObject {
  return {
    ...key,
    AccessKeyId: `AKIASTRANGER${index}EXAMPL`,
    Status: 'Active',
    CreateDate: `2031-01-0${index + 1}T00:00:00Z`,
  };
}

/** The visits of an execution that sees another list of keys from a moment on, until it calls for anything else. */
function otherwise({ definition, machine, before, at }: Visit, listed: Listed): readonly StateProbe[] {
  return otherLists.flatMap((change) => {
    const found: StateProbe[] = [];
    const other: Answer = { ok: true, result: change(listed) };
    let [execution, now] = [before, at];
    for (let steps = 0; steps < mostSteps && execution.phase.kind !== 'ended'; steps++) {
      const { phase } = execution;
      if (phase.kind === 'calling' && actionOf(phase.call) !== listKeys) break;
      if (phase.kind === 'waiting' || phase.kind === 'retrying') now = phase.until;
      const given = phase.kind === 'calling' ? other : undefined;
      const after = given === undefined ? proceed(machine, execution, now) : settle(machine, execution, given, now);
      const probe = probeOf({ definition, machine, before: execution, after, at: now }, given);
      if (probe !== undefined) found.push(probe);
      execution = after;
    }
    return found;
  });
}

/** More than an execution takes from one call that is not a list to the next. */
const mostSteps = 100;

const listKeys = 'iam:ListAccessKeys';

/** The list of keys that answers the call of an execution; undefined if it calls for anything else. */
function listedIn({ phase, data }: Execution, answer: Answer | undefined): Listed | undefined {
  if (phase.kind !== 'calling' || actionOf(phase.call) !== listKeys) return undefined;
  if (answer?.ok !== true || !isObject(answer.result)) return undefined;
  const listed = answer.result['AccessKeyMetadata'];
  const keys = isArray(listed) ? listed.filter(isObject) : [];
  const ids = [...new Set(JSON.stringify(data).match(/AKIA[A-Z0-9]{16}/g) ?? [])];
  const gone = ids.filter((id) => keys.every((key) => key['AccessKeyId'] !== id));
  return {
    list: answer.result,
    keys,
    gone: gone.map((id, index) => ({ ...strangeKey(keys, index), AccessKeyId: id })),
  };
}

function answerTo(execution: Execution, { trace }: Simulation): Answer | undefined {
  const last = trace.findLast((entry) => entry.kind === 'called' && entry.state === execution.state);
  // A call that nobody answered has no mock.
  if (last?.kind !== 'called' || (!last.answer.ok && last.answer.error === 'States.Timeout')) return undefined;
  return last.attempt === retryCount(execution) + 1 ? last.answer : undefined;
}

function retriesFor(state: State, error: string, { attempts }: Execution): number {
  const retriers = state.Type === 'Task' ? (state.Retry ?? []) : [];
  const index = retriers.findIndex(({ ErrorEquals }) =>
    ErrorEquals.some((name) => name === error || name === 'States.ALL' || name === 'States.TaskFailed'),
  );
  return attempts[index] ?? 0;
}

function resultOf({ phase, state, data }: Execution, answer: { readonly ok: boolean } | undefined): StateResult {
  const isCaught = answer !== undefined && !answer.ok;
  switch (phase.kind) {
    case 'waiting':
      return { status: 'SUCCEEDED', next: phase.next, error: undefined, output: phase.output };
    case 'retrying':
      return { status: 'RETRIABLE', next: undefined, error: phase.error, output: undefined };
    case 'ended':
      return phase.result.status === 'SUCCEEDED'
        ? { status: 'SUCCEEDED', next: undefined, error: undefined, output: phase.result.output }
        : { status: 'FAILED', next: undefined, error: phase.result.error, output: undefined };
    default:
      return { status: isCaught ? 'CAUGHT_ERROR' : 'SUCCEEDED', next: state, error: undefined, output: data };
  }
}
