import type { World } from '../../simulator';
import { clocks, timePasses, type GlobalState } from './global-state';
import { nothingObserved } from '../model/observations';
import { startRun } from '../model/progress';
import type { SearchContext, SearchStep } from './context';

/** The actions that an operator may do once, out of scope: redrive an execution, or put the previous value back into the secret. */
export function* operatorSteps(state: GlobalState, context: SearchContext): Generator<SearchStep> {
  if (state.operatorAction === 'restored') {
    const world = withPreviousValue(state.world, context);
    if (world !== undefined) yield restoreStep(state, context.memory.sharedWorld(world));
  }
  if (state.operatorAction !== 'redriven') return;
  for (const [index, { execution }] of state.runs.entries()) {
    const isRedrivable = execution.phase.kind === 'ended' && execution.phase.result.status !== 'SUCCEEDED';
    if (isRedrivable) yield redriveStep(state, index, context);
  }
}

/** Swaps the staging labels of the current and the previous value. */
function withPreviousValue(world: World, { subject }: SearchContext): World | undefined {
  const secret = world.secrets.find(({ name }) => name === subject.secretName);
  if (!secret?.versions.some(({ labels }) => labels.includes('AWSPREVIOUS'))) return undefined;
  const other = (label: string) => (label === 'AWSCURRENT' ? 'AWSPREVIOUS' : 'AWSCURRENT');
  const versions = secret.versions.map((each) => ({ ...each, labels: each.labels.map(other) }));
  return { ...world, secrets: world.secrets.map((each) => (each === secret ? { ...secret, versions } : each)) };
}

function restoreStep(state: GlobalState, world: World): SearchStep {
  return {
    event: { kind: 'restore', run: 0, fault: undefined, stale: [] },
    after: timePasses({ ...state, world, operatorAction: undefined }),
    observed: undefined,
    at: undefined,
  };
}

/**
 * Continues the execution from the step that did not succeed, with its old data.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
function redriveStep(state: GlobalState, index: number, { subject, memory }: SearchContext): SearchStep {
  const runs = state.runs.map((each, at) => {
    if (at !== index) return each;
    const phase = { kind: 'ready', since: each.execution.enteredAt } as const;
    const { execution, timing } = memory.sharedProgress(startRun(subject, { ...each.execution, attempts: [], phase }));
    return { execution, timing: { ...timing, within: Infinity }, lastingFault: undefined, atNewCall: true };
  });
  const observations = {
    ...state.observations,
    runs: state.observations.runs.map((each, at) => (at === index ? nothingObserved : each)),
  };
  return {
    event: { kind: 'redrive', run: index, fault: undefined, stale: [] },
    after: timePasses({
      ...state,
      runs,
      observations,
      operatorAction: undefined,
      zone: state.zone.reset(clocks.sinceEffect(index)).reset(clocks.sinceCall(index)),
    }),
    observed: undefined,
    at: undefined,
  };
}
