import * as z from 'zod';
import type { SecretField } from '../../workflow';
import { choice, evenIfMembersAreWrong, object, table } from '../fields/fields';
import { holdsSecret, show, wrongType } from '../../text/show';

const MOST_BYTES = 65_536;
/** The space that an access key needs next to the constant fields. */
const KEY_BYTES = 1024;
const secretFields = ['UserName', 'AccessKeyId', 'SecretAccessKey', 'Status'] as const satisfies readonly SecretField[];

/** The fields of every new access key. */
export const plainFields: Readonly<Record<string, SecretField>> = Object.fromEntries(
  secretFields.map((field) => [field, field]),
);

const constant = z
  .union([z.string(), z.number(), z.boolean()], {
    error: (issue) => wrongType(issue.input, 'text, a number or true or false', 'one of these'),
  })
  .superRefine((value, context) => {
    if (typeof value === 'string' && holdsSecret(value))
      context.addIssue({
        code: 'custom',
        message: `${show(value)} looks like a secret access key, but constants are not secret: everyone who can read the machine can read them; leave it out`,
      });
  });

const fields = table(
  choice(secretFields, 'A part of the access key.'),
  'an object such as {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": "SecretAccessKey"}',
  "The fields of the secret's JSON and the part of the access key that each holds.",
).superRefine((value, context) => {
  checkNames(Object.keys(value), context);
  for (const part of ['AccessKeyId', 'SecretAccessKey'] as const) {
    if (Object.values(value).includes(part)) continue;
    context.addIssue({
      code: 'custom',
      message: `no field contains the ${part}; write one, such as "${sampleName[part]}": "${part}"`,
    });
  }
}, evenIfMembersAreWrong);

const sampleName = { AccessKeyId: 'AWS_ACCESS_KEY_ID', SecretAccessKey: 'AWS_SECRET_ACCESS_KEY' } as const;

const constants = table(
  constant,
  'an object such as {"region": "eu-central-1"}',
  'Fields that are the same after every rotation. No secrets.',
).superRefine((value, context) => {
  checkNames(Object.keys(value), context);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > MOST_BYTES - KEY_BYTES)
    context.addIssue({
      code: 'custom',
      message: `${bytes} bytes of JSON are too many; write at most ${MOST_BYTES - KEY_BYTES}: a secret holds ${MOST_BYTES}, the key included`,
    });
}, evenIfMembersAreWrong);

function checkNames(names: readonly string[], context: z.RefinementCtx): void {
  for (const name of names) {
    const problem = nameProblem(name);
    if (problem !== undefined) context.addIssue({ code: 'custom', path: [name], message: problem });
  }
}

/** Checks the name of a field: the state machine reads a name that ends in `.$` as a path. */
function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'the name of the field is empty; write a name';
  if (name.endsWith('.$'))
    return 'the name of the field ends in ".$", which the state machine reads as a path; write another name';
  if (/[$%]\{/.test(name)) return 'the name of the field contains a Terraform expression; write a plain name';
  return /\p{Cc}/u.test(name) ? 'the name of the field contains control characters; write a plain name' : undefined;
}

export const secretFormatSchema = object(
  { fields: fields.optional(), constants: constants.optional() },
  'an object such as {"fields": {"AWS_ACCESS_KEY_ID": "AccessKeyId", "AWS_SECRET_ACCESS_KEY": "SecretAccessKey"}}',
  'Format of the value of a secret. Default: the access key as IAM returns it, in JSON. A rotation overwrites the whole value: other content is lost. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html',
).superRefine((value, context) => {
  const taken = new Set(Object.keys(value.fields ?? (value.constants === undefined ? {} : plainFields)));
  for (const name of Object.keys(value.constants ?? {}))
    if (taken.has(name))
      context.addIssue({
        code: 'custom',
        path: ['constants', name],
        message: 'a field of the access key has the same name; write another name',
      });
}, evenIfMembersAreWrong);
