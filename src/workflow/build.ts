import type { StateMachineDefinition } from '../asl';
import { runSeconds, waitForOthersSeconds } from './bounds';
import { deleteEveryKey } from './delete-every-key';
import { deletePreviousKey } from './delete-previous';
import { createKey } from './create-key';
import { confirmNewKey } from './confirm';
import { checkInput } from './input';
import type { States } from './key-lists';
import type { WorkflowOptions } from './options';
import { deleteSpare } from './choose-spare';
import { lookForOthers } from './look-for-others';
import { end, notify } from './notify';
import { forgetSecret, storeSecret } from './store-secret';

const orders = {
  'delete-first': 'List, delete every key, create, update, send.',
  overlap: 'List, delete the spare key, create, update, send, wait the grace period, delete the previous key.',
  'until-next-rotation': 'List, delete the spare key, create, update, send; the previous key lives until the next run.',
} as const;

function states(options: WorkflowOptions, waitSeconds: number): States {
  const { strategy } = options;
  const afterMail = strategy === 'overlap' ? 'IsThereAPreviousKey' : 'WasTheMailSent';
  return {
    ...checkInput(options, 'ListAccessKeys'),
    ...(strategy === 'delete-first'
      ? deleteEveryKey(options, 'CreateAccessKey')
      : deleteSpare(options, waitSeconds, 'CreateAccessKey')),
    ...createKey(options, 'SettleAfterCreating'),
    ...lookForOthers(options, 'FixToken'),
    ...storeSecret(options, 'Forget'),
    ...forgetSecret(options, 'SettleAfterStoring'),
    ...confirmNewKey(options, 'SendEmail'),
    ...notify(options, afterMail),
    ...(strategy === 'overlap' ? deletePreviousKey(options, 'WasTheMailSent') : {}),
    ...end(),
  };
}

/** A machine that waits for other runs this long, and may run as long as it can. */
function machine(options: WorkflowOptions, waitSeconds: number): StateMachineDefinition {
  return {
    Comment: `Rotates the access key of an IAM user. Strategy: ${options.strategy}. ${orders[options.strategy]}`,
    StartAt: 'CheckInput',
    States: states(options, waitSeconds),
  };
}

/**
 * The state machine of a rotation, in the Amazon States Language (JSONPath), for a Standard workflow.
 *
 * How long a run waits for others follows from how long a run can take, so the machine is built twice: once to measure, once to keep.
 */
export function buildWorkflow(options: WorkflowOptions): StateMachineDefinition {
  // One second more: the looks must be further apart than the bound, not just as far.
  const definition = machine(options, waitForOthersSeconds(machine(options, 0)) + 1);
  const { Comment, StartAt, States } = definition;
  const TimeoutSeconds = options.maxGracePeriodSeconds + runSeconds(definition);
  return { ...(Comment === undefined ? {} : { Comment }), StartAt, TimeoutSeconds, States };
}
