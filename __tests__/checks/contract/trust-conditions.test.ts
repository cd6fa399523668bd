import { readContract } from '../../../src/checks';
import { spoken, type Loose } from '../sample';
import { allow, contractOf, document, judgeStranger, stackOf } from '../others/stranger';

const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const [aud, sub] = ['token.actions.githubusercontent.com:aud', 'token.actions.githubusercontent.com:sub'];

function judged(granted: object | undefined, conditions: object): string[] {
  const stack = stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')]);
  stack.resource.aws_iam_role.worker.assume_role_policy = document({
    Effect: 'Allow',
    Action: 'sts:AssumeRoleWithWebIdentity',
    Principal: { Federated: provider },
    ...(granted === undefined ? {} : { Condition: granted }),
  });
  return spoken(judgeStranger(stack, own(conditions)));
}

function own(conditions: object): Loose {
  const trust = { federated: provider, action: 'sts:AssumeRoleWithWebIdentity', conditions, reason: 'It deploys.' };
  const identity = [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }];
  return contractOf(identity, { subject: { role: 'worker' }, uses: [], trust });
}

const list = [
  { key: aud, operator: 'StringEquals', values: ['sts.amazonaws.com'] },
  { key: sub, operator: 'StringLike', values: ['repo:example/app:*', 'repo:example/web:ref:refs/heads/main'] },
];
const equals = { [aud]: 'sts.amazonaws.com' };

test.each<[string, object | undefined, boolean]>([
  ['the same', { StringEquals: equals, StringLike: { [sub]: list[1]?.values } }, true],
  ['fewer values', { StringEquals: equals, StringLike: { [sub]: 'repo:example/app:*' } }, true],
  ['an exact value', { StringEquals: { ...equals, [sub]: 'repo:example/app:ref:refs/heads/main' } }, true],
  ['one value more', { StringEquals: equals, StringLike: { [sub]: ['repo:example/app:*', 'repo:example/*'] } }, false],
  ['a wider pattern', { StringEquals: equals, StringLike: { [sub]: 'repo:example/app*' } }, false],
  ['without one condition', { StringLike: { [sub]: 'repo:example/app:*' } }, false],
  ['IfExists', { StringEquals: equals, StringLikeIfExists: { [sub]: 'repo:example/app:*' } }, false],
  ['for any value', { StringEquals: equals, 'ForAnyValue:StringLike': { [sub]: 'repo:example/app:*' } }, false],
  ['without conditions', undefined, false],
])('a list of conditions for a trusted principal: %s', (_, granted, passes) => {
  expect(judged(granted, list)).toEqual(passes ? [] : ['trust fail']);
});

test('in the short form a wildcard is a character, and an ARN is compared as one', () => {
  const pattern = { StringLike: { [sub]: 'repo:example/*' } };
  expect(judged(pattern, { [sub]: 'repo:example/*' })).toEqual(['trust fail']);
  expect(judged({ StringEquals: { [sub]: 'repo:example/x' } }, { [sub]: 'repo:example/x' })).toEqual([]);
  const arns = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } };
  expect(judged(arns, { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' })).toEqual([]);
});

test.each<[string, unknown, RegExp]>([
  ['a text', 'x', /conditions: must be an object or a list, not "x"/],
  ['a list of texts', ['x'], /conditions\[0\]: must be an object, not "x"/],
  [
    'an unknown operator',
    [{ key: 'a', operator: 'Equals', values: ['b'] }],
    /is not an operator that a contract can demand/,
  ],
  ['no values', [{ key: 'a', operator: 'StringEquals', values: [] }], /values: is empty/],
  ['a value of the wrong kind', { a: ['b'] }, /must be a text/],
])('the reader refuses %s as conditions', (_, conditions, words) => {
  expect(() => readContract(JSON.stringify(own(conditions as object)), 'contract.json')).toThrow(words);
});
