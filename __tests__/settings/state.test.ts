import Ajv from 'ajv/dist/2020';
import { settingsJsonSchema } from '../../src/settings';
import { backends } from '../../src/settings/schema/state';
import { changed, parse, problems } from './sample';

type Changes = Parameters<typeof changed>[0];

const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(
  JSON.parse(settingsJsonSchema()) as Record<string, unknown>,
);
const s3 = { backend: 's3', bucket: 'example-state', region: 'eu-central-1' };
const two = (): Changes => ({
  environments: ['111122223333', '444455556666'].map((accountId, index) => ({
    name: ['staging', 'production'][index] ?? '',
    accountId,
    region: 'eu-central-1',
  })),
});

/** The states of all environments, with what the settings fill in. */
function statesOf(changes: Changes) {
  return parse(changed({ ...two(), ...changes })).environments.map(({ state }) => state);
}

describe('where the state is kept', () => {
  const local = { backend: 'local', arguments: {} };
  const inBucket = (environment: string, more: object = {}) => ({
    backend: 's3',
    arguments: {
      bucket: 'example-state',
      region: 'eu-central-1',
      key: `keyturn/${environment}/terraform.tfstate`,
      encrypt: true,
      use_lockfile: true,
      ...more,
    },
  });

  test.each<[string, Changes, unknown[]]>([
    ['nothing is said: a file of each environment', {}, [local, local]],
    ['a file is asked for', { state: { backend: 'local' } }, [local, local]],
    [
      'S3: a key for each environment, encrypted, with a lock file',
      { state: s3 },
      [inBucket('staging'), inBucket('production')],
    ],
    [
      'what is said of S3 wins, and any further argument is kept',
      {
        state: {
          ...s3,
          key: 'keys/{environment}.tfstate',
          use_lockfile: false,
          dynamodb_table: 'locks',
          use_path_style: true,
        },
      },
      ['staging', 'production'].map((name) =>
        inBucket(name, {
          key: `keys/${name}.tfstate`,
          use_lockfile: false,
          dynamodb_table: 'locks',
          use_path_style: true,
        }),
      ),
    ],
    [
      'S3 with a role, each in its own account',
      {
        state: {
          ...s3,
          bucket: 'state-{accountId}',
          assume_role: { role_arn: 'arn:aws:iam::{accountId}:role/{environment}' },
        },
      },
      [
        ['staging', '111122223333'],
        ['production', '444455556666'],
      ].map(([name = '', account = '']) =>
        inBucket(name, {
          bucket: `state-${account}`,
          assume_role: { role_arn: `arn:aws:iam::${account}:role/${name}` },
        }),
      ),
    ],
    [
      'an environment has a state of its own, whole',
      { state: s3, 'environments.1.state': { backend: 'none' } },
      [inBucket('staging'), { backend: 'none', arguments: {} }],
    ],
    [
      'another backend by its name, with blocks and lists',
      {
        state: {
          backend: 'remote',
          organization: 'example',
          workspaces: [{ name: 'keyturn-{environment}' }],
        },
      },
      ['staging', 'production'].map((name) => ({
        backend: 'remote',
        arguments: { organization: 'example', workspaces: [{ name: `keyturn-${name}` }] },
      })),
    ],
    [
      'files of credentials, and a role to assume',
      {
        state: {
          ...s3,
          shared_credentials_files: ['~/.aws/ci'],
          assume_role: { role_arn: 'arn:aws:iam::111122223333:role/s' },
        },
      },
      ['staging', 'production'].map((name) =>
        inBucket(name, {
          shared_credentials_files: ['~/.aws/ci'],
          assume_role: { role_arn: 'arn:aws:iam::111122223333:role/s' },
        }),
      ),
    ],
  ])('%s', (_, changes, states) => {
    expect(statesOf(changes)).toEqual(states);
    expect(accepts(changed({ ...two(), ...changes }))).toBe(true);
  });
});

const credential = (at: string, name: string) =>
  `${at}: this writes a credential into cdktf.json and the stack; leave "${name}" out: Terraform takes credentials from its environment, from a profile, or by terraform init -backend-config=FILE`;

describe('a state that cannot be is one line', () => {
  const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  test.each<[string, Changes, string[]]>([
    [
      'no backend',
      { state: {} },
      [`state.backend: missing; write ${backends.map((name) => `"${name}"`).join(' or ')}`],
    ],
    [
      'a misspelt backend',
      { state: { backend: 'S3' } },
      ['state.backend: "S3" is not one of the choices; did you mean "s3"?'],
    ],
    [
      'S3 without a bucket and a region',
      { state: { backend: 's3' } },
      [
        'state.bucket: missing; write the name of the bucket, such as "example-terraform-state"',
        'state.region: missing; write the region of the bucket, such as "eu-central-1"',
      ],
    ],
    [
      'arguments with none',
      { state: { backend: 'none', path: 'x' } },
      ['state: "none" has no arguments; leave "path" out'],
    ],
    [
      'an argument as cdktf names it',
      { state: { ...s3, usePathStyle: true } },
      ['state.usePathStyle: not a backend argument; did you mean "use_path_style"?'],
    ],
    [
      'null',
      { 'environments.0.state': { ...s3, profile: null } },
      [
        'environments[0].state.profile: must be an argument; got null; write an argument of the backend: text, a number, true, false, a list or an object',
      ],
    ],
    [
      'an expression of Terraform',
      { state: { ...s3, key: '${var.key}' } },
      ['state.key: "${var.key}" contains a Terraform expression; write a plain value'],
    ],
    ['a secret key', { state: { ...s3, secret_key: 'x' } }, [credential('state.secret_key', 'secret_key')]],
    ['a secret key under another name', { state: { ...s3, comment: key } }, [credential('state.comment', 'comment')]],
    [
      'a credential inside',
      { state: { ...s3, assume_role_with_web_identity: { web_identity_token: 'ey' } } },
      [credential('state.assume_role_with_web_identity.web_identity_token', 'web_identity_token')],
    ],
    [
      'a password in an address',
      { state: { backend: 'http', address: 'https://ci:word@state.example.com/{environment}' } },
      [credential('state.address', 'address')],
    ],
    [
      'a password among the words of PostgreSQL',
      { state: { backend: 'pg', conn_str: 'host=db.example.com password=word', schema_name: '{environment}' } },
      [credential('state.conn_str', 'conn_str')],
    ],
    [
      'the content of a file of credentials',
      { state: { backend: 'gcs', bucket: 'b', prefix: '{environment}', credentials: '{"private_key": "x"}' } },
      [credential('state.credentials', 'credentials')],
    ],
    [
      'one object for two environments',
      { ...two(), state: { ...s3, key: 'terraform.tfstate' } },
      [
        'state: environments[0] and environments[1] would share one state; write {environment} into "key", or leave "key" out',
      ],
    ],
    [
      'the same object, for one of them as its own',
      { ...two(), state: { ...s3, key: 'a' }, 'environments.1.state': { ...s3, key: 'a', region: 'us-east-1' } },
      [
        'environments[1].state: environments[0] and environments[1] would share one state; write {environment} into "key", or leave "key" out',
      ],
    ],
    [
      'one file for two environments',
      { ...two(), state: { backend: 'local', path: 'state.json' } },
      [
        'state: environments[0] and environments[1] would share one state; write {environment} into an argument that locates the state, such as "path", or a separate state for each environment',
      ],
    ],
    [
      'another backend for two environments',
      { ...two(), state: { backend: 'gcs', bucket: 'b' } },
      [
        'state: environments[0] and environments[1] would share one state; write {environment} into an argument that locates the state, or a separate state for each environment',
      ],
    ],
  ])('%s', (_, changes, lines) => {
    expect(problems(changed(changes))).toEqual(lines);
  });

  test('no value of a credential is printed', () => {
    const said = problems(changed({ state: { ...s3, access_key: key, token: 'hush-hush', comment: key } })).join();
    expect(said).not.toContain('hush-hush');
    expect(said).not.toContain(key);
  });
});

describe('names that only look like credentials', () => {
  test.each([
    ['a file', { web_identity_token_file: '/var/run/token' }],
    ['a user name', { username: 'ci' }],
    ['a key for encryption that is named', { kms_key_id: 'alias/state' }],
    ['a path of credentials', { credentials: './ci.json' }],
    ['a lock address', { lock_address: 'https://state.example.com/lock' }],
  ])('%s', (_, more) => {
    expect(problems(changed({ state: { ...s3, ...more } }))).toEqual([]);
  });
});
