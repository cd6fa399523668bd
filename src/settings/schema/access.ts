import type * as z from 'zod';
import { roleArn } from '../fields/check-names';
import { evenIfMembersAreWrong, integer, object, table, text } from '../fields/fields';
import { checkTags, tagValue } from './tags';

const PAGE = 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html';

export const assumeRoleSchema = object(
  {
    roleArn: text(
      {
        description: `ARN of the role that Terraform assumes, in the account of the environment. {accountId} is replaced by that account, {environment} by the name of the environment. ${PAGE}`,
        right: 'the ARN of a role, such as "arn:aws:iam::111122223333:role/deploy-keyturn"',
        keywords: { pattern: '^arn:[a-z-]+:iam::(\\d{12}|\\{accountId\\}):role/[A-Za-z0-9_+=,.@/{}-]+$' },
      },
      roleArn,
    ),
    externalId: text(
      {
        description: `The external id that the role's trust policy requires; it is not a secret. ${PAGE}`,
        right: 'an external id, such as "keyturn"',
        keywords: { pattern: '^[A-Za-z0-9_+=,.@:/-]{2,1224}$' },
      },
      (id) =>
        /^[\w+=,.@:/-]{2,1224}$/.test(id)
          ? undefined
          : 'is not an external id; write 2 to 1224 letters, digits and "_+=,.@:/-"',
    ).optional(),
    sessionName: text(
      {
        description: `The name of the session in CloudTrail. ${PAGE}`,
        right: 'a name such as "keyturn"',
        keywords: { pattern: '^[A-Za-z0-9_+=,.@-]{2,64}$' },
      },
      (name) =>
        /^[\w+=,.@-]{2,64}$/.test(name)
          ? undefined
          : 'is not a session name; write 2 to 64 letters, digits and "_+=,.@-"',
    ).optional(),
    durationSeconds: integer({
      description: `Duration of the session in seconds. ${PAGE}`,
      min: 900,
      max: 43_200,
      unit: 'seconds',
    }).optional(),
    tags: table(tagValue, 'an object such as {"project": "keyturn"}', 'Tags of the session.')
      .superRefine(checkTags, evenIfMembersAreWrong)
      .optional(),
  },
  'an object such as {"roleArn": "arn:aws:iam::111122223333:role/deploy-keyturn"}',
  'The role that Terraform assumes to plan and to deploy.',
);

export type AssumeRoleSettings = Readonly<z.output<typeof assumeRoleSchema>>;

/** https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html */
export const profileSchema = text(
  {
    description:
      'The profile in the AWS configuration that supplies Terraform with credentials. https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
    right: 'the name of a profile, such as "production"',
  },
  (name) =>
    /^[^\s[\]\p{Cc}]{1,128}$/u.test(name) ? undefined : 'is not a profile name; write one without spaces and brackets',
);
