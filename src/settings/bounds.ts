import { buildWorkflow, workflowBounds, type Strategy, type TwoKeys, type WorkflowBounds } from '../workflow';

const known = new Map<string, WorkflowBounds>();

/** What decides how long a run can take, beside its grace period. */
export interface Pace {
  readonly strategy: Strategy;
  readonly twoKeys: TwoKeys;
  readonly settleSeconds: number;
}

/** How long a run can take, in seconds, read off the state machine that these settings give. */
export function boundsOf({ strategy, twoKeys, settleSeconds }: Pace): WorkflowBounds {
  const key = `${strategy} ${twoKeys} ${String(settleSeconds)}`;
  const bounds = known.get(key) ?? workflowBounds(buildWorkflow({ ...anyRun, strategy, twoKeys, settleSeconds }));
  known.set(key, bounds);
  return bounds;
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
