import {
  parseArn,
  partitionOf,
  roleArn,
  scheduleGroupArn,
  secretArnPattern,
  sesConfigurationSetArn,
  sesIdentityArn,
  stateMachineArn,
  userArn,
} from '../../src/iam/arn';
import { actionContains, actionMatches } from '../../src/iam/grants/action';
import { contains } from '../../src/iam/pattern/pattern';
import { isShortArn, normaliseResource } from '../../src/iam/grants/resource';
import { hasVariables } from '../../src/iam/conditions/variables';

const place = { partition: 'aws-cn', region: 'cn-north-1', accountId: '123456789012' };

test.each([
  ['a user', userArn(place, '/', 'deployer'), 'arn:aws-cn:iam::123456789012:user/deployer'],
  ['a user with a path', userArn(place, '/ci/eu/', 'deployer'), 'arn:aws-cn:iam::123456789012:user/ci/eu/deployer'],
  ['a role', roleArn(place, 'keyturn'), 'arn:aws-cn:iam::123456789012:role/keyturn'],
  ['a secret', secretArnPattern(place, 'ci/a'), 'arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:ci/a-??????'],
  ['an identity', sesIdentityArn(place, 'a@b.cn'), 'arn:aws-cn:ses:cn-north-1:123456789012:identity/a@b.cn'],
  ['a set', sesConfigurationSetArn(place, 'x'), 'arn:aws-cn:ses:cn-north-1:123456789012:configuration-set/x'],
  ['a machine', stateMachineArn(place, 'x'), 'arn:aws-cn:states:cn-north-1:123456789012:stateMachine:x'],
  ['a schedule group', scheduleGroupArn(place, 'x'), 'arn:aws-cn:scheduler:cn-north-1:123456789012:schedule-group/x'],
])('the ARN of %s is known from names', (_name, arn, expected) => {
  expect(arn).toBe(expected);
});

test.each([
  ['a user, whose region is empty', 'arn:aws:iam::1:user/a', ['aws', 'iam', '', '1', 'user/a']],
  [
    'a secret, whose resource has a colon',
    'arn:aws:secretsmanager:r:1:secret:a',
    ['aws', 'secretsmanager', 'r', '1', 'secret:a'],
  ],
  ['nothing in a text with five fields', 'arn:aws:sqs:r:1', undefined],
  ['nothing in a text that is not an ARN', 'user/a', undefined],
])('parseArn finds %s', (_name, text, expected) => {
  const arn = parseArn(text);
  expect(arn && [arn.partition, arn.service, arn.region, arn.accountId, arn.resource]).toEqual(expected);
});

test.each([
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
])('the region %s is in the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ['the case of an action does not matter', actionMatches('IAM:List*', 'iam:listUsers'), true],
  ['an action with a blank is another one', actionMatches('iam:ListUsers', 'iam:ListUsers '), false],
  ['the Kelvin sign is not a k', actionMatches('iam:CreateAccessKey', 'iam:CreateAccess\u212aey'), false],
  ['a pattern of actions contains another in any case', actionContains('iam:*accesskey', 'IAM:CreateAccessKey'), true],
  ['one action does not contain a pattern', actionContains('iam:CreateAccessKey', 'iam:Create*'), false],
])('%s', (_name, answer, expected) => {
  expect(answer).toBe(expected);
});

test.each([
  ['arn:aws:sqs', 'arn:aws:sqs:*:*:*'],
  ['arn:aws:sqs:eu-central-1:1', 'arn:aws:sqs:eu-central-1:1:*'],
  ['arn:aws:s3*', 'arn:aws:s3*'],
  ['arn:*:s3', 'arn:*'],
  ['arn:aw?:s3', 'arn:aw*'],
  ['*', '*'],
  ['arn:aws:iam::1:user/a', 'arn:aws:iam::1:user/a'],
  ['arn:aws:s3:::a', 'arn:aws:s3:::a'],
])('the resource %s is read as %s', (resource, expected) => {
  expect(normaliseResource(resource)).toBe(expected);
  expect(
    contains(normaliseResource(resource), resource + ':*'.repeat(Math.max(0, 6 - resource.split(':').length))),
  ).toBe(true);
  expect(isShortArn(resource)).toBe(resource !== '*' && resource.split(':').length < 6);
});

test.each([
  ['a variable', '${aws:username}', true],
  ['a variable with a default', "${aws:username, 'a'}", true],
  ['a variable without its end', 'a${aws:', true],
  ['the three escapes', '${*}${?}${$}', false],
  ['a variable after an escape', '${$}{a}${b}', true],
  ['a dollar', '$a {b}', false],
])('%s is distinguished from plain text', (_name, text, expected) => {
  expect(hasVariables(text, '2012-10-17')).toBe(expected);
  expect(hasVariables(text, undefined)).toBe(false);
  expect(hasVariables(text, '2008-10-17')).toBe(false);
});
