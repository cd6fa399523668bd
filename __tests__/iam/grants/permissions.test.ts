import * as fc from '../../fast-check';
import { actionMatches } from '../../../src/iam/grants/action';
import { conditionsMeet } from '../../../src/iam/conditions/implication';
import {
  parseIdentityPolicy,
  type Condition,
  type PolicyVersion,
  type Statement,
} from '../../../src/iam/policy/document';
import { coveredBy, permissionsOf, type Permission, type PermissionLine } from '../../../src/iam/grants/permissions';
import { isInert } from '../../../src/iam/grants/unsupported-resources';
import { matches } from '../../../src/iam/pattern/pattern';
import { shortfall } from '../../../src/iam/grants/counterexample';
import { examples } from '../../effort';

const user = 'arn:aws:iam::111122223333:user/ci/deployer';
const secret = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:deployer-??????';
const identity = 'arn:aws:ses:eu-central-1:111122223333:identity/example.org';
const fromAddress: Condition = { operator: 'StringEquals', key: 'ses:FromAddress', values: ['keys@example.org'] };
const lines: PermissionLine[] = [
  line(['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'], [user]),
  line(['secretsmanager:UpdateSecret'], [secret]),
  { ...line(['ses:SendEmail'], [identity]), conditions: [fromAddress] },
];

describe('a statement grants', () => {
  test('each action on each resource', () => {
    const pairs = grants({ Action: ['iam:A', 'iam:B'], Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] });
    expect(pairs.map(({ action, resource }) => [action, resource])).toEqual([
      ['iam:A', 'arn:aws:s3:::a'],
      ['iam:A', 'arn:aws:s3:::b'],
      ['iam:B', 'arn:aws:s3:::a'],
      ['iam:B', 'arn:aws:s3:::b'],
    ]);
  });

  test.each<[string, object, [string, string]]>([
    ['every action by NotAction', { NotAction: 's3:*', Resource: user }, ['*', user]],
    ['every resource by NotResource', { Action: 'iam:A', NotResource: user }, ['iam:A', '*']],
    [
      'every queue by an ARN that is cut short',
      { Action: 'sqs:*', Resource: 'arn:aws:sqs' },
      ['sqs:*', 'arn:aws:sqs:*:*:*'],
    ],
    ['anything by a wildcard in a short ARN', { Action: 'sqs:*', Resource: 'arn:*:x' }, ['sqs:*', 'arn:*']],
    [
      'any user by a variable',
      { Action: 'iam:A', Resource: 'arn:aws:iam::1:user/${aws:username}' },
      ['iam:A', 'arn:aws:iam::1:user/*'],
    ],
    [
      'any user by a variable without an end',
      { Action: 'iam:A', Resource: 'arn:aws:iam::1:user/${aws' },
      ['iam:A', 'arn:aws:iam::1:user/*'],
    ],
    [
      'a dollar by its escape',
      { Action: 'iam:A', Resource: 'arn:aws:iam::1:user/${$}a' },
      ['iam:A', 'arn:aws:iam::1:user/$a'],
    ],
  ])('%s', (_name, statement, [action, resource]) => {
    expect(grants(statement)).toMatchObject([{ action, resource }]);
  });

  test('nothing where it denies', () => {
    expect(grants({ Effect: 'Deny', Action: '*', Resource: '*' })).toEqual([]);
  });

  test('no variable in a document without a version', () => {
    const [grant] = grants({ Action: 'iam:A', Resource: 'arn:aws:iam::1:user/${a}' }, null);
    expect(grant?.resource).toBe('arn:aws:iam::1:user/${a}');
  });
});

describe('a grant beyond the lines is reported by a call:', () => {
  test.each<[string, object, unknown]>([
    ['none for what a line names', { Action: 'iam:CreateAccessKey', Resource: user }, undefined],
    ['none for the same action in another case', { Action: 'IAM:createACCESSKEY', Resource: user }, undefined],
    ['none for six characters of a suffix', { Action: 'secretsmanager:UpdateSecret', Resource: secret }, undefined],
    [
      'a known action for a wildcard in the action',
      { Action: 'iam:*', Resource: user },
      { kind: 'outside', call: { action: 'iam:AttachUserPolicy', resource: user } },
    ],
    [
      'an action that differs from the named ones for a narrow wildcard',
      { Action: 'iam:*AccessKey', Resource: user },
      { kind: 'outside', call: { action: 'iam:UpdateAccessKey', resource: user } },
    ],
    [
      'the administrator of the same account for a wildcard in the user',
      { Action: 'iam:CreateAccessKey', Resource: 'arn:aws:iam::111122223333:user/*' },
      {
        kind: 'outside',
        call: { action: 'iam:CreateAccessKey', resource: 'arn:aws:iam::111122223333:user/administrator' },
      },
    ],
    [
      'the administrator where every resource is granted',
      { Action: 'iam:CreateAccessKey', Resource: '*' },
      {
        kind: 'outside',
        call: { action: 'iam:CreateAccessKey', resource: 'arn:aws:iam::111122223333:user/administrator' },
      },
    ],
    [
      'another secret for a suffix of any length',
      { Action: 'secretsmanager:UpdateSecret', Resource: secret.replace('??????', '*') },
      {
        kind: 'outside',
        call: { action: 'secretsmanager:UpdateSecret', resource: secret.replace('??????', 'example') },
      },
    ],
    [
      'the named user with the wrong case',
      { Action: 'iam:CreateAccessKey', Resource: user.toUpperCase() },
      { kind: 'outside', call: { action: 'iam:CreateAccessKey', resource: user.toUpperCase() } },
    ],
    [
      'a call of one line on the resource of another',
      { Action: 'secretsmanager:UpdateSecret', Resource: user },
      { kind: 'outside', call: { action: 'secretsmanager:UpdateSecret', resource: user } },
    ],
    [
      'what NotAction leaves over',
      { NotAction: ['iam:*'], Resource: '*' },
      { kind: 'outside', call: expect.objectContaining({ action: 'secretsmanager:GetSecretValue' }) },
    ],
    [
      'the missing condition',
      { Action: 'ses:SendEmail', Resource: identity },
      { kind: 'conditions', call: { action: 'ses:SendEmail', resource: identity }, line: 2, missing: [fromAddress] },
    ],
  ])('%s', (_name, statement, expected) => {
    expect(grants(statement).map((grant) => shortfall(grant, lines))).toEqual([expected]);
  });

  test('the condition is not a shortfall where the grant has it next to others', () => {
    const Condition = {
      StringEquals: { 'SES:fromaddress': 'keys@example.org' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const [grant] = grants({ Action: 'ses:SendEmail', Resource: identity, Condition });
    expect(grant && shortfall(grant, lines)).toBeUndefined();
  });

  test('the example is in the account and region of the role', () => {
    const near = { partition: 'aws-cn', region: 'cn-north-1', accountId: '111122223333' };
    const [grant] = grants({ Action: 'kms:Decrypt', Resource: '*' });
    const found = grant && shortfall(grant, [], near);
    expect(found).toMatchObject({
      call: { resource: expect.stringMatching(/^arn:aws-cn:kms:cn-north-1:111122223333:/) },
    });
  });

  test('only several lines cover it together', () => {
    const halves = [
      line(['iam:A'], ['arn:aws:iam::1:user/a*']),
      line(['iam:A'], ['arn:aws:iam::1:user/?', 'arn:aws:iam::1:user/??*']),
    ];
    const [grant] = grants({ Action: 'iam:A', Resource: 'arn:aws:iam::1:user/?*' });
    expect(grant && shortfall(grant, halves)).toEqual({ kind: 'several', lines: [0, 1] });
  });
});

test('what is covered leaves no call outside, and a call that is named is granted and in no line', () => {
  const actions = fc.array(
    fc.constantFrom('iam:*', 'iam:Create*', 'iam:CreateUser', 'IAM:createuser', 's3:*', '*', 'iam:?reateUser'),
    size(),
  );
  const resources = fc.array(
    fc.constantFrom(
      user,
      'arn:aws:iam::111122223333:user/*',
      'arn:aws:iam::111122223333:user/ci/?*',
      '*',
      'arn:aws:s3:::a',
      'arn:aws:s3:::*',
    ),
    size(),
  );
  const random = fc.tuple(actions, resources).map(([a, r]) => line(a, r));
  fc.assert(
    fc.property(actions, resources, fc.array(random, { maxLength: 3 }), (Action, Resource, some) => {
      for (const grant of grants({ Action, Resource })) {
        const found = shortfall(grant, some);
        expect(found === undefined).toBe(some.some((one) => coveredBy(grant, one)));
        if (found?.kind !== 'outside') continue;
        const { action, resource } = found.call;
        expect(actionMatches(grant.action, action) && matches(grant.resource, resource)).toBe(true);
        expect(some.some((one) => callIn(one, action, resource))).toBe(false);
      }
    }),
    { numRuns: examples(300) },
  );
});

test('as many users as a policy can name are judged in no time against a line that names five thousand', () => {
  const users = Array.from({ length: 5000 }, (_, index) => `arn:aws:iam::111122223333:user/ci/user-${index}`);
  const fleet = line(['iam:CreateAccessKey'], users);
  const start = performance.now();
  expect(
    grants({ Action: 'iam:CreateAccessKey', Resource: users.slice(-2000) }).every((grant) => coveredBy(grant, fleet)),
  ).toBe(true);
  expect(performance.now() - start).toBeLessThan(500);
});

describe('a grant does nothing', () => {
  test.each([
    ['for UpdateSecret on a user', 'secretsmanager:UpdateSecret', user, true],
    ['for CreateAccessKey on a secret', 'iam:createaccesskey', secret, true],
    ['never on every resource', 'secretsmanager:UpdateSecret', '*', false],
    ['never where the wildcard reaches the resource', 'secretsmanager:UpdateSecret', 'arn:aws:s*', false],
    ['never for an action that is not known', 'iam:GetUser', secret, false],
    ['never for an action with a wildcard', 'iam:CreateAccessKe?', secret, false],
  ])('%s', (_name, action, resource, expected) => {
    expect(isInert({ action, resource })).toBe(expected);
  });
});

function callIn({ actions, resources, conditions }: PermissionLine, action: string, resource: string): boolean {
  return (
    actions.some((one) => actionMatches(one, action)) &&
    resources.some((one) => matches(one, resource)) &&
    conditionsMeet(conditions, [])
  );
}

function size(): { minLength: number; maxLength: number } {
  return { minLength: 1, maxLength: 2 };
}

function line(actions: string[], resources: string[]): PermissionLine {
  return { actions, resources, conditions: [] };
}

function grants(statement: object, version: PolicyVersion | null = '2012-10-17'): Permission[] {
  const document = parseIdentityPolicy(JSON.stringify({ Statement: { Effect: 'Allow', ...statement } }));
  return document.statements.flatMap((one: Statement) => [...permissionsOf(one, version ?? undefined)]);
}
