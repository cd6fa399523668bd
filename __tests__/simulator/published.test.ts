import { currentVersion, findSecret, findUser, keysOf, redactor, type World } from '../../src/simulator';
import { runExecution } from './run-executions';
import { everything, input, policyOf, published, secretName, statements, userName, worldWith } from './support';

const rolePolicies = [policyOf(statements())];

function run(world: World, policies = rolePolicies) {
  return runExecution({ definition: published, rolePolicies: policies, input, world });
}

function keyIds(world: World): string[] {
  const user = findUser(world, userName);
  return user ? keysOf(user).map(({ id }) => id) : [];
}

describe('the published workflow', () => {
  test('rotates the only key: the old one is gone, the new one is in the secret, the mail went out', () => {
    const before = worldWith(1);
    const { status, world } = run(before);
    expect(status).toBe('SUCCEEDED');
    const [id = ''] = keyIds(world);
    expect(keyIds(world)).toHaveLength(1);
    expect(keyIds(before)).not.toContain(id);
    const secret = findSecret(world, secretName);
    expect(secret && currentVersion(secret)?.value).toContain(id);
    expect(world.mails.map(({ subject, to }) => [subject, to])).toEqual([['Keys rotated', ['admins@example.com']]]);
  });

  test('fails with States.Runtime on a user without keys, because [0] of an empty list is nothing', () => {
    const { status, error, cause } = run(worldWith(0));
    expect([status, error]).toEqual(['FAILED', 'States.Runtime']);
    expect(cause).toContain("state 'DeleteAccessKey' (entered at the event id #");
    expect(cause).toContain("The JSONPath '$.listAccessKey.AccessKeyMetadata[0].AccessKeyId'");
    expect(cause).toContain('could not be found in the input \'{"userName":"ci-deployer"');
  });

  test('on a user with two keys deletes whichever is listed first, in use or not', () => {
    const held = (seed: number) => {
      const before = worldWith(2, { seed });
      const inUse = keyIds(before)[1] ?? '';
      return keyIds(run(before).world).includes(inUse);
    };
    const outcomes = new Set([1, 2, 3, 4, 5, 6, 7, 8].map(held));
    expect(outcomes).toEqual(new Set([true, false]));
  });

  test('without its Delete meets the quota of two keys', () => {
    const { StartAt, States } = published;
    const skipping = {
      StartAt,
      States: { ...States, DeleteAccessKey: { Type: 'Pass', Next: 'CreateAccessKey' } as const },
    };
    const { status, error, cause } = runExecution({ definition: skipping, rolePolicies, input, world: worldWith(2) });
    expect([status, error]).toEqual(['FAILED', 'Iam.LimitExceededException']);
    expect(cause).toMatch(
      /^Cannot exceed quota for AccessKeysPerUser: 2 \(Service: Iam, Status Code: 409, Request ID: [0-9a-f-]{36}\)$/,
    );
  });

  test('takes no real time and gives the same trace for the same world', () => {
    expect(run(worldWith(1))).toEqual(run(worldWith(1)));
    expect(run(worldWith(1, { seed: 2 })).trace).not.toEqual(run(worldWith(1)).trace);
  });

  test('leaves the world it began with as it was', () => {
    const before = worldWith(1);
    const copy = structuredClone(before);
    run(before);
    expect(before).toEqual(copy);
  });
});

describe('the role', () => {
  const denied: [action: string, error: string][] = [
    ['iam:ListAccessKeys', 'Iam.IamException'],
    ['iam:DeleteAccessKey', 'Iam.IamException'],
    ['iam:CreateAccessKey', 'Iam.IamException'],
    ['secretsmanager:UpdateSecret', 'SecretsManager.SecretsManagerException'],
    ['ses:SendEmail', 'Ses.SesException'],
  ];

  test.each(denied)('without %s the call fails with %s and says what is missing', (action, expected) => {
    const allowed = statements().filter((statement) => statement['Action'] !== action);
    const { status, error, cause } = run(worldWith(1), [policyOf(allowed)]);
    expect([status, error]).toEqual(['FAILED', expected]);
    expect(cause).toMatch(
      /^User: arn:aws:sts::111122223333:assumed-role\/rotation-execution\/\w+ is not authorized to perform: /,
    );
    expect(cause).toContain(`${action} on resource: arn:aws:`);
    expect(cause).toContain(`because no identity-based policy allows the ${action} action (Service: `);
  });

  test('an explicit deny wins over every allow', () => {
    const deny = policyOf([{ Effect: 'Deny', Action: 'iam:Create*', Resource: '*' }]);
    const { error, cause } = run(worldWith(1), [everything, deny]);
    expect(error).toBe('Iam.IamException');
    expect(cause).toContain('with an explicit deny in an identity-based policy');
  });

  test('a policy on the user without its path allows nothing', () => {
    const elsewhere = JSON.parse(
      policyOf(statements()).replaceAll('user/ci/ci-deployer', 'user/ci-deployer'),
    ) as object;
    expect(run(worldWith(1), [JSON.stringify(elsewhere)]).error).toBe('Iam.IamException');
  });

  test('a policy on the name of the secret without its six characters allows nothing', () => {
    const { error } = run(worldWith(1), [policyOf(statements()).replace('-??????', '')]);
    expect(error).toBe('SecretsManager.SecretsManagerException');
  });

  test('a mail to somebody that ses:Recipients does not name is refused', () => {
    const { error, cause } = run(worldWith(1), [policyOf(statements()).replace('admins@', 'others@')]);
    expect(error).toBe('Ses.SesException');
    expect(cause).toContain('identity/example.com');
  });

  test('without any policy may do nothing', () => {
    expect(run(worldWith(1), []).error).toBe('Iam.IamException');
  });
});

test('a cause that quotes the state input shows no secret once it is redacted', () => {
  const { StartAt, States } = published;
  const SendEmail = { Type: 'Pass', Parameters: { 'x.$': '$.nothing' }, End: true } as const;
  const { cause, world } = runExecution({
    definition: { StartAt, States: { ...States, SendEmail } },
    rolePolicies,
    input,
    world: worldWith(1),
  });
  const secrets = world.users.flatMap(({ keys }) => keys.map(({ secret }) => secret));
  expect(secrets.some((secret) => cause?.includes(secret))).toBe(true);
  const shown = redactor(world)(cause ?? '');
  expect(secrets.some((secret) => shown.includes(secret))).toBe(false);
  expect(shown).toContain('"SecretAccessKey":"[secret]"');
});
