import { buildWorkflow, workflowBounds, type Strategy, type TwoKeys } from '../../workflow';
import type { StateMachineDefinition } from '../../asl';

const known = new Map<string, StateMachineDefinition>();

/** What decides how long a run can take, beside its grace period. */
interface RunFactors {
  readonly strategy: Strategy;
  readonly twoKeys: TwoKeys;
  readonly settleSeconds: number;
}

/** How long a run can take beside its grace period, in seconds. */
export function longestRunSeconds(pace: RunFactors): number {
  const definition = machineOf(pace);
  // A machine may run for the longest grace period, here none, and the longest run.
  return definition.TimeoutSeconds ?? workflowBounds(definition).runSeconds;
}

/** How long a run waits for others before it makes a key, in seconds. */
export function longestWaitForOthers(pace: RunFactors): number {
  return workflowBounds(machineOf(pace)).waitForOthersSeconds;
}

/** The state machine of some run at this pace. */
function machineOf({ strategy, twoKeys, settleSeconds }: RunFactors): StateMachineDefinition {
  const key = `${strategy} ${twoKeys} ${settleSeconds}`;
  const machine = known.get(key) ?? buildWorkflow({ ...anyRun, strategy, twoKeys, settleSeconds });
  known.set(key, machine);
  return machine;
}

/** Whom a run is for and what it writes makes it no longer or shorter. */
const anyRun = {
  pairs: [{ userName: 'user', secretName: 'secret' }],
  partition: 'aws',
  gracePeriodSeconds: 0,
  maxGracePeriodSeconds: 0,
  mail: {
    source: 'sender@example.com',
    toAddresses: ['recipient@example.com'],
    ccAddresses: [],
    bccAddresses: [],
    replyToAddresses: [],
    subject: 'subject',
    htmlBody: 'body',
    textBody: 'body',
  },
  secretFormat: { kind: 'access-key' },
} as const;
