import * as z from 'zod';
import { assumeRoleSchema, profileSchema } from './access';
import * as names from '../fields/check-names';
import { choice, evenIfMembersAreWrong, integer, list, object, table, text } from '../fields/fields';
import { partitions, regionsWithMail } from '../fields/regions';
import { historySchema } from './sections/history';
import { notificationOverrides, notificationSchema, userRecipients } from './notification';
import { alertsSchema } from './sections/alerts';
import { eventsSchema } from './sections/events';
import { limitsSchema, spreadSchema } from './load';
import { rotationOverrides, rotationSettings } from './rotation';
import { scheduleOverrides, scheduleSchema } from './schedule';
import { secretFormatSchema } from './secret-format';
import { stateSchema } from './state';
import { tagValue, checkTags } from './tags';

/** IAM's quota for an account. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_USERS = 5000;
const MOST_ENVIRONMENTS = 1000;
/** The users that one mistake in a machine or a role can reach. */
export const defaultUsersPerShard = 400;

const tags = table(
  tagValue,
  'an object such as {"team": "platform"}',
  'Tags of everything that can have tags: the default tags of the provider. Application and Environment are added, unless a tag has the same key. An environment adds its own tags to those of all, and its own win. https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html',
).superRefine(checkTags, evenIfMembersAreWrong);

const leftOut = list(choice(['alerts', 'events'], 'The name of a section.'), {
  description: 'Optional sections that are left out on purpose: keyturn check prints no note about them.',
  right: '1 or 2 sections, such as ["events"]',
  min: 1,
  max: 2,
});

const user = object(
  {
    name: text(
      {
        description:
          'Name of the IAM user, without its path. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names',
        right: 'the name of an IAM user, such as "ci-deployer"',
        keywords: { pattern: '^[A-Za-z0-9_+=,.@-]{1,64}$' },
      },
      names.userName,
    ),
    path: text(
      {
        description:
          'Path of the IAM user, which is part of its ARN. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names',
        right: 'a path such as "/ci/"',
        keywords: { pattern: '^/([A-Za-z0-9_+=,.@/-]*/)?$', maxLength: 512 },
      },
      names.userPath,
    ).default('/'),
    secretName: text(
      {
        description:
          'Name of the secret in Secrets Manager that holds the access key, or its complete ARN, with the suffix that AWS added. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html',
        right: 'the name of a secret, such as "ci-deployer/aws"',
        keywords: { pattern: '^(arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,519}$' },
      },
      names.secretName,
    ),
    secretKmsKeyArn: text(
      {
        description:
          "ARN of the secret's customer managed KMS key; leave it out if the secret uses aws/secretsmanager. The check then prints the statement that the key policy needs. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
        right: names.KEY_EXAMPLE,
        keywords: { pattern: '^arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:key/[A-Za-z0-9-]{1,256}$' },
      },
      names.keyArn,
    ).optional(),
    shard: text(
      {
        description:
          'The shard of the user: one state machine and one role of the environment. If one user of an environment has a shard, each needs one. The first shard is "00". https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
        right: names.SHARD_EXAMPLE,
        keywords: { pattern: '^[A-Za-z0-9]{1,8}$' },
      },
      names.shardName,
    ).optional(),
    gracePeriodSeconds: rotationOverrides.gracePeriodSeconds,
    recipients: userRecipients.optional(),
    schedule: scheduleOverrides.optional(),
  },
  'an object such as {"name": "ci-deployer", "secretName": "ci-deployer/aws"}',
  'An IAM user whose access key is rotated.',
);

/** The users that one error in one machine or role can reach. 20 managed policies of a role hold about 600 users. */
const usersPerShard = integer({
  description: `The most users that share one machine and one role, a number of users, if users have shards. Default: ${defaultUsersPerShard}.`,
  min: 1,
  max: 2000,
  unit: 'users',
}).optional();

export const usersSchema = list(user, {
  description: 'The IAM users whose access keys are rotated.',
  right: '1 to 5000 users, such as [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}]',
  min: 1,
  max: MOST_USERS,
});

export const environmentSchema = object(
  {
    name: text(
      {
        description: 'Name of the environment; the stack and the state machine are called keyturn-NAME.',
        right: 'a name such as "production"',
        keywords: { pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,45}$' },
      },
      names.environmentName,
    ),
    accountId: text(
      {
        description:
          'The AWS account, twelve digits. https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html',
        right: 'the twelve digits of the account in quotes, such as "111122223333"',
        keywords: { pattern: '^\\d{12}$' },
      },
      names.accountId,
    ),
    region: text(
      {
        description:
          'The region of the state machine, its schedules, the secrets and SES (not every region has SES). A region that is newer than this list also needs the partition. https://docs.aws.amazon.com/general/latest/gr/ses.html',
        right: 'a region such as "eu-central-1"',
        keywords: { pattern: '^[a-z]{2,6}(-[a-z]+)+-\\d{1,2}$' },
      },
      names.regionName,
    ),
    partition: choice(
      partitions,
      "The region's partition. Default: derived from the region. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    ).optional(),
    assumeRole: assumeRoleSchema.optional(),
    profile: profileSchema.optional(),
    ...rotationOverrides,
    schedule: scheduleOverrides.optional(),
    spread: spreadSchema.optional(),
    limits: limitsSchema.optional(),
    notification: notificationOverrides.optional(),
    secretFormat: secretFormatSchema.optional(),
    alerts: alertsSchema.optional(),
    events: eventsSchema.optional(),
    tags: tags.optional(),
    state: stateSchema.optional(),
    history: historySchema.optional(),
    users: usersSchema.optional(),
    usersPerShard,
  },
  'an object such as {"name": "production", "accountId": "111122223333", "region": "eu-central-1"}',
  'One stack in one account and region, with overrides of the settings next to "environments".',
).meta({
  description: 'One stack in one account and region, with overrides of the settings next to "environments".',
  // A region of this list, or a newer one with its partition.
  if: { type: 'object', properties: { partition: { type: 'string' } }, required: ['partition'] },
  else: { type: 'object', properties: { region: { enum: regionsWithMail } } },
});

export const settingsSchema = object(
  {
    $schema: z.string().optional().meta({ description: 'Location of this schema, for editors.' }),
    environments: list(environmentSchema, {
      description: 'One stack each.',
      right:
        '1 to 1000 environments, such as [{"name": "production", "accountId": "111122223333", "region": "eu-central-1"}]',
      min: 1,
      max: MOST_ENVIRONMENTS,
    }),
    users: usersSchema,
    assumeRole: assumeRoleSchema.optional(),
    usersPerShard,
    schedule: scheduleSchema.prefault({}),
    spread: spreadSchema.optional(),
    limits: limitsSchema.optional(),
    ...rotationSettings,
    notification: notificationSchema,
    secretFormat: secretFormatSchema.optional(),
    alerts: alertsSchema.optional(),
    events: eventsSchema.optional(),
    leftOut: leftOut.optional(),
    tags: tags.default({}),
    state: stateSchema.optional(),
    history: historySchema.optional(),
  },
  'an object with "environments", "users" and "notification"',
  'Settings of Keyturn: context.keyturn in cdktf.json.',
);

/** The same without users for all: each environment has its own. */
export const separateSettingsSchema = settingsSchema.extend({ users: usersSchema.optional() });

/** Settings as users write them. */
export type RawSettings = z.input<typeof separateSettingsSchema>;
