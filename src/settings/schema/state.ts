import * as z from 'zod';
import { choice, evenIfMembersAreWrong } from '../fields/fields';
import { holdsSecret, show, wrongType } from '../../text/show';

/**
 * The backends of Terraform 1.x, `cloud`, which Terraform writes as a block of its own, and `none`, which writes nothing.
 * https://developer.hashicorp.com/terraform/language/backend
 */
export const backends = [
  'local',
  's3',
  'none',
  'cloud',
  'remote',
  'azurerm',
  'consul',
  'cos',
  'gcs',
  'http',
  'kubernetes',
  'oci',
  'oss',
  'pg',
] as const;

type Scalar = string | number | boolean;

/** An argument of a backend, as Terraform's JSON writes it. */
export type BackendArgument = Scalar | readonly BackendArgument[] | { readonly [name: string]: BackendArgument };

const right = '{"backend": "s3", "bucket": "example-terraform-state", "region": "eu-central-1"}';
const ARGUMENT = 'an argument of the backend: text, a number, true, false, a list or an object';

/** The required arguments, by backend. https://developer.hashicorp.com/terraform/language/backend/s3 */
const required: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    bucket: 'the name of the bucket, such as "example-terraform-state"',
    region: 'the region of the bucket, such as "eu-central-1"',
  },
};

/** Arguments that contain a credential; those with the ending of a file name contain its path. */
const CREDENTIAL =
  /^(?:.*_)?(?:access_key|secret_key|secret_id|secret|password|passphrase|(?:access|security|session|sas|oidc|web_identity|id|bearer)_token|token|encryption_key|customer_key|private_key|private_key_pem|client_certificate|client_key|auth|credentials)$/;

/**
 * `https://name:password@host`, and `password=…` among the words of PostgreSQL. https://www.postgresql.org/docs/current/libpq-connect.html
 */
const INLINE_PASSWORD = /:\/\/[^/?#@\s]*:[^/?#@\s]*@|[?&\s]password\s*=|^password\s*=/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"private_key"\s*:/;
const ACCESS_KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Names of files, and of a kind of token, are not credentials. */
function isCredential(name: string, value: BackendArgument): boolean {
  if (typeof value === 'boolean') return false;
  // The backend gcs also accepts the path of the file. https://developer.hashicorp.com/terraform/language/backend/gcs
  if (name === 'credentials') return typeof value !== 'string' || !/^[\w./~-]+$/.test(value);
  return CREDENTIAL.test(name);
}

function textProblem(value: string): string | undefined {
  // cdktf reads `#{` and `&{` as templates of its own.
  if (/[$%#&]\{/.test(value)) return 'contains a Terraform expression; write a plain value';
  if (/\p{Cc}/u.test(value)) return 'contains control characters; remove them';
  return undefined;
}

interface ArgumentFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The problems of an argument and its members. A possible credential is never shown. */
function faultsOf(name: string, value: BackendArgument, path: readonly PropertyKey[]): ArgumentFault[] {
  if (isCredential(name, value) || (typeof value === 'string' && isSecretText(value)))
    return [
      {
        path,
        message: `this writes a credential into cdktf.json and the stack; leave "${name}" out: Terraform takes credentials from its environment, from a profile, or by terraform init -backend-config=FILE`,
      },
    ];
  if (typeof value === 'string') {
    const problem = textProblem(value);
    return problem === undefined ? [] : [{ path, message: `${show(value)} ${problem}` }];
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return [{ path, message: `${value} is not a whole number; write a whole number, or the value in quotes` }];
  if (Array.isArray(value)) {
    const items: readonly BackendArgument[] = value;
    return items.flatMap((item, index) => faultsOf(name, item, [...path, index]));
  }
  if (typeof value === 'object') return membersFaults(value, path);
  return [];
}

function isSecretText(value: string): boolean {
  return INLINE_PASSWORD.test(value) || PRIVATE_KEY.test(value) || ACCESS_KEY_ID.test(value) || holdsSecret(value);
}

function membersFaults(members: object, path: readonly PropertyKey[]): ArgumentFault[] {
  return Object.entries(members as Readonly<Record<string, BackendArgument>>).flatMap(([name, value]) => {
    const own = [...path, name];
    // The user chooses the keys of tags and of encryption contexts.
    const problem = path.length === 0 ? nameProblem(name) : textProblem(name);
    if (problem !== undefined) return [{ path: own, message: problem }];
    if (!isArgument(value)) return [{ path: own, message: wrongType(value, 'an argument', ARGUMENT) }];
    return faultsOf(name, value, own);
  });
}

/** Checks a name: those of Terraform have small letters and underscores. */
function nameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return /^[a-z][a-z0-9_]*$/.test(snake)
    ? `not a backend argument; did you mean "${snake}"?`
    : 'not a backend argument; write its name as Terraform does, such as "use_path_style"';
}

function isArgument(value: unknown): value is BackendArgument {
  if (Array.isArray(value)) return value.every(isArgument);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isArgument);
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const argument = z.union(
  [z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.record(z.string(), z.unknown())],
  {
    error: ({ input }) => wrongType(input, 'an argument', ARGUMENT),
  },
);

export const stateSchema = z
  .object(
    {
      backend: choice(
        backends,
        'Name of the Terraform backend; "none" writes no backend, for a runner that keeps the state.',
      ),
    },
    { error: ({ input }) => wrongType(input, 'an object', right) },
  )
  .catchall(argument)
  .superRefine((state, context) => {
    const { backend, ...own } = state;
    const add = ({ path, message }: ArgumentFault) => context.addIssue({ code: 'custom', path: [...path], message });
    if (backend === 'none' && Object.keys(own).length > 0)
      add({
        path: [],
        message: `"none" has no arguments; leave ${Object.keys(own)
          .map((name) => show(name))
          .join(', ')} out`,
      });
    else membersFaults(own, []).forEach(add);
    for (const [name, what] of Object.entries(required[backend] ?? {}))
      if (own[name] === undefined || own[name] === '') add({ path: [name], message: `missing; write ${what}` });
  }, evenIfMembersAreWrong)
  .meta({
    description:
      'The backend for the Terraform state: {"backend": "s3", "bucket": …, "region": …}, or another backend with its arguments as Terraform names them; {"backend": "none"} if the runner keeps the state. Default: {"backend": "local"}, a file next to cdktf.json. {environment} in a value is replaced by the name of the environment, {accountId} by its account. No credentials. https://developer.hashicorp.com/terraform/language/backend',
    allOf: [
      {
        if: { type: 'object', properties: { backend: { const: 's3' } } },
        then: {
          type: 'object',
          properties: Object.fromEntries(
            Object.keys(required['s3'] ?? {}).map((name) => [name, { type: 'string', minLength: 1 }]),
          ),
          required: Object.keys(required['s3'] ?? {}),
        },
      },
      {
        if: { type: 'object', properties: { backend: { const: 'none' } } },
        then: { type: 'object', maxProperties: 1 },
      },
    ],
  });
