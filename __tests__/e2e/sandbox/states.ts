import { TestStateCommand, type SFNClient, type TestStateCommandOutput } from '@aws-sdk/client-sfn';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateMachineDefinition } from '../../../src/asl';
import { isArray, isObject, parseJson, type Json } from '../../../src/json';
import { buildWorkflow, strategies } from '../../../src/workflow';
import { workflowOptions } from '../../workflow/options';
import type { Found } from './rotations';
import { nameOf, type Sandbox } from './sandbox';
import { probesOf, type StateProbe, type StateResult } from './state-probes';

/** What came of a comparison of two interpreters. */
interface Compared {
  /** The number of visits in which both do the same. */
  readonly same: number;
  /** The number of states that both ran. */
  readonly states: number;
  /** Each difference in a line, without data of the state. */
  readonly differences: readonly string[];
  /** Each probe that the other interpreter did not run, in a line. */
  readonly notRun: readonly string[];
}

/** TestState runs for five minutes at most, and takes as long as a wait does. https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html */
const longestWaitSeconds = 20;

/** The number of refusals after which nobody goes on. */
const fewest = 3;

interface Options {
  /** Milliseconds between two calls: the quota of TestState is that of no other call. */
  readonly pauseMs: number;
  readonly stopped: AbortSignal;
  /** The visits to compare; by default those of the simulator. */
  readonly probes?: readonly StateProbe[];
}

/**
 * Gives every state of a definition to TestState, with the input that it has in the simulator and the answers and errors of the simulator as mocks.
 * Needs `states:TestState` alone: no role is passed, and nothing is created.
 */
export async function compareStates(
  sfn: Pick<SFNClient, 'send'>,
  definition: StateMachineDefinition,
  { pauseMs, stopped, probes = probesOf(definition) }: Options,
): Promise<Compared> {
  const deployed = JSON.stringify(definition);
  const differences: string[] = [];
  const notRun = new Set<string>();
  const ran = new Set<string>();
  let [same, refused] = [0, 0];
  const reached = new Set(probes.map(({ state }) => state));
  for (const state of Object.keys(definition.States))
    if (!reached.has(state)) notRun.add(`${state}: the simulator does not come to it in these runs`);
  for (const probe of probes) {
    stopped.throwIfAborted();
    // The API is missing, or denied: each further call would be refused as these were.
    if (refused === fewest && same === 0 && differences.length === 0) break;
    const short = withoutLongWait(definition, probe);
    const text = short === undefined ? deployed : JSON.stringify(short);
    const answer = await sfn.send(commandOf(text, probe)).catch((error: unknown) => nameOf(error));
    if (typeof answer === 'string') refused++;
    if (typeof answer === 'string') notRun.add(`${probe.state} with ${mockInWords(probe)}: ${answer}`);
    else {
      ran.add(probe.state);
      const found = differencesOf(probe.ours, resultIn(answer));
      if (found.length === 0) same++;
      else differences.push(`${probe.state} with ${mockInWords(probe)}: ${found.join(', ')}`);
    }
    await sleep(pauseMs);
  }
  return { same, states: ran.size, differences, notRun: [...notRun] };
}

/** Compares the definition of each strategy, and says what was found; where TestState is missing, as in an emulator, by the name of its refusal. */
export async function compareStrategies({ clients, place }: Sandbox, stopped: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  const pauseMs = place.endpoint === undefined ? 200 : 0;
  for (const strategy of strategies) {
    const definition = buildWorkflow(workflowOptions({ strategy }));
    const { same, states, differences, notRun } = await compareStates(clients.sfn, definition, { pauseMs, stopped });
    const left = notRun.length === 0 ? '' : `; ${notRun.length} did not run (${byReason(notRun)})`;
    const isMissing = same === 0 && place.endpoint === undefined;
    found.push({
      what: `${strategy}: TestState and the simulator do the same in ${same} visits to ${states} states${left}`,
      problems: [...differences, ...(isMissing ? ['TestState ran nothing'] : [])],
    });
  }
  return found;
}

/** The states that did not run, for each reason. */
function byReason(notRun: readonly string[]): string {
  const states = new Map<string, Set<string>>();
  for (const line of notRun) {
    const [probe = '', ...rest] = line.split(': ');
    const reason = rest.join(': ');
    const [state = ''] = probe.split(' with ');
    states.set(reason, (states.get(reason) ?? new Set()).add(state));
  }
  return [...states].map(([reason, names]) => `${reason}: ${[...names].join(', ')}`).join('; ');
}

/** The definition, with a second in the place of a wait that is longer than TestState runs; undefined if the state has none. */
export function withoutLongWait(
  definition: StateMachineDefinition,
  { state, waitsSeconds = 0 }: StateProbe,
): { readonly States: Readonly<Record<string, object>> } | undefined {
  const found = definition.States[state];
  if (found?.Type !== 'Wait' || waitsSeconds <= longestWaitSeconds) return undefined;
  const short = { ...found, SecondsPath: undefined, Seconds: 1 };
  return { ...definition, States: { ...definition.States, [state]: short } };
}

function commandOf(definition: string, { state, input, context, mock, retries }: StateProbe): TestStateCommand {
  const mocked =
    mock === undefined
      ? undefined
      : 'result' in mock
        ? { result: JSON.stringify(mock.result) }
        : { errorOutput: { error: mock.error, cause: mock.cause } };
  return new TestStateCommand({
    ...{ definition, stateName: state, input: JSON.stringify(input), context: JSON.stringify(context) },
    ...(mocked === undefined ? {} : { mock: mocked, stateConfiguration: { retrierRetryCount: retries } }),
  });
}

function resultIn({ status = 'FAILED', nextState, error, output }: TestStateCommandOutput): StateResult {
  const hasOutput = status === 'SUCCEEDED' || status === 'CAUGHT_ERROR';
  return {
    status,
    next: nextState,
    error: status === 'CAUGHT_ERROR' ? undefined : error,
    output: hasOutput && output !== undefined ? parseJson(output) : undefined,
  };
}

/** The members of the results that differ; data is never part of it. */
function differencesOf(ours: StateResult, theirs: StateResult): readonly string[] {
  return [
    ...(['status', 'next', 'error'] as const).flatMap((name) =>
      ours[name] === theirs[name]
        ? []
        : [`${name} is ${ours[name] ?? 'absent'} here and ${theirs[name] ?? 'absent'} there`],
    ),
    ...pathsThatDiffer(ours.output, theirs.output, '$').map((path) => `the output differs at ${path}`),
  ];
}

/** States.UUID and States.MathRandom draw: two texts of that form are alike. */
const drawn = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function pathsThatDiffer(one: Json | undefined, other: Json | undefined, path: string): readonly string[] {
  if (isObject(one) && isObject(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) =>
      pathsThatDiffer(one[name], other[name], `${path}.${name}`),
    );
  if (isArray(one) && isArray(other) && one.length === other.length)
    return one.flatMap((each, index) => pathsThatDiffer(each, other[index], `${path}[${index}]`));
  if (typeof one === 'string' && typeof other === 'string' && drawn.test(one) && drawn.test(other)) return [];
  return one === other ? [] : [path];
}

function mockInWords({ mock }: StateProbe): string {
  if (mock === undefined) return 'its input';
  return 'result' in mock ? 'a result' : mock.error;
}
