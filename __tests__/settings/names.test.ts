import { regionsWithMail } from '../../src/settings/fields/regions';
import { changed, problems } from './sample';

const long = (length: number) => 'x'.repeat(length);

describe('a name or place that AWS would refuse gives one line', () => {
  test.each<[string, Record<string, string | number | null | boolean>, string]>([
    [
      'a path without slashes',
      { 'users.0.path': 'ci' },
      'users[0].path: "ci" must begin and end with "/"; write "/ci/"',
    ],
    ['an empty path', { 'users.1.path': '' }, 'users[1].path: "" must begin and end with "/"; write "/"'],
    [
      'a path with an empty part',
      { 'users.0.path': '/a//b/' },
      'users[0].path: "/a//b/" must not contain "//"; write "/a/b/"',
    ],
    [
      'a path that a policy would read as a wildcard',
      { 'users.0.path': '/*/' },
      'users[0].path: "/*/" must contain only letters, digits and "/_+=,.@-"; write a path such as "/ci/"',
    ],
    [
      'a path of 513 characters',
      { 'users.0.path': `/${long(511)}/` },
      `users[0].path: "/${long(39)}…" has 513 characters; write at most 512, as IAM allows for a path`,
    ],
    [
      'a user name with a space',
      { 'users.0.name': 'ci deployer' },
      'users[0].name: "ci deployer" must contain only letters, digits and "_+=,.@-"; write the name of an IAM user, such as "ci-deployer"',
    ],
    [
      'a user name of 65 characters',
      { 'users.0.name': long(65) },
      `users[0].name: "${long(65)}" has 65 characters; write at most 64, as IAM allows for a user name`,
    ],
    [
      'a user name with its path',
      { 'users.0.name': '/ci/deployer' },
      'users[0].name: "/ci/deployer" contains "/": the path is not part of the name; write it in the setting "path" next to the name',
    ],
    [
      'an empty user name',
      { 'users.0.name': '' },
      'users[0].name: "" is empty; write the name of an IAM user, such as "ci-deployer"',
    ],
    [
      'a user name that Terraform would evaluate',
      { 'users.0.name': '${var.user}' },
      'users[0].name: "${var.user}" contains a Terraform expression; write the name of an IAM user, such as "ci-deployer"',
    ],
    [
      'an ARN of a secret without its suffix',
      { 'users.0.secretName': 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:x' },
      'users[0].secretName: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:x" is not the complete ARN of a secret; write it with the hyphen and six characters at its end, or the name of the secret, such as "ci-deployer/aws"',
    ],
    [
      'the ARN of a secret of another account',
      { 'users.0.secretName': 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:x-AbCdEf' },
      'users[0].secretName: the secret is in account 444455556666 and eu-central-1 (aws), but environments[0] is in account 111122223333 and eu-central-1 (aws); write a secret of that environment, or separate "users" for each environment',
    ],
    [
      'the ARN of a secret of another region',
      { 'users.0.secretName': 'arn:aws:secretsmanager:us-east-1:111122223333:secret:x-AbCdEf' },
      'users[0].secretName: the secret is in account 111122223333 and us-east-1 (aws), but environments[0] is in account 111122223333 and eu-central-1 (aws); write a secret of that environment, or separate "users" for each environment',
    ],
    [
      'an alias of a key',
      { 'users.0.secretKmsKeyArn': 'arn:aws:kms:eu-central-1:111122223333:alias/secrets' },
      'users[0].secretKmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:alias/secrets" is not the ARN of a KMS key; write the ARN of a key, such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
    ],
    [
      'a key of another account',
      { 'users.0.secretKmsKeyArn': 'arn:aws:kms:eu-central-1:444455556666:key/mrk-1' },
      'users[0].secretKmsKeyArn: the key is in account 444455556666 and eu-central-1 (aws), but environments[0] is in account 111122223333 and eu-central-1 (aws); write a key of that environment, or separate "users" for each environment',
    ],
    [
      'the ARN of a user in place of the name',
      { 'users.0.name': 'arn:aws:iam::111122223333:user/ci/ci-deployer' },
      'users[0].name: "arn:aws:iam::111122223333:user/ci/ci-deployer" is an ARN; write the name alone, "ci-deployer", and "/ci/" in the setting "path" next to it',
    ],
    [
      'the ARN of a user without a path',
      { 'users.0.name': 'arn:aws:iam::111122223333:user/ci-deployer' },
      'users[0].name: "arn:aws:iam::111122223333:user/ci-deployer" is an ARN; write the name alone, "ci-deployer"',
    ],
    [
      'the ARN of something else in place of the name of a user',
      { 'users.0.name': 'arn:aws:iam::111122223333:role/ci' },
      'users[0].name: "arn:aws:iam::111122223333:role/ci" is an ARN; write the name of an IAM user, such as "ci-deployer"',
    ],
    [
      'a region that has no SES',
      { 'environments.0.region': 'eu-south-2' },
      `environments[0].region: "eu-south-2" has no Amazon SES, which sends the mail of every rotation; write one of ${regionsWithMail.join(', ')}`,
    ],
    [
      'a partition that has no SES',
      { 'environments.0.region': 'cn-north-1' },
      `environments[0].region: "cn-north-1" has no Amazon SES, which sends the mail of every rotation; write one of ${regionsWithMail.join(', ')}`,
    ],
    [
      'a new region of a partition that has no SES',
      { 'environments.0.region': 'cn-south-9', 'environments.0.partition': 'aws-cn' },
      `environments[0].region: "cn-south-9" has no Amazon SES, which sends the mail of every rotation; write one of ${regionsWithMail.join(', ')}`,
    ],
    [
      'a new region without its partition',
      { 'environments.0.region': 'ap-deepsouth-4' },
      'environments[0].region: "ap-deepsouth-4" is not an AWS region; write one such as "eu-central-1", or its "partition" as well if it is newer than this version',
    ],
    [
      'a new region in a partition that its name contradicts',
      { 'environments.0.region': 'us-gov-central-1', 'environments.0.partition': 'aws' },
      'environments[0].partition: "aws" is not the partition of us-gov-central-1; write "aws-us-gov", or leave it out',
    ],
    [
      'a secret name of 513 characters',
      { 'users.0.secretName': long(513) },
      `users[0].secretName: "${long(40)}…" has 513 characters; write at most 512, as Secrets Manager allows for a name`,
    ],
    [
      'a secret name that a policy would read as a wildcard',
      { 'users.0.secretName': 'ci?' },
      'users[0].secretName: "ci?" must contain only letters, digits and "/_+=.@-"; write the name of a secret, such as "ci-deployer/aws"',
    ],
    [
      'an account id that is a number',
      { 'environments.0.accountId': 111122223333 },
      'environments[0].accountId: must be text; got the number 111122223333; write the twelve digits of the account in quotes, such as "111122223333"',
    ],
    [
      'an account id of eleven digits',
      { 'environments.0.accountId': '11112222333' },
      'environments[0].accountId: "11112222333" is not an account id; write twelve digits, such as "111122223333", with the zeros at its beginning',
    ],
    [
      'a misspelt region',
      { 'environments.0.region': 'eu-centrall-1' },
      'environments[0].region: "eu-centrall-1" is not an AWS region; did you mean "eu-central-1"?',
    ],
    [
      'a region that is nothing like one',
      { 'environments.0.region': 'Frankfurt' },
      'environments[0].region: "Frankfurt" is not an AWS region; write one such as "eu-central-1"',
    ],
    [
      'a partition that the region is not in',
      { 'environments.0.partition': 'aws-cn' },
      'environments[0].partition: "aws-cn" is not the partition of eu-central-1; write "aws", or leave it out',
    ],
    [
      'a partition that does not exist',
      { 'environments.0.partition': 'aws-gov' },
      'environments[0].partition: "aws-gov" is not one of the choices; did you mean "aws-us-gov"?',
    ],
    [
      'an environment name with a space',
      { 'environments.0.name': 'my prod' },
      'environments[0].name: "my prod" must be letters, digits, "-" and "_", beginning with a letter or digit; write a name such as "production"',
    ],
    [
      'an environment name too long for a role',
      { 'environments.0.name': long(47) },
      `environments[0].name: "${long(47)}" has 47 characters; write at most 46, because the name of the role keyturn-NAME-execution has at most 64`,
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });
});

describe('names at their limits are right', () => {
  test.each<[string, Record<string, string>]>([
    ['a user name of 64 characters', { 'users.0.name': long(64) }],
    ['every character that IAM allows in a user name', { 'users.0.name': 'A_+=,.@-9' }],
    ['a path of 512 characters', { 'users.0.path': `/${long(510)}/` }],
    [
      'a key of a secret',
      { 'users.0.secretKmsKeyArn': 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
    ],
    ['a secret name of 512 characters', { 'users.0.secretName': long(512) }],
    ['a secret name with a hyphen and seven characters', { 'users.0.secretName': 'ci-deploye' }],
    ['an environment name of 46 characters', { 'environments.0.name': long(46) }],
    ['a region of another partition', { 'environments.0.region': 'us-gov-west-1' }],
    ['a secret name that ends in a hyphen and six characters', { 'users.0.secretName': 'ci-deployer-10/aws' }],
    ['a secret name that is only that', { 'users.0.secretName': 'x-AbCdEf' }],
    [
      'the complete ARN of a secret',
      { 'users.0.secretName': 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci/aws-AbCdEf' },
    ],
    [
      'a partition that the region is in',
      { 'environments.0.region': 'us-gov-west-1', 'environments.0.partition': 'aws-us-gov' },
    ],
  ])('%s', (_, changes) => {
    expect(problems(changed(changes))).toEqual([]);
  });
});

describe('a name that occurs twice gives one line', () => {
  const user = (name: string, secretName = `${name}/aws`) => ({ name, secretName });
  const place = (name: string, accountId: string) => ({ name, accountId, region: 'eu-central-1' });

  test.each<[string, Parameters<typeof changed>[0], string]>([
    [
      'a secret, by its name and by its ARN',
      { 'users.1.secretName': 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-AbCdEf' },
      'users[1].secretName: "ci-deployer/aws" is also in users[0].secretName; write a different secret for each user',
    ],
    [
      'a user',
      { users: [user('ci', 'a/aws'), user('backup'), user('ci', 'b/aws')] },
      'users[2].name: "ci" is also in users[0].name; write each user once',
    ],
    [
      'a user but for case',
      { users: [user('ci', 'a/aws'), user('CI', 'b/aws')] },
      'users[1].name: "CI" differs from "ci" in users[0].name only in case, and IAM ignores case in names; write each user once',
    ],
    [
      'a secret',
      { users: [user('a', 'shared/aws'), user('b', 'shared/aws')] },
      'users[1].secretName: "shared/aws" is also in users[0].secretName; write a different secret for each user',
    ],
    [
      'a secret but for case',
      { users: [user('a', 'shared/aws'), user('b', 'Shared/aws')] },
      'users[1].secretName: "Shared/aws" differs from "shared/aws" in users[0].secretName only in case, and they are easily confused; write a different secret for each user',
    ],
    [
      'an environment but for case',
      { environments: [place('prod', '111122223333'), place('Prod', '444455556666')] },
      'environments[1].name: "Prod" differs from "prod" in environments[0].name only in case, and AWS ignores case in names; write a different name for each environment',
    ],
    [
      'a user of one account in two environments',
      { environments: [place('a', '111122223333'), place('b', '111122223333')] },
      'environments[1].accountId: "111122223333" is also the account of environments[0], and both would rotate its user "ci-deployer"; write another account, or separate "users" for each environment',
    ],
    [
      'a secret of one account and region, for different users in two environments',
      {
        environments: [
          place('a', '111122223333'),
          { ...place('b', '111122223333'), users: [user('other', 'ci-deployer/aws')] },
        ],
      },
      'environments[1].users[0].secretName: "ci-deployer/aws" is also the secret of the user "ci-deployer" of environments[0], in the same account and region; write a different secret for each user',
    ],
    [
      'the same secret, by its ARN',
      {
        environments: [
          place('a', '111122223333'),
          {
            ...place('b', '111122223333'),
            users: [user('other', 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-AbCdEf')],
          },
        ],
      },
      'environments[1].users[0].secretName: "ci-deployer/aws" is also the secret of the user "ci-deployer" of environments[0], in the same account and region; write a different secret for each user',
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });

  test('one account may have two environments with users of their own', () => {
    const environments = [place('a', '111122223333'), { ...place('b', '111122223333'), users: [user('other')] }];
    expect(problems(changed({ environments }))).toEqual([]);
  });

  test.each([
    ['another account', place('b', '444455556666'), 'ci-deployer/aws'],
    ['another region', { ...place('b', '111122223333'), region: 'eu-west-1' }, 'ci-deployer/aws'],
    ['another case', place('b', '111122223333'), 'CI-deployer/aws'],
  ])('a secret of the same name, in %s, is a different one', (_, other, secretName) => {
    const environments = [place('a', '111122223333'), { ...other, users: [user('other', secretName)] }];
    expect(problems(changed({ environments }))).toEqual([]);
  });
});
