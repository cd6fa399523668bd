import type { Deployment, Schedule } from '../../src/terraform';
import { buildWorkflow } from '../../src/workflow';
import type { Strategy } from '../../src/workflow/strategies';
import { workflowOptions } from '../workflow/options';

const resources = [
  'iam::111122223333:user/*',
  'secretsmanager:*:111122223333:secret:*',
  'ses:*:111122223333:identity/*',
];

/** Lets the machine rotate every user. */
const rolePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:*AccessKey*', 'secretsmanager:UpdateSecret', 'ses:SendEmail'],
      Resource: resources.map((resource) => `arn:aws:${resource}`),
    },
  ],
});

export function scheduleOf(userName: string, changes: Partial<Schedule> = {}): Schedule {
  return {
    userName,
    expression: 'cron(0 3 1 * ? *)',
    timezone: 'UTC',
    startDate: undefined,
    windowMinutes: 0,
    isEnabled: true,
    input: JSON.stringify({ userName, secretName: 'secret', gracePeriodSeconds: 86_400 }),
    ...changes,
  };
}

export function deploymentOf(schedules: readonly Schedule[], strategy: Strategy = 'overlap'): Deployment {
  const pairs = schedules.map(({ userName }) => ({ userName, secretName: 'secret' }));
  return {
    stackName: 'keyturn-test',
    machineName: 'rotation',
    machineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:rotation',
    roleName: 'rotation',
    partition: 'aws',
    region: 'eu-central-1',
    accountId: '111122223333',
    definition: JSON.stringify(buildWorkflow(workflowOptions({ strategy, pairs }))),
    rolePolicies: [rolePolicy],
    templates: [],
    schedules,
  };
}
