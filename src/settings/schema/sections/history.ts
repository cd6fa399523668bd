import type * as z from 'zod';
import { choice, evenIfMembersAreWrong, flag, integer, list, object, text, type FieldCheck } from '../../fields/fields';

const PAGE = 'https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html';

const EXAMPLE = '"arn:aws:iam::{accountId}:role/keyturn-deploy"';

/** A policy cannot name a session or a group as a principal. */
const identityArn: FieldCheck<string> = (arn) =>
  /^arn:aws(?:-[a-z]+)*:iam::(?:\d{12}|\{accountId\}):(?:role|user)\/[\w+=,.@/-]{1,512}$/.test(
    arn.replaceAll('{environment}', 'x'),
  )
    ? undefined
    : `is not the ARN of a role or a user; write one such as ${EXAMPLE}`;

const identity = text(
  {
    description:
      'ARN of a role or a user in the account of the environment. {accountId} is replaced by the account of the environment, {environment} by its name.',
    right: `the ARN of a role or a user, such as ${EXAMPLE}`,
    keywords: { pattern: '^arn:aws[a-z-]*:iam::(\\d{12}|\\{accountId\\}):(role|user)/[A-Za-z0-9_+=,.@/{}-]+$' },
  },
  identityArn,
);

/** With both lists this long, the key policy stays below its quota of 32 KiB. */
const MOST_IDENTITIES = 50;

const identities = (description: string) =>
  list(identity, {
    description,
    right: `up to ${MOST_IDENTITIES} ARNs, such as [${EXAMPLE}]`,
    min: 0,
    max: MOST_IDENTITIES,
  });

/** The protection of the execution history, which AWS writes new access keys into. */
export const historySchema = object(
  {
    encryption: choice(
      ['customerKey', 'awsOwnedKey'],
      `The key that encrypts the definition and the history of executions: one of this stack, or one that AWS owns. To go back from customerKey, write awsOwnedKey: without this section, Terraform keeps the present key. ${PAGE}`,
    ),
    principal: choice(
      ['condition', 'arn'],
      'How the key policy names roles: by the condition aws:PrincipalArn, or by their ARN as the principal. An ARN as the principal is no longer valid when its role is deleted and made again. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    ).default('condition'),
    deployers: identities(
      `The roles that plan and deploy: Terraform reads the definition, which the key encrypts. Required with customerKey. ${PAGE}`,
    ).default([]),
    readers: identities(
      'The people and roles that can use the key to read the history, and so the rotated access keys.',
    ).default([]),
    deletionWindowDays: integer({
      description:
        'The days after the removal of the key during which its deletion can be cancelled. https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html',
      min: 7,
      max: 30,
      unit: 'days',
    }).default(30),
    keepKey: flag(
      'With awsOwnedKey: keep the key of this stack, so that executions that run, and histories that are encrypted with it, can still be read.',
    ).default(false),
  },
  'an object such as {"encryption": "customerKey", "deployers": ["arn:aws:iam::{accountId}:role/keyturn-deploy"]}',
  'Encrypts the execution history, which contains new access keys, with a KMS key of this stack. Without this section, nothing about the encryption is written.',
).superRefine(({ encryption, deployers, keepKey }, context) => {
  const add = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
  if (encryption === 'customerKey' && deployers.length === 0)
    add(
      'deployers',
      `missing; write the roles that plan and deploy, such as [${EXAMPLE}]: Terraform reads the machine with this key`,
    );
  if (encryption === 'customerKey' && keepKey) add('keepKey', 'is only for awsOwnedKey; leave it out');
}, evenIfMembersAreWrong);

export type HistoryFields = Readonly<z.output<typeof historySchema>>;
