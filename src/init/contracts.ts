import { addressOf } from '../settings/fields/check-mail';
import type { Answers } from './answers';

const common = { $schema: '../node_modules/keyturn/schemas/contract.schema.json', version: 1 };

/** The contract of the role that rotates, from what a person confirmed and never from the settings. Each pair has a question that only a person can answer; until then the check is undecided. */
export function executionRole({ pairs, notification }: Answers): object {
  const { sender, identity, recipients } = notification;
  return {
    ...common,
    name: 'execution-role',
    description: 'What a rotation runs as: five actions, on the users, secrets and addresses that are named here.',
    subject: { machine: 'keyturn-${environment}${shard}', role: 'keyturn-${environment}-execution${shard}' },
    pairs: pairs.map(({ userName, path, secretName, reason }) => ({
      userName,
      ...(path === '/' ? {} : { path }),
      secretName,
      reason,
      owner: `TODO: the team that answers for ${userName}`,
    })),
    identity: [
      {
        actions: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
        resources: ['${pairs.users}'],
      },
      { actions: ['secretsmanager:UpdateSecret'], resources: ['${pairs.secrets}'] },
      {
        actions: ['ses:SendEmail'],
        resources: [`arn:\${partition}:ses:\${region}:\${account}:identity/${identity}`],
        conditions: [
          { key: 'ses:FromAddress', operator: 'StringEquals', values: [addressOf(sender)] },
          { key: 'ses:Recipients', operator: 'ForAllValues:StringLike', values: recipients, mayBeAbsent: true },
        ],
      },
    ],
    trust: trustOf(
      'states',
      'arn:${partition}:states:${region}:${account}:stateMachine:keyturn-${environment}${shard}',
    ),
    uses: [{ machine: 'keyturn-${environment}${shard}' }],
  };
}

/** The contract of the role that starts the rotations. */
export function scheduleRole(): object {
  return {
    ...common,
    name: 'schedule-role',
    description: 'What the schedules run as: they start the machines of this environment.',
    subject: { role: 'keyturn-${environment}-schedule' },
    identity: [
      {
        actions: ['states:StartExecution'],
        resources: ['arn:${partition}:states:${region}:${account}:stateMachine:keyturn-${environment}${shard}'],
      },
    ],
    trust: trustOf(
      'scheduler',
      'arn:${partition}:scheduler:${region}:${account}:schedule-group/keyturn-${environment}',
    ),
    uses: [{ schedules: 'keyturn-${environment}' }],
  };
}

/** A service may assume the role for one resource. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
function trustOf(service: string, sourceArn: string): object {
  return {
    service: `${service}.amazonaws.com`,
    action: 'sts:AssumeRole',
    conditions: { 'aws:SourceAccount': '${account}', 'aws:SourceArn': sourceArn },
  };
}
