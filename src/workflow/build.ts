import type { StateMachineDefinition } from '../asl';
import { runSeconds, waitForOthersSeconds } from './bounds';
import { deleteSpare, spareKey } from './choose-spare';
import { confirmNewKey } from './confirm';
import { createKey } from './create-key';
import { mailFailure } from './failures';
import { deleteEveryKey, everyKey } from './delete-every-key';
import { deleteNamedKey, deletePreviousKey } from './delete-previous';
import { checkInput } from './input';
import type { States } from './key-lists';
import { lookForOthers } from './look-for-others';
import { end, firstOfNotify, notify } from './notify';
import type { KeysBefore, StepOptions, WorkflowOptions } from './options';
import { forgetSecret, storeSecret } from './store-secret';
import { traitsOf, type StepName } from './strategies';

interface Step {
  /** Its first state. */
  readonly first: string | ((options: WorkflowOptions) => string);
  readonly states: (options: StepOptions, next: string) => States;
  /** Its result for the steps after it. */
  readonly keysBefore?: KeysBefore;
}

const steps: { readonly [name in StepName]: Step } = {
  'check-input': { first: 'CheckInput', states: checkInput },
  'delete-every-key': { first: 'ListAccessKeys', states: deleteEveryKey, keysBefore: everyKey },
  'delete-spare': { first: 'ListAccessKeys', states: deleteSpare, keysBefore: spareKey },
  create: { first: 'CreateAccessKey', states: createKey },
  'look-for-others': { first: 'SettleAfterCreating', states: lookForOthers },
  store: { first: 'FixToken', states: storeSecret },
  forget: { first: 'Forget', states: forgetSecret },
  confirm: { first: 'SettleAfterStoring', states: confirmNewKey },
  notify: { first: firstOfNotify, states: notify },
  'delete-previous': { first: 'IsThereAPreviousKey', states: deletePreviousKey },
  'delete-named': { first: 'MustThePreviousKeyGo', states: deleteNamedKey },
  end: { first: 'WasTheMailSent', states: end },
};

function firstOf(step: Step | undefined, options: WorkflowOptions): string {
  return typeof step?.first === 'function' ? step.first(options) : (step?.first ?? '');
}

/** Builds a machine that waits this long for other runs, without a timeout of its own. */
function machine(options: WorkflowOptions, waitSeconds: number): StateMachineDefinition {
  const { steps: names, order } = traitsOf(options.strategy);
  const parts = names.map((name) => steps[name]);
  const [keysBefore] = parts.flatMap((part) => part.keysBefore ?? []);
  if (keysBefore === undefined) throw new Error(`${options.strategy} lists no keys before it creates one`);
  const stepOptions = { ...options, waitForOthersSeconds: waitSeconds, keysBefore };
  const states = parts.map((part, index) => part.states(stepOptions, firstOf(parts[index + 1], options)));
  return {
    Comment: `Rotates the access key of an IAM user. Strategy: ${options.strategy}. ${order}`,
    StartAt: firstOf(parts[0], options),
    States: Object.assign({}, ...states, mailFailure(options)) as States,
  };
}

/** Times of a machine that follow from those of its states, in seconds. */
interface WorkflowTimes {
  readonly waitForOthersSeconds: number;
  readonly timeoutSeconds: number;
}

/**
 * The wait for other runs depends on the longest time that a run can take, so two machines are built and measured. They have one pair, because pairs
 * change no time: machines that differ only in their pairs have the same times.
 */
export function workflowTimes(options: WorkflowOptions): WorkflowTimes {
  const measured = { ...options, pairs: options.pairs.slice(0, 1) };
  // One second more: the lists must be further apart than the bound, not equally far.
  const waitSeconds = waitForOthersSeconds(machine(measured, 0)) + 1;
  const timeoutSeconds = options.maxGracePeriodSeconds + runSeconds(machine(measured, waitSeconds));
  return { waitForOthersSeconds: waitSeconds, timeoutSeconds };
}

/** The state machine of a rotation, in the Amazon States Language (JSONPath), for a Standard workflow. */
export function buildWorkflow(options: WorkflowOptions, times = workflowTimes(options)): StateMachineDefinition {
  const { Comment, StartAt, States } = machine(options, times.waitForOthersSeconds);
  const TimeoutSeconds = times.timeoutSeconds;
  return { ...(Comment === undefined ? {} : { Comment }), StartAt, TimeoutSeconds, States };
}
