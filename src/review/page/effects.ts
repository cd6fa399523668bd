import type { EffectKind } from '../effects';

/**
 * The consequences of the loss or the replacement of a resource for rotations, in words.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html
 * ¶ https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 * ¶ https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 * ¶ https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html
 * ¶ https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
 */
export const effectWords: { readonly [kind in EffectKind]: string } = {
  'machine-updated':
    'Running executions keep the definition and the role that they started with. Executions that start after the apply use the new ones.',
  'machine-destroyed':
    'Running executions end at their next step: a run that waits for the end of its grace period does not delete the previous key. Nothing rotates afterwards.',
  'machine-replaced':
    'Running executions end at their next step: a run that waits for the end of its grace period does not delete the previous key. Until they end, a machine of the same name cannot be created. Wait for them before the apply.',
  'machine-forgotten': 'The machine stays and keeps running, and Terraform no longer manages it.',
  'role-destroyed':
    'Every call of a running execution with this role fails: a new key may be left without its secret, and the previous key is not deleted.',
  'role-replaced':
    'While the role is away, every call of a running execution with it fails, also if the new role has the same name. Wait for running executions before the apply.',
  'user-moved':
    'Users leave this machine for another one. Drain it first: while an execution of this machine runs, the other one does not know of it, and each deletes the keys that the other creates. Disable the schedules of these users, wait until this machine runs no execution for them, then apply.',
  'role-narrowed': 'Running executions lose these rights as well, soon after the apply.',
  'role-opened': 'From now on, Terraform leaves a policy that somebody adds to the role by hand.',
  'schedule-destroyed': 'It starts nothing any more. What it started continues.',
  'schedule-replaced':
    'A start that falls into the apply can be missed. A rate(…) without a start date counts from the creation again, and starts at once.',
  'schedules-replaced':
    'AWS deletes all schedules of the group with it. A start that falls into the apply can be missed.',
  'user-destroyed': 'Its access keys are deleted with it, so their users are locked out. A run for this user fails.',
  'key-destroyed': 'The users of this access key are locked out. A run that knows this key finds it gone.',
  'secret-destroyed':
    'Consumers cannot read it any more. A run that has created a key cannot store it, and deletes it again.',
  'encryption-key-destroyed':
    'What it encrypts can no longer be read: running executions fail, and stored histories and secrets are unreadable.',
  'queue-destroyed': 'Messages in the queue are lost, such as reports of starts that were missed.',
  'topic-destroyed': 'Its subscriptions are lost: their owners have to confirm them again.',
  'template-destroyed': 'Mails that use the template are not sent until there is one of its name.',
};
