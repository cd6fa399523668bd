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

/** The arguments that no state can be kept without, by backend. https://developer.hashicorp.com/terraform/language/backend/s3 */
const required: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  s3: {
    bucket: 'the name of the bucket, such as "example-terraform-state"',
    region: 'the region of the bucket, such as "eu-central-1"',
  },
};

/** Arguments that hold a credential itself. Those that end so name the file that holds it. */
const CREDENTIAL =
  /^(?:.*_)?(?:access_key|secret_key|secret_id|secret|password|passphrase|(?:access|security|session|sas|oidc|web_identity|id|bearer)_token|token|encryption_key|customer_key|private_key|private_key_pem|client_certificate|client_key|auth|credentials)$/;

/** `https://name:password@host`, and `password=…` among the words of PostgreSQL. https://www.postgresql.org/docs/current/libpq-connect.html */
const INLINE_PASSWORD = /:\/\/[^/?#@\s]*:[^/?#@\s]*@|[?&\s]password\s*=|^password\s*=/i;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"private_key"\s*:/;
const ACCESS_KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** The names of files, and of a kind of token, are no credentials. */
function isCredential(name: string, value: BackendArgument): boolean {
  if (typeof value === 'boolean') return false;
  // The backend gcs takes the path of the file, too. https://developer.hashicorp.com/terraform/language/backend/gcs
  if (name === 'credentials') return typeof value !== 'string' || !/^[\w./~-]+$/.test(value);
  return CREDENTIAL.test(name);
}

function textProblem(value: string): string | undefined {
  // cdktf reads `#{` and `&{` as templates of its own.
  if (/[$%#&]\{/.test(value)) return 'holds an expression of Terraform; write a plain value';
  if (/\p{Cc}/u.test(value)) return 'holds control characters; write it without them';
  return undefined;
}

interface ArgumentFault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What is wrong with an argument, and with those inside. The value of what may be a credential is never shown. */
function faultsOf(name: string, value: BackendArgument, path: readonly PropertyKey[]): ArgumentFault[] {
  if (isCredential(name, value) || (typeof value === 'string' && isSecretText(value)))
    return [
      {
        path,
        message: `a credential would stand in cdktf.json and in the stack; leave "${name}" out: Terraform takes credentials from its environment, from a profile, or by terraform init -backend-config=FILE`,
      },
    ];
  if (typeof value === 'string') {
    const problem = textProblem(value);
    return problem === undefined ? [] : [{ path, message: `${show(value)} ${problem}` }];
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    return [{ path, message: `${value} is no whole number; write a whole number, or the value in quotes` }];
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
    // Keys of tags and of encryption contexts are the user's.
    const problem = path.length === 0 ? nameProblem(name) : textProblem(name);
    if (problem !== undefined) return [{ path: own, message: problem }];
    if (!isArgument(value)) return [{ path: own, message: wrongType(value, 'an argument', ARGUMENT) }];
    return faultsOf(name, value, own);
  });
}

/** Terraform's own names have small letters and underscores. */
function nameProblem(name: string): string | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return undefined;
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return /^[a-z][a-z0-9_]*$/.test(snake)
    ? `no argument of a backend; did you mean "${snake}"?`
    : 'no argument of a backend; write its name as Terraform does, such as "use_path_style"';
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
        'The backend of Terraform, by its name; none writes none, for a runner that keeps the state.',
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
      'Where Terraform keeps the state: {"backend": "local"}, a file next to cdktf.json, if left out; {"backend": "s3", "bucket": …, "region": …} or another backend by its name, with its arguments as Terraform names them; {"backend": "none"} for a runner that keeps it. {environment} in a text is the name of the environment. No credentials. https://developer.hashicorp.com/terraform/language/backend',
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
