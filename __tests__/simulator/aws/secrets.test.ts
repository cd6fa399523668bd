import fc from '../../fast-check';
import { addSecret, createWorld, currentVersion, findSecret, type SecretKey, type World } from '../../../src/simulator';
import type { JsonObject } from '../../../src/json';
import { now, place, secretName } from '../support';
import { call, errorOf, resultOf } from './call';
import { examples } from '../../effort';

const update = 'secretsmanager:updateSecret';
const token = (letter: string) => letter.repeat(32);
const hour = 3600 * 1000;

const empty = createWorld(place);
const filled = addSecret(empty, secretName, 'first', now - hour);

function store(world: World, value: string, at: number, parameters: JsonObject = {}): World {
  const { world: after, answer } = call(
    world,
    update,
    { SecretId: secretName, SecretString: value, ...parameters },
    at,
  );
  expect(answer).toMatchObject({ ok: true });
  return after;
}

function versions(world: World): [value: string, labels: readonly string[]][] {
  return (findSecret(world, secretName)?.versions ?? []).map(({ value, labels }) => [value, labels]);
}

test('an ARN ends in six random characters', () => {
  expect(findSecret(filled, secretName)?.arn).toMatch(
    /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci\/deployer-[A-Za-z0-9]{6}$/,
  );
});

test('the first value of a secret becomes AWSCURRENT, with no AWSPREVIOUS', () => {
  expect(versions(store(addSecret(empty, secretName, undefined, now), 'one', now))).toEqual([['one', ['AWSCURRENT']]]);
});

test('a new value becomes AWSCURRENT, the previous one AWSPREVIOUS, and the one before loses its label', () => {
  expect(versions(store(store(filled, 'second', now), 'third', now))).toEqual([
    ['first', []],
    ['second', ['AWSPREVIOUS']],
    ['third', ['AWSCURRENT']],
  ]);
});

test('the whole value is replaced', () => {
  const after = store(addSecret(empty, secretName, '{"a":1,"b":2}', now), '{"a":3}', now);
  const secret = findSecret(after, secretName);
  expect(secret && currentVersion(secret)?.value).toBe('{"a":3}');
});

test('ClientRequestToken becomes the version id', () => {
  const result = resultOf(
    filled,
    update,
    { SecretId: secretName, SecretString: 'x', ClientRequestToken: token('t') },
    now,
  );
  expect(result).toEqual({ ARN: findSecret(filled, secretName)?.arn, Name: secretName, VersionId: token('t') });
});

test('without a token each call gets one of its own, and makes another version', () => {
  const again = store(store(filled, 'same', now), 'same', now);
  expect(versions(again).slice(1)).toEqual([
    ['same', ['AWSPREVIOUS']],
    ['same', ['AWSCURRENT']],
  ]);
});

describe('a token used before', () => {
  const readings = ['succeeds', 'fails'] as const;
  const stored = (repeatedToken: (typeof readings)[number]) =>
    store(addSecret(createWorld({ ...place, readings: { repeatedToken } }), secretName, 'first', now), 'second', now, {
      ClientRequestToken: token('t'),
    });
  const repeat = (value: string) => ({ SecretId: secretName, SecretString: value, ClientRequestToken: token('t') });

  test('with the same value succeeds without effect, by one reading', () => {
    const world = stored('succeeds');
    const { world: after, answer } = call(world, update, repeat('second'), now);
    expect(answer).toMatchObject({ ok: true, result: { VersionId: token('t') } });
    expect(after.secrets).toEqual(world.secrets);
  });

  test('with the same value is ResourceExists, by the other reading', () => {
    expect(errorOf(stored('fails'), update, repeat('second'), now)[0]).toBe('SecretsManager.ResourceExistsException');
  });

  test.each(readings)('with another value is ResourceExists, where the same value %s', (reading) => {
    expect(errorOf(stored(reading), update, repeat('other'), now)[0]).toBe('SecretsManager.ResourceExistsException');
  });
});

describe('SecretId', () => {
  const arn = findSecret(filled, secretName)?.arn ?? '';
  const known: [name: string, id: string][] = [
    ['the name', secretName],
    ['the ARN', arn],
    ['the ARN without its random characters', arn.slice(0, -7)],
  ];

  test.each(known)('may be %s', (_, id) => {
    expect(resultOf(filled, update, { SecretId: id, SecretString: 'x' }, now)['Name']).toBe(secretName);
  });

  test('may not be in another case', () => {
    expect(errorOf(filled, update, { SecretId: secretName.toUpperCase(), SecretString: 'x' }, now)[0]).toBe(
      'SecretsManager.ResourceNotFoundException',
    );
  });
});

test('an update without a value makes no version', () => {
  const { world, answer } = call(filled, update, { SecretId: secretName, Description: 'd' }, now);
  expect(answer).toEqual({ ok: true, result: { ARN: findSecret(filled, secretName)?.arn, Name: secretName } });
  expect(versions(world)).toEqual([['first', ['AWSCURRENT']]]);
});

describe('errors by their names in a state machine', () => {
  const value = { SecretString: 'x' };
  const cases: [name: string, parameters: JsonObject, error: string, cause: string][] = [
    [
      'a secret that is not there',
      { SecretId: 'no', ...value },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret. (Service: SecretsManager, Status Code: 400",
    ],
    [
      'a text and bytes',
      { SecretId: secretName, ...value, SecretBinary: 'eA==' },
      'InvalidParameterException',
      'both SecretString and SecretBinary',
    ],
    ['no SecretId', value, 'SecretsManagerException', "Value null at 'secretId'"],
    [
      'a value that is not a text',
      { SecretId: secretName, SecretString: { a: 1 } },
      'SecretsManagerException',
      "'secretString' failed to satisfy constraint: Member must be a string",
    ],
    [
      'an empty value',
      { SecretId: secretName, SecretString: '' },
      'SecretsManagerException',
      'length greater than or equal to 1',
    ],
    [
      'a value of more than 65,536 bytes',
      { SecretId: secretName, SecretString: 'ü'.repeat(32_769) },
      'SecretsManagerException',
      'length less than or equal to 65536',
    ],
    [
      'a token of 31 characters',
      { SecretId: secretName, ...value, ClientRequestToken: 'x'.repeat(31) },
      'SecretsManagerException',
      'length greater than or equal to 32',
    ],
    [
      'a token of 65 characters',
      { SecretId: secretName, ...value, ClientRequestToken: 'x'.repeat(65) },
      'SecretsManagerException',
      'length less than or equal to 64',
    ],
    [
      'an unknown parameter',
      { SecretId: secretName, ...value, RotationRules: {} },
      'SecretsManagerException',
      "The field 'rotationRules' is not supported",
    ],
  ];

  test.each(cases)('%s', (_, parameters, error, cause) => {
    expect(errorOf(filled, update, parameters, now)).toEqual([
      `SecretsManager.${error}`,
      expect.stringContaining(cause),
    ]);
  });

  test('a secret that is scheduled for deletion', () => {
    const [error, cause] = errorOf(
      addSecret(empty, secretName, 'x', now, { pendingDeletion: true }),
      update,
      { SecretId: secretName, ...value },
      now,
    );
    expect(error).toBe('SecretsManager.InvalidRequestException');
    expect(cause).toContain('marked for deletion');
  });

  test('no error quotes the value', () => {
    const secret = 'hush'.repeat(20_000);
    expect(errorOf(filled, update, { SecretId: secretName, SecretString: secret }, now)[1]).not.toContain('hush');
  });
});

describe('versions', () => {
  const many = (count: number, apart: number) =>
    Array.from({ length: count }, (_, index) => index).reduce(
      (world, index) => store(world, `v${index}`, now + index * apart),
      filled,
    );

  test('the oldest without a label go when there would be more than 100', () => {
    expect(versions(many(150, hour))).toHaveLength(100);
  });

  test('none goes that is younger than a day, and the quota is met instead', () => {
    const world = many(99, 1000);
    expect(errorOf(world, update, { SecretId: secretName, SecretString: 'x' }, now + 100_000)[0]).toBe(
      'SecretsManager.LimitExceededException',
    );
  });

  test('whatever is stored, one version is AWSCURRENT and at most one AWSPREVIOUS', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.constantFrom('a', 'b', 'c')), { minLength: 1 }),
        (stores) => {
          const world = stores.reduce((each, [value, letter]) => {
            return call(
              each,
              update,
              { SecretId: secretName, SecretString: value, ClientRequestToken: token(letter) },
              now,
            ).world;
          }, filled);
          const labels = versions(world).flatMap(([, each]) => each);
          expect(labels.filter((label) => label === 'AWSCURRENT')).toHaveLength(1);
          expect(labels.filter((label) => label === 'AWSPREVIOUS').length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: examples(50) },
    );
  });
});

// https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
describe('a secret under a KMS key of the customer', () => {
  const arn = 'arn:aws:kms:eu-central-1:111122223333:key/secret';
  const under = (allows: SecretKey['allows'], enabled = true) =>
    addSecret(empty, secretName, 'first', now - hour, { key: { arn, enabled, allows } });
  const request = { SecretId: secretName, SecretString: 'second', ClientRequestToken: token('k') };
  const answerOf = (world: World) => {
    const { answer } = call(world, update, request, now);
    return answer.ok ? 'ok' : `${answer.error}: ${answer.cause.split(' (')[0] ?? ''}`;
  };
  const denied = 'SecretsManager.SecretsManagerException: Access to KMS is not allowed';
  const both = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;

  test.each<[string, World, first: RegExp, again: RegExp | undefined]>([
    ['both rights', under(both), /^ok$/, /^ok$/],
    ['no right', under([]), RegExp(denied), undefined],
    ['GenerateDataKey alone: stored, and refused if it is repeated', under([both[0]]), /^ok$/, RegExp(denied)],
    ['Decrypt alone', under([both[1]]), RegExp(denied), undefined],
    ['a disabled key', under(both, false), /^SecretsManager.EncryptionFailureException/, undefined],
  ])('%s', (_, world, first, again) => {
    expect(answerOf(world)).toMatch(first);
    if (again !== undefined) expect(answerOf(store(world, 'second', now, request))).toMatch(again);
  });

  test('a key that is disabled after a value was stored cannot decrypt it to compare', () => {
    const stored = store(under(both), 'second', now, request);
    const secrets = stored.secrets.map((each) => ({ ...each, key: { arn, enabled: false, allows: both } }));
    expect(answerOf({ ...stored, secrets })).toMatch(/^SecretsManager.DecryptionFailureException/);
  });
});
