import { addAccessKey, addUser, createWorld, findUser, isWorking, keysOf, type World } from '../../../src/simulator';
import type { JsonObject } from '../../../src/json';
import { now, place, userName, worldWith } from '../support';
import { call, errorOf, resultOf } from './call';

const user = { UserName: userName };
const second = 1000;

function idsOf(list: JsonObject): string[] {
  const keys = list['AccessKeyMetadata'] as readonly { AccessKeyId: string }[];
  return keys.map(({ AccessKeyId }) => AccessKeyId);
}

function listed(world: World, at: number): string[] {
  return idsOf(resultOf(world, 'iam:listAccessKeys', user, at));
}

function create(world: World, at: number) {
  const { world: after, answer } = call(world, 'iam:createAccessKey', user, at);
  const key = answer.ok ? (answer.result['AccessKey'] as { readonly [name: string]: string }) : {};
  return { world: after, key, id: key['AccessKeyId'] ?? '' };
}

describe('ListAccessKeys', () => {
  test('a user without keys gives an empty list, not an error', () => {
    expect(resultOf(worldWith(0), 'iam:listAccessKeys', user, now)).toEqual({
      AccessKeyMetadata: [],
      IsTruncated: false,
    });
  });

  test('shows name, id, status and a date of whole seconds, and never the secret', () => {
    const [world, key] = addAccessKey(worldWith(0), userName, { createdAt: now - 12_345, status: 'Inactive' });
    expect(resultOf(world, 'iam:listAccessKeys', user, now)['AccessKeyMetadata']).toEqual([
      { UserName: userName, AccessKeyId: key.id, Status: 'Inactive', CreateDate: '2026-01-05T02:59:47Z' },
    ]);
  });

  test('the order is not that of creation: the first may be the older or the newer one', () => {
    const olderFirst = (seed: number) => {
      const world = worldWith(2, { seed });
      return listed(world, now)[0] === world.users[0]?.keys[0]?.id;
    };
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(olderFirst))).toEqual(new Set([true, false]));
  });

  test('names of users are not distinguished by case, and answers give the name as it was made', () => {
    const list = resultOf(worldWith(1), 'iam:listAccessKeys', { UserName: userName.toUpperCase() }, now);
    expect(list['AccessKeyMetadata']).toMatchObject([{ UserName: userName }]);
  });

  test('MaxItems cuts the list and Marker goes on', () => {
    const world = worldWith(2);
    const first = resultOf(world, 'iam:listAccessKeys', { ...user, MaxItems: 1 }, now);
    expect(first['IsTruncated']).toBe(true);
    const rest = resultOf(world, 'iam:listAccessKeys', { ...user, MaxItems: 1, Marker: first['Marker'] ?? null }, now);
    expect(rest['IsTruncated']).toBe(false);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(listed(world, now));
  });
});

describe('CreateAccessKey', () => {
  test('gives an id of AKIA and 16 characters, a secret of 40, Active', () => {
    const { key } = create(worldWith(0), now + 999);
    expect(key).toEqual({
      UserName: userName,
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/) as string,
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/) as string,
      Status: 'Active',
      CreateDate: '2026-01-05T03:00:00Z',
    });
  });

  test('is not idempotent: a second call makes a second key', () => {
    const first = create(worldWith(0), now);
    const again = create(first.world, now);
    expect(again.id).not.toBe(first.id);
  });

  const full: [name: string, statuses: ('Active' | 'Inactive' | 'Expired')[]][] = [
    ['two active keys', ['Active', 'Active']],
    ['an active and an inactive key', ['Active', 'Inactive']],
    ['two inactive keys', ['Inactive', 'Inactive']],
  ];

  test.each(full)('%s are all that a user may have', (_, statuses) => {
    const world = statuses.reduce(
      (each, status) => addAccessKey(each, userName, { status, createdAt: 0 })[0],
      worldWith(0),
    );
    const [error, cause] = errorOf(world, 'iam:createAccessKey', user, now);
    expect(error).toBe('Iam.LimitExceededException');
    expect(cause).toMatch(
      /^Cannot exceed quota for AccessKeysPerUser: 2 \(Service: Iam, Status Code: 409, Request ID: /,
    );
  });

  test('the quota is one of each user', () => {
    const world = addUser(worldWith(2), 'other');
    expect(call(world, 'iam:createAccessKey', { UserName: 'other' }, now).answer.ok).toBe(true);
  });
});

describe('DeleteAccessKey', () => {
  test('takes the key away and frees its place', () => {
    const [world, key] = addAccessKey(worldWith(1), userName, { createdAt: 0 });
    const { world: after, answer } = call(world, 'iam:deleteAccessKey', { ...user, AccessKeyId: key.id }, now);
    expect(answer).toEqual({ ok: true, result: {} });
    const left = findUser(after, userName);
    expect(left && keysOf(left).map(({ id }) => id)).not.toContain(key.id);
    expect(call(after, 'iam:createAccessKey', user, now).answer.ok).toBe(true);
  });

  test('a key that is gone is NoSuchEntity, as is a key of somebody else', () => {
    const [world, key] = addAccessKey(addUser(worldWith(1), 'other'), 'other', { createdAt: 0 });
    const [error, cause] = errorOf(world, 'iam:deleteAccessKey', { ...user, AccessKeyId: key.id }, now);
    expect(error).toBe('Iam.NoSuchEntityException');
    expect(cause).toContain(`The Access Key with id ${key.id} cannot be found.`);
    const { world: after } = call(world, 'iam:deleteAccessKey', { UserName: 'other', AccessKeyId: key.id }, now);
    expect(errorOf(after, 'iam:deleteAccessKey', { UserName: 'other', AccessKeyId: key.id }, now)[0]).toBe(
      'Iam.NoSuchEntityException',
    );
  });
});

describe('errors by their names in a state machine', () => {
  const id = { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
  const cases: [name: string, action: string, parameters: JsonObject, error: string, cause: string][] = [
    [
      'List of a user who is not there',
      'iam:listAccessKeys',
      { UserName: 'nobody' },
      'Iam.NoSuchEntityException',
      'The user with name nobody cannot be found. (Service: Iam, Status Code: 404',
    ],
    [
      'Create for a user who is not there',
      'iam:createAccessKey',
      { UserName: 'nobody' },
      'Iam.NoSuchEntityException',
      'The user with name nobody',
    ],
    [
      'Delete for a user who is not there',
      'iam:deleteAccessKey',
      { UserName: 'nobody', ...id },
      'Iam.NoSuchEntityException',
      'The user with name nobody',
    ],
    [
      'no UserName, in a role session',
      'iam:createAccessKey',
      {},
      'Iam.IamException',
      'Must specify userName when calling with non-User credentials',
    ],
    [
      'a UserName with a path',
      'iam:listAccessKeys',
      { UserName: 'ci/x' },
      'Iam.IamException',
      "Value at 'userName' failed to satisfy constraint: Member must satisfy regular expression",
    ],
    [
      'an empty UserName',
      'iam:listAccessKeys',
      { UserName: '' },
      'Iam.IamException',
      'length greater than or equal to 1',
    ],
    [
      'a UserName of 129 characters',
      'iam:listAccessKeys',
      { UserName: 'x'.repeat(129) },
      'Iam.IamException',
      'length less than or equal to 128',
    ],
    [
      'a UserName that is a number',
      'iam:listAccessKeys',
      { UserName: 5 },
      'Iam.IamException',
      'Member must be a string',
    ],
    ['no AccessKeyId', 'iam:deleteAccessKey', user, 'Iam.IamException', "Value null at 'accessKeyId'"],
    [
      'a short AccessKeyId',
      'iam:deleteAccessKey',
      { ...user, AccessKeyId: 'AKIA' },
      'Iam.IamException',
      'length greater than or equal to 16',
    ],
    [
      'a parameter in camel case',
      'iam:listAccessKeys',
      { userName },
      'Iam.IamException',
      "The field 'userName' is not supported",
    ],
    [
      'an unknown parameter',
      'iam:createAccessKey',
      { ...user, Tags: [] },
      'Iam.IamException',
      "The field 'tags' is not supported",
    ],
    [
      'MaxItems 0',
      'iam:listAccessKeys',
      { ...user, MaxItems: 0 },
      'Iam.IamException',
      'Member must have value from 1 to 1000',
    ],
  ];

  test.each(cases)('%s', (_, action, parameters, error, cause) => {
    const found = errorOf(worldWith(1), action, parameters, now);
    expect(found).toEqual([error, expect.stringContaining(cause)]);
  });
});

describe('eventual consistency', () => {
  const slow = createWorld({ ...place, lags: { newKeySeconds: 10, listSeconds: 5, deletedKeySeconds: 7 } });

  test('a new key is listed after the lag of lists, and works after that of keys', () => {
    const { world, id } = create(addUser(slow, userName), now);
    const key = world.users[0]?.keys[0];
    if (!key) throw new Error('no key');
    expect([4.999, 5].map((at) => listed(world, now + at * second).includes(id))).toEqual([false, true]);
    expect([9.999, 10].map((at) => isWorking(world, key, now + at * second))).toEqual([false, true]);
  });

  test('a deleted key is still listed and still works for a while', () => {
    const [world, { id }] = addAccessKey(addUser(slow, userName), userName, { createdAt: 0 });
    const after = call(world, 'iam:deleteAccessKey', { ...user, AccessKeyId: id }, now).world;
    const key = after.users[0]?.keys[0];
    if (!key) throw new Error('no key');
    expect([4.999, 5].map((at) => listed(after, now + at * second).includes(id))).toEqual([true, false]);
    expect([6.999, 7].map((at) => isWorking(after, key, now + at * second))).toEqual([true, false]);
  });

  test('the quota may lag as well', () => {
    const lagging = worldWith(2, { lags: { quotaSeconds: 30 } });
    const [id = ''] = listed(lagging, now);
    const after = call(lagging, 'iam:deleteAccessKey', { ...user, AccessKeyId: id }, now).world;
    expect(errorOf(after, 'iam:createAccessKey', user, now + 29 * second)[0]).toBe('Iam.LimitExceededException');
    expect(call(after, 'iam:createAccessKey', user, now + 30 * second).answer.ok).toBe(true);
  });

  test('an inactive key does not work', () => {
    const [world, key] = addAccessKey(addUser(slow, userName), userName, { createdAt: 0, status: 'Inactive' });
    expect(isWorking(world, key, now)).toBe(false);
  });
});

test('the same seed makes the same keys, another seed makes others', () => {
  const made = (seed: number) => create(worldWith(0, { seed }), now).key;
  expect(made(1)).toEqual(made(1));
  expect(made(1)).not.toEqual(made(2));
});
