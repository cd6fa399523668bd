import { userArn } from '../../iam';
import type { JsonObject } from '../../json';
import type { Access } from './access';
import { declared, undeclared, type ServiceError } from './errors';
import { textAt, type Effect, type SimulatedOperation, type OperationRequest } from './operation';
import { structure, textParameter } from './shape';
import { newAccessKey, type AccessKey, type User, type World } from './world';

/** The quota of keys of one user, active and inactive together. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const keysPerUser = 2;

const userName = textParameter(1, 128, /^[\w+=,.@-]+$/);
const iam = { service: 'iam', prefix: 'Iam', invalid: 'ValidationError' };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html */
export const listAccessKeys: SimulatedOperation = {
  ...iam,
  api: 'listAccessKeys',
  parameters: structure([], {
    UserName: userName,
    Marker: textParameter(1, 320),
    MaxItems: { kind: 'number', least: 1, most: 1000 },
  }),
  access: (world, parameters) => accessOf(world, parameters, 'iam:ListAccessKeys'),
  run: ({ world, parameters, now }) => {
    const user = userOf(world, parameters);
    const keys = inOrder(
      user.keys.filter((key) => isListed(world, key, now)),
      world,
    );
    const from = Number(/^from-(\d+)$/.exec(textAt(parameters, 'Marker'))?.[1] ?? 0);
    const most = typeof parameters['MaxItems'] === 'number' ? parameters['MaxItems'] : 100;
    const isTruncated = from + most < keys.length;
    const result = {
      AccessKeyMetadata: keys.slice(from, from + most).map((key) => describe(user, key)),
      IsTruncated: isTruncated,
      ...(isTruncated ? { Marker: `from-${from + most}` } : {}),
    };
    return { world, result };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const createAccessKey: SimulatedOperation = {
  ...iam,
  api: 'createAccessKey',
  parameters: structure([], { UserName: userName }),
  access: (world, parameters) => accessOf(world, parameters, 'iam:CreateAccessKey'),
  run: ({ world, parameters, now, dice }) => {
    const user = userOf(world, parameters);
    if (user.keys.filter((key) => counts(world, key, now)).length >= keysPerUser) {
      throw declared('LimitExceeded', 409, `Cannot exceed quota for AccessKeysPerUser: ${keysPerUser}`);
    }
    const key = newAccessKey(dice, now);
    const result = { AccessKey: { ...describe(user, key), SecretAccessKey: key.secret } };
    return { world: withKeys(world, user, [...user.keys, key]), result };
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const deleteAccessKey: SimulatedOperation = {
  ...iam,
  api: 'deleteAccessKey',
  parameters: structure(['AccessKeyId'], { UserName: userName, AccessKeyId: textParameter(16, 128, /^\w+$/) }),
  access: (world, parameters) => accessOf(world, parameters, 'iam:DeleteAccessKey'),
  run: ({ world, parameters, now }: OperationRequest): Effect => {
    const user = userOf(world, parameters);
    const id = textAt(parameters, 'AccessKeyId');
    if (!user.keys.some((key) => key.id === id && key.deletedAt === undefined)) {
      throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
    }
    const keys = user.keys.map((key) => (key.id === id ? { ...key, deletedAt: now } : key));
    return { world: withKeys(world, user, keys), result: {} };
  },
};

/** Sorts keys by id, which is neither the oldest first nor the newest first: AWS does not document the order. */
function inOrder(keys: AccessKey[], { account }: World): AccessKey[] {
  const { listed } = account.readings;
  if (listed === 'by id') return keys.sort((a, b) => (a.id < b.id ? -1 : 1));
  return keys.sort((a, b) => (a.createdAt - b.createdAt) * (listed === 'oldest first' ? 1 : -1));
}

/** Whether ListAccessKeys shows the key at this time. Lists lag behind changes. */
export function isListed(world: World, key: AccessKey, now: number): boolean {
  const lag = world.account.lags.listSeconds * 1000;
  return key.createdAt + lag <= now && (key.deletedAt === undefined || now < key.deletedAt + lag);
}

/** Whether AWS accepts a request signed with the key at this time. */
export function isWorking(world: World, key: AccessKey, now: number): boolean {
  const { newKeySeconds, deletedKeySeconds } = world.account.lags;
  if (key.status !== 'Active' || now < key.createdAt + newKeySeconds * 1000) return false;
  return key.deletedAt === undefined || now < key.deletedAt + deletedKeySeconds * 1000;
}

/** The keys that a user has, independent of what lists show at this time. */
export function keysOf(user: User): readonly AccessKey[] {
  return user.keys.filter((key) => key.deletedAt === undefined);
}

/** Finds a user; user names are not case-sensitive. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export function findUser(world: World, name: string): User | undefined {
  return world.users.find((user) => user.name === name || user.name.toLowerCase() === name.toLowerCase());
}

function counts(world: World, key: AccessKey, now: number): boolean {
  return key.deletedAt === undefined || now < key.deletedAt + world.account.lags.quotaSeconds * 1000;
}

function accessOf(world: World, parameters: JsonObject, action: string): Access {
  // Without a name the call applies to the caller, and a role's session is not a user.
  if (parameters['UserName'] === undefined || parameters['UserName'] === null) {
    throw undeclared('ValidationError', 400, 'Must specify userName when calling with non-User credentials');
  }
  const name = textAt(parameters, 'UserName');
  const user = findUser(world, name);
  return { action, resources: [userArn(world.account, user?.path ?? '/', user?.name ?? name)], context: {} };
}

function userOf(world: World, parameters: JsonObject): User {
  const name = textAt(parameters, 'UserName');
  const user = findUser(world, name);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

function noSuchEntity(message: string): ServiceError {
  return declared('NoSuchEntity', 404, message);
}

function withKeys(world: World, user: User, keys: readonly AccessKey[]): World {
  return { ...world, users: world.users.map((each) => (each === user ? { ...user, keys } : each)) };
}

/** Describes a key with its date in whole seconds, as IAM stores it. */
function describe(user: User, key: AccessKey): JsonObject {
  const known = described.get(key) ?? describedAnew(user, key);
  described.set(key, known);
  return known;
}

// A key never changes in place, its user keeps its name, and every list shows it again.
const described = new WeakMap<AccessKey, JsonObject>();

function describedAnew(user: User, key: AccessKey): JsonObject {
  const createDate = `${new Date(key.createdAt).toISOString().slice(0, -'.000Z'.length)}Z`;
  return { UserName: user.name, AccessKeyId: key.id, Status: key.status, CreateDate: createDate };
}
