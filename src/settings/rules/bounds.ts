import { buildWorkflow, workflowBounds, type Strategy, type TwoKeys } from '../../workflow';

const known = new Map<string, ReturnType<typeof workflowBounds>>();

/** The settings that decide how long a run can take, without its grace period. */
interface RunFactors {
  readonly strategy: Strategy;
  readonly twoKeys: TwoKeys;
  readonly settleSeconds: number;
}

/**
 * The longest time of a run without its grace period, in seconds, if IAM throttles no CreateAccessKey and the mail is sent at once. The next run
 * finds one that takes longer, and changes nothing.
 */
export function longestRunSeconds(pace: RunFactors): number {
  return boundsOf(pace).usualRunSeconds;
}

/** The time that a run waits for others before it creates a key, in seconds. */
export function longestWaitForOthers(pace: RunFactors): number {
  return boundsOf(pace).waitForOthersSeconds;
}

/** The bounds of a sample state machine with these settings; several rules ask for them. */
function boundsOf({ strategy, twoKeys, settleSeconds }: RunFactors): ReturnType<typeof workflowBounds> {
  const key = `${strategy} ${twoKeys} ${settleSeconds}`;
  const bounds = known.get(key) ?? workflowBounds(buildWorkflow({ ...anyRun, strategy, twoKeys, settleSeconds }));
  known.set(key, bounds);
  return bounds;
}

/** The user and the content of a run do not change its duration. */
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
