import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../../../src/json';
import type { Missing } from '../../../tools';
import { causeOf, executionName, machineArn, startedAt, type Outcome, type Story } from '../story';

// The package asks for Node.js 22; this is all that it wants of it.
const promises = Promise as unknown as { withResolvers?: () => object };
promises.withResolvers ??= () => {
  let resolve: unknown, reject: unknown;
  const promise = new Promise((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
};

/** What is used of the package. Its own types are there only if it is installed. */
interface Oracle {
  readonly StateMachine: new (
    definition: JsonObject,
    options: { readonly validationOptions: { readonly noValidate: boolean } },
  ) => { run(input: Json, options: object): { readonly result: Promise<Json> } };
}

/** The package that this folder's package.json names. */
export function findOracle(): Oracle | Missing {
  const name = 'aws-local-stepfunctions';
  if (!existsSync(join(__dirname, 'node_modules', name))) return { missing: `${name} (npm run test:all installs it)` };
  return createRequire(__filename)(name) as Oracle;
}

/** Runs a scenario in aws-local-stepfunctions, whose time is jest's. */
export async function local({ StateMachine }: Oracle, story: Story): Promise<Outcome> {
  const calls: Json[] = [];
  const waits: number[] = [];
  const visits = new Map<string, number>();
  const handlers = Object.keys(story.answers).map((state) => [
    state,
    (parameters: Json): Promise<never> | Json => {
      calls.push(parameters);
      const visit = visits.get(state) ?? 0;
      visits.set(state, visit + 1);
      const answer = story.answers[state]?.[visit] ?? 'nothing';
      if (answer === 'nothing') return new Promise(() => undefined);
      if ('result' in answer) return answer.result;
      return Promise.reject(Object.assign(new Error(causeOf(answer.error)), { name: answer.error }));
    },
  ]);
  jest.useFakeTimers({ now: startedAt, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  try {
    // Its validator takes 70 ms a definition, which our own interpreter has read before.
    const machine = new StateMachine(story.definition, { validationOptions: { noValidate: true } });
    const { result } = machine.run(story.input, {
      overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) },
      context: { Execution: { Name: executionName }, StateMachine: { Id: machineArn, Name: 'agreement' } },
    });
    let end: Pick<Outcome, 'output' | 'error' | 'cause'> | undefined;
    const ended = result.then(
      (output) => (end = { output }),
      (problem: unknown) => (end = failure(problem)),
    );
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (end) break;
      if (jest.getTimerCount() === 0) throw new Error(`${story.name}: nothing happens any more`);
      const before = Date.now();
      jest.advanceTimersToNextTimer();
      const seconds = (Date.now() - before) / 1000;
      if (seconds > 0) waits.push(seconds);
    }
    await ended;
    return { ...end, calls, waits };
  } finally {
    jest.useRealTimers();
  }
}

/** The package rejects with an error of its own, whose cause is the error of the execution. */
function failure(problem: unknown): Pick<Outcome, 'error' | 'cause'> {
  if (!(problem instanceof Error)) throw new TypeError('rejected with something that is not an Error');
  const { name, message } = problem.cause instanceof Error ? problem.cause : problem;
  return { error: name, cause: message };
}
