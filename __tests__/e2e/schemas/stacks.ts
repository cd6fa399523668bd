import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesise } from '../../../src/infrastructure';
import { parseSettings } from '../../../src/settings';
import { strategies } from '../../../src/workflow';
import type { JsonObject } from './schema';

const root = resolve(__dirname, '..', '..', '..');
const now = new Date('2026-11-23T12:00:00Z');

const notification: JsonObject = {
  sender: 'Key rotation <key-rotation@example.com>',
  identities: ['example.com', 'key-rotation@example.com'],
  configurationSet: 'rotations',
  runbookUrl: 'https://wiki.example.com/keys?a=1&b={2}#what-to-do',
  recipients: { to: ['team@example.com'], cc: ['second@example.com'], bcc: ['third@example.com'] },
  replyTo: ['answers@example.com'],
  subject: '{userName} has another key {{}}',
  htmlBody: '<p>{userName} has the key {accessKeyId} since {time}.</p>',
  textBody: '{secretName} holds it.',
};

const alerts: JsonObject = {
  subscribers: [
    'on-call@example.com',
    'https://alerts.example.com/keyturn',
    'arn:aws:sqs:eu-central-1:111122223333:alerts',
  ],
  maximumKeyAgeDays: 100,
};

const withSource: JsonObject = {
  ...notification,
  sourceArn: 'arn:aws:ses:eu-central-1:444455556666:identity/example.com',
  template: { failureTopicArn: 'arn:aws:sns:eu-central-1:111122223333:alerts' },
  // A literal brace must not touch another one in a template.
  subject: '{userName} has another key',
};

const events: JsonObject = {
  custom: { source: 'com.example.keys', detailType: 'Access key leaked' },
  guardDuty: { types: ['CredentialAccess:IAMUser/CompromisedCredentials', 'Impact:IAMUser/AnomalousBehavior'] },
  successTarget: 'arn:aws:sns:eu-central-1:111122223333:rotations',
  userInExecutionName: true,
};

/** Every setting of an environment that can be left out, each with another value than its default. */
const optional: JsonObject = {
  schedule: {
    expression: 'rate(30 days)',
    timezone: 'Europe/Berlin',
    enabled: false,
    startDate: '2027-01-01T03:00:00Z',
    flexibleWindowMinutes: 30,
    retry: { maximumEventAgeSeconds: 600, maximumAttempts: 3 },
  },
  spread: 30,
  limits: { sesPerSecond: 14, iamPerSecond: 20 },
  twoKeys: 'replace-older',
  gracePeriodSeconds: 3600,
  maxGracePeriodSeconds: 172_800,
  settleSeconds: 20,
  maxKeyAgeDays: 365,
  notification: withSource,
  secretFormat: {
    fields: { AWS_ACCESS_KEY_ID: 'AccessKeyId', AWS_SECRET_ACCESS_KEY: 'SecretAccessKey' },
    constants: { region: 'eu-central-1', port: 443, isRotated: true },
  },
  alerts: {
    ...alerts,
    publishBy: 'topicPolicy',
    kmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  events,
  tags: { team: 'platform' },
};

const users: JsonObject[] = [
  {
    name: 'ci-deployer',
    path: '/ci/',
    secretName: 'ci-deployer/aws',
    gracePeriodSeconds: 7200,
    recipients: { to: ['ci@example.com'], cc: ['head@example.com'], bcc: ['audit@example.com'] },
  },
  {
    name: 'legacy-ftp',
    secretName: 'legacy-ftp/aws',
    schedule: {
      expression: 'cron(30 4 ? 1/2 MON#1 *)',
      timezone: 'America/New_York',
      enabled: true,
      startDate: '2027-02-01T00:00:00Z',
      flexibleWindowMinutes: 0,
      retry: { maximumEventAgeSeconds: 60, maximumAttempts: 0 },
    },
  },
];

/** The same in one place: a key belongs to a region. */
const usersWithKeys = users.map((user) => ({
  ...user,
  secretKmsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
}));

/** The same, each in a shard of its own. */
const usersInShards = usersWithKeys.map((user, index) => ({ ...user, shard: `0${index}` }));

/** The encryption of the history; its ARNs are of one partition. */
const historyIn = (partition: string): JsonObject => ({
  encryption: 'customerKey',
  principal: 'arn',
  deployers: [`arn:${partition}:iam::{accountId}:role/deploy`, `arn:${partition}:iam::{accountId}:role/plan`],
  readers: [`arn:${partition}:iam::{accountId}:user/{environment}-auditor`],
  deletionWindowDays: 7,
});

/** As whom Terraform works in one environment, and where it keeps the state. */
const access = {
  assumeRole: {
    roleArn: 'arn:aws:iam::111122223333:role/deploy',
    externalId: 'keyturn',
    sessionName: 'keyturn',
    durationSeconds: 3600,
    tags: { project: 'keyturn' },
  },
  profile: 'production',
};
const place = { accountId: '111122223333', region: 'eu-central-1' };
/** A region of each partition that has SES. */
const regions = Object.entries({
  aws: 'eu-central-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-eusc': 'eusc-de-east-1',
});

/** Settings by what they are for, as users write them. */
export const settings: Readonly<Record<string, JsonObject>> = {
  'the sample': sampleSettings(),
  'the least that must be written': {
    environments: [{ name: 'least', ...place }],
    users: [{ name: 'ci-deployer', secretName: 'ci-deployer/aws' }],
    notification: { sender: 'key-rotation@example.com', recipients: ['team@example.com'] },
    leftOut: ['alerts', 'events'],
  },
  ...Object.fromEntries(
    strategies.map((strategy) => [
      `every setting, for all environments, ${strategy}`,
      {
        environments: [{ name: strategy, ...place, partition: 'aws', profile: access.profile }],
        assumeRole: { ...access.assumeRole, roleArn: 'arn:aws:iam::{accountId}:role/{environment}-deploy' },
        users: usersWithKeys,
        ...optional,
        state: { backend: 's3', bucket: 'example-state', region: 'eu-central-1' },
        history: historyIn('aws'),
        strategy,
      },
    ]),
  ),
  'every setting, for one environment': {
    environments: [
      {
        name: 'own',
        ...place,
        partition: 'aws',
        users: usersWithKeys,
        ...optional,
        ...access,
        state: { backend: 'local' },
        history: { encryption: 'awsOwnedKey', keepKey: true },
        strategy: 'overlap',
      },
    ],
    users: [{ name: 'other', secretName: 'other/aws' }],
    history: { encryption: 'awsOwnedKey', keepKey: true },
    notification: { sender: 'other@example.com', recipients: ['other@example.com'] },
  },
  'shards, for all environments': {
    environments: [{ name: 'fleet', ...place }],
    users: usersInShards,
    usersPerShard: 100,
    ...optional,
    history: historyIn('aws'),
  },
  'shards, for one environment': {
    environments: [{ name: 'fleet', ...place, users: usersInShards, usersPerShard: 100, ...optional }],
    users,
    notification,
  },
  'every partition': {
    environments: regions.map(([name, region], index) => ({
      name,
      accountId: `11112222333${index}`,
      region,
      history: historyIn(name),
    })),
    users,
    ...optional,
    notification,
    alerts,
    events: { ...events, successTarget: 'arn:aws:events:eu-central-1:111122223333:event-bus/rotations' },
  },
};

function sampleSettings(): JsonObject {
  const file = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { context: { keyturn: JsonObject } };
  return file.context.keyturn;
}

/** The stacks of settings, by their names. */
export function stacksOf(raw: JsonObject): Readonly<Record<string, JsonObject>> {
  return inTemporaryFolder((folder) => {
    synthesise(parseSettings(raw, { file: 'cdktf.json', now }), folder);
    return readStacks(folder);
  });
}

export function readStacks(folder: string): Record<string, JsonObject> {
  const stacks = join(folder, 'stacks');
  return Object.fromEntries(
    readdirSync(stacks).map((name) => [
      name,
      JSON.parse(readFileSync(join(stacks, name, 'cdk.tf.json'), 'utf8')) as JsonObject,
    ]),
  );
}

export function inTemporaryFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-schemas-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
