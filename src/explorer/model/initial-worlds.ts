import {
  addAccessKey,
  addSecret,
  addUser,
  createWorld,
  defaultStart,
  secretKeyActions,
  type Account,
  type SecretKey,
  type World,
} from '../../simulator';

/** Behaviour of AWS that its documentation leaves open: both possibilities are explored. */
export interface Interpretation {
  /** UpdateSecret with a token that it has received before, and the same value. */
  readonly repeatedToken: 'succeeds' | 'fails';
  /** Errors that an API does not declare: under the service's base exception or under their own names. */
  readonly errorNames: 'base' | 'own';
  /** The order in which ListAccessKeys shows keys. */
  readonly listed: 'oldest first' | 'newest first';
}

export const defaultInterpretation: Interpretation = {
  repeatedToken: 'succeeds',
  errorNames: 'base',
  listed: 'oldest first',
};

/** Every interpretation; the default one first. */
export const interpretations: readonly Interpretation[] = [defaultInterpretation, ...others()];

function others(): Interpretation[] {
  const all = (['succeeds', 'fails'] as const).flatMap((repeatedToken) =>
    (['base', 'own'] as const).flatMap((errorNames) =>
      (['oldest first', 'newest first'] as const).map((listed) => ({ repeatedToken, errorNames, listed })),
    ),
  );
  return all.filter((interpretation) => !isSameInterpretation(interpretation, defaultInterpretation));
}

export function isSameInterpretation(a: Interpretation, b: Interpretation): boolean {
  return a.repeatedToken === b.repeatedToken && a.errorNames === b.errorNames && a.listed === b.listed;
}

type Status = 'Active' | 'Inactive';
/** Whether two keys differ in the second of their CreateDate: IAM keeps whole seconds. */
type Made = 'days apart' | 'in one second';
type Held = 'older' | 'newer' | 'neither' | 'missing' | 'empty' | 'doomed';

/** The state of the account before anything runs. */
export interface InitialWorld {
  /** The name, such as `AI-older`: an active key, a newer inactive one, and the secret holds the older. */
  readonly id: string;
  readonly words: string;
  readonly user: boolean;
  /** Oldest first. */
  readonly keys: readonly Status[];
  readonly held: Held;
  readonly made: Made;
  /** The operations that the role can do with the KMS key of the secret; undefined if the secret has no customer managed key. */
  readonly kmsKey?: Omit<SecretKey, 'arn'>;
}

/** Customer managed KMS keys that a rotation meets, by the end of the id of the initial world. */
const kmsKeys: readonly { readonly id: string; readonly words: string; readonly key: Omit<SecretKey, 'arn'> }[] = [
  { id: 'kms', words: 'the role can use its KMS key', key: { enabled: true, allows: secretKeyActions } },
  { id: 'kms-denied', words: 'the role cannot use its KMS key', key: { enabled: true, allows: [] } },
  {
    id: 'kms-no-decrypt',
    words: 'the role can encrypt with its KMS key and not decrypt',
    key: { enabled: true, allows: ['kms:GenerateDataKey'] },
  },
  { id: 'kms-disabled', words: 'its KMS key is disabled', key: { enabled: false, allows: secretKeyActions } },
];

const heldWords: Readonly<Record<Held, string>> = {
  older: 'the secret holds the older one',
  newer: 'the secret holds the newer one',
  neither: 'the secret holds another value',
  missing: 'there is no secret',
  empty: 'the secret has no version',
  doomed: 'the secret is scheduled for deletion',
};

/** Words for two keys of one second: neither is older. */
const heldWordsInOneSecond: Readonly<Record<Held, string>> = {
  ...heldWords,
  older: 'the secret holds the first',
  newer: 'the secret holds the second',
};

function initialWorld(keys: readonly Status[], held: Held, made: Made = 'days apart'): InitialWorld {
  const one = keys.length === 1 && held === 'newer';
  const counts = [
    'no access key',
    `one access key, ${lower(keys[0])}`,
    `two access keys, ${keys.map(lower).join(' and ')}`,
  ];
  const isOneSecond = made === 'in one second';
  const letters = keys.map((status) => status.charAt(0)).join(isOneSecond ? '=' : '') || '0';
  const when = isOneSecond ? ', made in the same second' : '';
  const whose = one ? 'the secret holds it' : (isOneSecond ? heldWordsInOneSecond : heldWords)[held];
  const words = `${counts[keys.length] ?? ''}${when}; ${whose}`;
  return { id: `${letters}-${one ? 'it' : held}`, words, user: true, keys, held, made };
}

function lower(status: Status | undefined): string {
  return (status ?? '').toLowerCase();
}

const one: readonly Status[][] = [['Active'], ['Inactive']];
const two: readonly Status[][] = one.flatMap((older) => one.map((newer) => [...older, ...newer]));

/** Every initial world: no, one or two keys, each active or not, either or none in the secret; and what may be missing. */
export const initialWorlds: readonly InitialWorld[] = [
  ...(['neither', 'empty', 'missing', 'doomed'] as const).map((held) => initialWorld([], held)),
  ...one.flatMap((keys) =>
    (['newer', 'neither', 'empty', 'missing', 'doomed'] as const).map((held) => initialWorld(keys, held)),
  ),
  ...two.flatMap((keys) =>
    (['older', 'newer', 'neither', 'empty', 'missing', 'doomed'] as const).map((held) => initialWorld(keys, held)),
  ),
  ...(['Active', 'Inactive'] as const).flatMap((status) =>
    (['older', 'newer', 'neither'] as const).map((held) => initialWorld([status, status], held, 'in one second')),
  ),
  ...kmsKeys.map(({ id, words, key }): InitialWorld => {
    const usual = initialWorld(['Active'], 'newer');
    return { ...usual, id: `${usual.id}-${id}`, words: `${usual.words}; ${words}`, kmsKey: key };
  }),
  { id: 'nobody', words: 'there is no such user', user: false, keys: [], held: 'neither', made: 'days apart' },
];

const day = 24 * 3_600_000;

/** @param account its lags do not matter here: the exploration chooses which changes lists show late */
export function worldOf(
  { user, keys, held, made: when, kmsKey }: InitialWorld,
  account: Account,
  names: { readonly userName: string; readonly path: string; readonly secretName: string },
  { repeatedToken, errorNames }: Interpretation,
): World {
  const lags = { newKeySeconds: 0, listSeconds: 0, deletedKeySeconds: 0, quotaSeconds: 0 };
  const { userName, path, secretName } = names;
  let world = createWorld({ ...account, lags, readings: { repeatedToken, errorNames } });
  if (user) world = addUser(world, userName, path);
  const made = keys.map((status, index) => {
    const [changed, key] = addAccessKey(world, userName, {
      status,
      createdAt: defaultStart - (90 - (when === 'days apart' ? index : 0)) * day,
    });
    world = changed;
    return key;
  });
  if (held === 'missing') return world;
  const key = held === 'older' ? made[0] : held === 'newer' || held === 'doomed' ? made.at(-1) : undefined;
  const value = key
    ? JSON.stringify({ UserName: userName, AccessKeyId: key.id, SecretAccessKey: key.secret })
    : '{"note":"not rotated yet"}';
  const content = held === 'empty' ? undefined : value;
  const arn = `arn:${account.partition}:kms:${account.region}:${account.accountId}:key/secret`;
  return addSecret(world, secretName, content, defaultStart - 90 * day, {
    pendingDeletion: held === 'doomed',
    ...(kmsKey === undefined ? {} : { key: { arn, ...kmsKey } }),
  });
}
