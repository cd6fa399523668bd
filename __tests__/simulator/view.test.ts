import { addAccessKey, addSecret, addUser, createWorld, lostFields, viewOf, type World } from '../../src/simulator';
import { day, now, place, secretName, userName, worldWith } from './support';

/** A world whose secret holds this value. */
function holding(value: string | undefined): World {
  const [world] = addAccessKey(addUser(createWorld(place), userName), userName, { createdAt: now - day });
  return addSecret(world, secretName, value, now - day);
}

const key = holding('').users[0]?.keys[0] ?? { id: '', secret: '' };
const published = { UserName: userName, AccessKeyId: key.id, SecretAccessKey: key.secret, Status: 'Active' };

const losses: [name: string, before: string, after: string, lost: string[]][] = [
  ['a field that is gone', JSON.stringify({ ...published, endpoint: 'x' }), JSON.stringify(published), ['endpoint']],
  [
    'a field that is kept',
    JSON.stringify({ ...published, endpoint: 'x' }),
    JSON.stringify({ ...published, endpoint: 'y' }),
    [],
  ],
  ['the key under other names', JSON.stringify(published), JSON.stringify({ id: key.id, secret: key.secret }), []],
  ['a value that was not JSON', 'plain', JSON.stringify(published), []],
  ['a value that is not JSON any more', JSON.stringify({ a: 1, b: 2 }), 'plain', ['a', 'b']],
];

test.each(losses)('what a secret loses: %s', (_, before, after, lost) => {
  expect(lostFields(holding(before), holding(after), userName, secretName)).toEqual(lost);
});

test('a secret without a value has nothing to lose', () => {
  expect(lostFields(holding(undefined), holding('{"a":1}'), userName, secretName)).toEqual([]);
});

test('a view shows who holds which key, and no secret', () => {
  const view = viewOf(worldWith(2), userName, secretName, now);
  expect(view.keys.map(({ id: _, ...rest }) => rest)).toEqual([
    { status: 'Active', ageSeconds: 180 * 86_400, listed: true, working: true, labels: [] },
    { status: 'Active', ageSeconds: 90 * 86_400, listed: true, working: true, labels: ['AWSCURRENT'] },
  ]);
  expect(view.secret).toMatchObject({
    name: secretName,
    versions: [{ labels: ['AWSCURRENT'], keyId: view.keys[1]?.id }],
  });
  const secrets = worldWith(2).users.flatMap(({ keys }) => keys.map(({ secret }) => secret));
  expect(secrets.filter((secret) => JSON.stringify(view).includes(secret))).toEqual([]);
});

test('a key is not yet listed and does not yet work when it is new', () => {
  const [world] = addAccessKey(worldWith(0), userName, { createdAt: now });
  const at = (seconds: number) =>
    viewOf(world, userName, secretName, now + seconds * 1000).keys.map(({ listed, working }) => [listed, working]);
  expect([at(0), at(5), at(10)]).toEqual([[[false, false]], [[true, false]], [[true, true]]]);
});

test('a user or a secret that is not there is an empty view', () => {
  expect(viewOf(worldWith(1), 'nobody', 'nothing', now)).toEqual({ keys: [], secret: undefined });
});
