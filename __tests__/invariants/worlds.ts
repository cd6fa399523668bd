import {
  addAccessKey,
  addSecret,
  addUser,
  createWorld,
  defaultStart,
  type AccessKey,
  type Lags,
  type Readings,
  type World,
} from '../../src/simulator';

export const userName = 'ci-deployer';
export const secretName = 'ci-deployer/aws';
export const input = { userName, secretName };

const place = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };
const day = 24 * 3600 * 1000;

/** Keys that the user has before, the oldest first, and which of them the secret holds. */
export interface Beginning {
  readonly name: string;
  readonly keys: readonly AccessKey['status'][];
  /** Index of the key in the secret; a value without a key where it is absent. */
  readonly inSecret?: number;
  readonly secret?: 'missing' | 'without a version' | 'scheduled for deletion';
}

export const beginnings: readonly Beginning[] = [
  { name: 'no key', keys: [] },
  { name: 'one key, in the secret', keys: ['Active'], inSecret: 0 },
  { name: 'one key, not in the secret', keys: ['Active'] },
  { name: 'one inactive key', keys: ['Inactive'], inSecret: 0 },
  { name: 'an inactive key and a newer one in the secret', keys: ['Inactive', 'Active'], inSecret: 1 },
  { name: 'an older key in the secret and an inactive one', keys: ['Active', 'Inactive'], inSecret: 0 },
  { name: 'two inactive keys', keys: ['Inactive', 'Inactive'], inSecret: 1 },
  { name: 'two active keys, the newer in the secret', keys: ['Active', 'Active'], inSecret: 1 },
  { name: 'no secret', keys: ['Active'], secret: 'missing' },
  { name: 'a secret without a version', keys: ['Active'], secret: 'without a version' },
  { name: 'a secret scheduled for deletion', keys: ['Active'], inSecret: 0, secret: 'scheduled for deletion' },
];

export function worldOf(
  beginning: Beginning,
  options: { lags?: Partial<Lags>; readings?: Partial<Readings> } = {},
): World {
  let world = addUser(createWorld({ ...place, ...options, mail: { identities: ['example.com'] } }), userName, '/ci/');
  const keys = beginning.keys.map((status, index) => {
    const [changed, key] = addAccessKey(world, userName, { status, createdAt: defaultStart - (90 - index) * day });
    world = changed;
    return key;
  });
  if (beginning.secret === 'missing') return world;
  const key = beginning.inSecret === undefined ? undefined : keys[beginning.inSecret];
  const value =
    key === undefined
      ? '{"note":"not rotated yet"}'
      : JSON.stringify({ UserName: userName, AccessKeyId: key.id, SecretAccessKey: key.secret });
  return addSecret(
    world,
    secretName,
    beginning.secret === 'without a version' ? undefined : value,
    defaultStart - 90 * day,
    { pendingDeletion: beginning.secret === 'scheduled for deletion' },
  );
}

/** The grants of a deployed execution role. */
export const rolePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
      Resource: 'arn:aws:iam::111122223333:user/ci/ci-deployer',
    },
    {
      Effect: 'Allow',
      Action: 'secretsmanager:UpdateSecret',
      Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-??????',
    },
    {
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: 'arn:aws:ses:eu-central-1:111122223333:identity/example.com',
    },
  ],
});
