import type { WorkflowOptions } from '../../src/workflow';

/** Settings of a workflow as a test needs them; what does not matter to the test stays as it is here. */
export function workflowOptions(changes: Partial<WorkflowOptions> = {}): WorkflowOptions {
  return {
    strategy: 'overlap',
    twoKeys: 'refuse',
    pairs: [
      { userName: 'ci-deployer', secretName: 'ci-deployer/aws' },
      { userName: 'backup-agent', secretName: 'backup-agent/aws' },
    ],
    partition: 'aws',
    gracePeriodSeconds: 86_400,
    maxGracePeriodSeconds: 172_800,
    settleSeconds: 15,
    mail: {
      source: 'key-rotation@example.com',
      toAddresses: ['platform@example.com'],
      ccAddresses: [],
      bccAddresses: [],
      replyToAddresses: [],
      subject: 'Access key of {userName} rotated',
      htmlBody: '<p>The access key of <b>{userName}</b> in {secretName} is now {accessKeyId}.</p>',
      textBody: 'The access key of {userName} was rotated at {time}.',
    },
    secretFormat: { kind: 'access-key' },
    ...changes,
  };
}
