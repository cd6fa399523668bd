import { environmentWith, userWith } from '../infrastructure/environment';
import { stackOf } from '../infrastructure/synthesised';
import { contractsWith, judge, sampleStack, type Loose } from './sample';

/** Secrets under a customer managed key: https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html */

const account = '111122223333';
const roleArn = `arn:aws:iam::${account}:role/keyturn-staging-execution`;
const keyArn = `arn:aws:kms:eu-central-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const secretArn = `arn:aws:secretsmanager:eu-central-1:${account}:secret:ci-deployer/aws-??????`;

const needed = {
  Sid: 'UpdateRotatedSecret',
  Effect: 'Allow',
  Principal: { AWS: roleArn },
  Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
  Resource: '*',
  Condition: {
    StringEquals: { 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' },
    ArnLike: { 'kms:EncryptionContext:SecretARN': secretArn },
  },
};
const delegated = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};

const policyOf = (...statements: object[]) =>
  statements.length === 0 ? {} : { policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) };

/** The sample with a secret and its key in the same stack. */
function stackWith(...statements: object[]): Loose {
  const stack = sampleStack();
  stack.resource.aws_kms_key = { secrets: policyOf(...statements) };
  stack.resource.aws_secretsmanager_secret = {
    ci: { name: 'ci-deployer/aws', kms_key_id: '${aws_kms_key.secrets.arn}' },
  };
  return stack;
}

/** The sample with a key that the settings name, and its policy by the ARN of the key. */
function stackWithSetting(...statements: object[]): Loose {
  const stack = sampleStack();
  stack['//'].keyturn.secretKeys = { 'ci-deployer/aws': keyArn };
  if (statements.length > 0)
    stack.resource.aws_kms_key_policy = { secrets: { key_id: keyArn, ...policyOf(...statements) } };
  return stack;
}

const contracts = contractsWith((contract) => {
  contract.resourcePolicies = [
    { address: 'aws_kms_key*.secrets', actions: ['kms:GenerateDataKey', 'kms:Decrypt'], reason: 'the key of a secret' },
  ];
});

const ofKeys = (stack: Loose) =>
  judge(stack, contracts)
    .findings.filter(({ rule }) => rule === 'calls-granted')
    .map(({ verdict, message }) => `${verdict}: ${message}`);
const notesOf = (stack: Loose) => judge(stack, contracts).notes.filter((note) => note.includes('needs'));

const without = (name: 'Condition' | 'Action', value?: unknown) => ({ ...needed, [name]: value });
const when = (operator: string, key: string, value: string) => without('Condition', { [operator]: { [key]: value } });
const usedBy = (operator: string, key: string, value: string) => [
  needed,
  { ...needed, Sid: 'Denied', Effect: 'Deny', Condition: { [operator]: { [key]: value } } },
];

const both = 'kms:GenerateDataKey and kms:Decrypt';

it.each<[string, object[]]>([
  ['the needed statement', [needed]],
  ['no condition', [without('Condition')]],
  ['everybody with the ARN of the role', [{ ...when('ArnLike', 'aws:PrincipalArn', roleArn), Principal: '*' }]],
  ['every key action', [without('Action', 'kms:*')]],
  [
    'two statements',
    [without('Action', 'kms:Decrypt'), { ...without('Action', 'kms:GenerateDataKey*'), Sid: 'Store' }],
  ],
  ['another Deny', usedBy('StringEquals', 'kms:ViaService', 's3.eu-central-1.amazonaws.com')],
])('a key policy with %s lets the role update the secret', (_, statements) => {
  expect([ofKeys(stackWith(delegated, ...statements)), ofKeys(stackWithSetting(delegated, ...statements))]).toEqual([
    [],
    [],
  ]);
  expect(notesOf(stackWithSetting(delegated, ...statements))).toEqual([]);
});

it.each<[string, object[], string]>([
  ['only the statement of the account', [], both],
  ['only one action', [without('Action', 'kms:GenerateDataKey')], 'kms:Decrypt'],
  ['another role', [{ ...needed, Principal: { AWS: roleArn.replace('execution', 'other') } }], both],
  ['another secret', [when('ArnLike', 'kms:EncryptionContext:SecretARN', secretArn.replace('ci', 'other'))], both],
  [
    'the service of another region',
    [when('StringEquals', 'kms:ViaService', 'secretsmanager.us-east-1.amazonaws.com')],
    both,
  ],
  [
    'the context of Step Functions',
    [when('StringLike', 'kms:EncryptionContext:aws:states:stateMachineArn', '*')],
    both,
  ],
  ['a Deny', usedBy('StringNotEquals', 'kms:ViaService', 's3.eu-central-1.amazonaws.com'), both],
])('a key policy with %s does not', (_, statements, missing) => {
  const message = (address: string) =>
    `fail: role "keyturn-staging-execution" updates secret "ci-deployer/aws" with the key of ${address}, and the policy of that key does not allow it ${missing}`;
  expect(ofKeys(stackWith(delegated, ...statements))).toEqual([message('aws_kms_key.secrets')]);
  expect(ofKeys(stackWithSetting(delegated, ...statements))).toEqual([message('aws_kms_key_policy.secrets')]);
});

it('a key without a policy of its own does not', () => {
  expect(ofKeys(stackWith())).toHaveLength(1);
});

it('prints the statement that a key outside the input needs, once', () => {
  const [note, ...more] = notesOf(stackWithSetting());
  expect(more).toEqual([]);
  expect(note).toMatch(
    `The policy of ${keyArn}, the key of secret "ci-deployer/aws", is not in this input. It needs: {`,
  );
  expect(JSON.parse(note?.replace(/^.*It needs: /, '') ?? '')).toEqual(needed);
});

it('prints the same statement as the remedy of a failure', () => {
  const [finding] = judge(stackWith(delegated), contracts).findings.filter(({ rule }) => rule === 'calls-granted');
  expect(JSON.parse(finding?.remedy.replace(/^.*?: (?=\{)/, '') ?? '')).toEqual(needed);
});

it('gets the key from the settings through the stack', () => {
  const users = [userWith({ name: 'ci-deployer', secretKmsKeyArn: keyArn }), userWith({ name: 'legacy-ftp' })];
  const stack = JSON.parse(JSON.stringify(stackOf(environmentWith({ name: 'staging', users }))));
  const plain = JSON.parse(JSON.stringify(stackOf(environmentWith({ name: 'staging', users: users.slice(1) }))));
  expect(notesOf(stack)).toHaveLength(1);
  expect(plain['//'].keyturn).not.toHaveProperty('secretKeys');
});

it('is undecided about a condition that cannot be read', () => {
  const [line] = ofKeys(stackWith(when('NumericLessThan', 'kms:CallerAccount', 'many')));
  expect(line).toMatch(/^undecided: Keyturn cannot decide whether role "keyturn-staging-execution" can update secret/);
});

it('says nothing about the key of a secret that is not rotated', () => {
  const stack = stackWith(delegated);
  stack.resource.aws_secretsmanager_secret.ci.name = 'other/aws';
  expect(ofKeys(stack)).toEqual([]);
});
