/* eslint-disable @typescript-eslint/no-unsafe-return --
   a row reaches anywhere into untyped JSON */
import { contractsWith, judge, sampleStack, spoken, type Loose } from './sample';
import { someOf, testSome } from '../effort';

const account = '111122223333';
const role = 'keyturn-staging-execution';
const roleArn = `arn:aws:iam::${account}:role/${role}`;
const sessionArn = `arn:aws:sts::${account}:assumed-role/${role}/rotation`;
const root = `arn:aws:iam::${account}:root`;

const policy = (...statements: object[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((one) => ({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', ...one })),
  });
const aws = (...principals: string[]) => ({ Principal: { AWS: principals } });
const when = (operator: string, key: string, ...values: string[]) => ({ Condition: { [operator]: { [key]: values } } });
const everybody = { Principal: '*' };

function stackWith(type: string, body: object, name = 'x'): Loose {
  const stack = sampleStack();
  stack.resource[type] = { ...stack.resource[type], [name]: body };
  return stack;
}

const keyWith = (...statements: object[]) => stackWith('aws_kms_key', { policy: policy(...statements) });

const elements = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
const logic = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html';
const keys = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html';
const operators =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
const grammar = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html';
const kms = 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html';
const acls = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html';

/** Who is named by the policy of a key, and what becomes of it. */
type Row = readonly [name: string, statement: object, page: string];

const toTheRole: Row[] = [
  [
    'a machine, in another case',
    { ...everybody, ...when('StringEqualsIgnoreCase', 'aws:SourceArn', 'arn:aws:STATES:eu-central-1:111122223333:x') },
    keys,
  ],
  ['its ARN', aws(roleArn), elements],
  ['its ARN, as a single value', { Principal: { AWS: roleArn } }, grammar],
  ['its ARN in another case', aws(roleArn.replace(role, role.toUpperCase())), elements],
  ['its ARN with a path', aws(`arn:aws:iam::${account}:role/service/${role}`), elements],
  ['its ARN among others', aws(root, 'arn:aws:iam::999999999999:role/other', roleArn), elements],
  ['its session', aws(sessionArn), elements],
  ['its session, in another case', aws(sessionArn.replace(role, role.toUpperCase())), elements],
  ['everybody', everybody, elements],
  ['everybody, under AWS', aws('*'), elements],
  ['everybody of the organisation', { ...everybody, ...when('StringEquals', 'aws:PrincipalOrgID', 'o-1') }, keys],
  ['everybody from a network', { ...everybody, ...when('IpAddress', 'aws:SourceIp', '10.0.0.0/8') }, keys],
  ['everybody with a tag', { ...everybody, ...when('StringEquals', 'aws:PrincipalTag/team', 'a') }, keys],
  [
    'everybody through a service',
    { ...everybody, ...when('StringEquals', 'kms:ViaService', 'ses.amazonaws.com') },
    keys,
  ],
  ['everybody, with aws:PrincipalArn', { ...everybody, ...when('ArnEquals', 'aws:PrincipalArn', roleArn) }, logic],
  [
    'everybody, with a pattern',
    { ...everybody, ...when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/key*') },
    logic,
  ],
  ['everybody but others', { ...everybody, ...when('ArnNotEquals', 'aws:PrincipalArn', root) }, operators],
  [
    'everybody, where aws:PrincipalArn may be absent',
    { ...everybody, ...when('ArnEqualsIfExists', 'aws:PrincipalArn', root) },
    operators,
  ],
  [
    'everybody, for all values of aws:PrincipalArn',
    { ...everybody, ...when('ForAllValues:ArnEquals', 'aws:PrincipalArn', root) },
    operators,
  ],
  ['everybody, with a list of no values', { ...everybody, ...when('ArnEquals', 'aws:PrincipalArn') }, operators],
  ['everybody, in a variable', { ...everybody, ...when('ArnLike', 'aws:PrincipalArn', '$${aws:PrincipalArn}') }, keys],
  ['everybody of its account', { ...everybody, ...when('StringEquals', 'aws:PrincipalAccount', account) }, keys],
  [
    'everybody, on behalf of any service',
    { ...everybody, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:*:*:*:*') },
    keys,
  ],
  [
    'everybody, on behalf of a state machine',
    { ...everybody, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:states:*:*:stateMachine:*') },
    keys,
  ],
  [
    'everybody, on behalf of a state machine, by a star that matches its service',
    {
      ...everybody,
      ...when('StringLike', 'aws:SourceArn', `arn:*:eu-central-1:${account}:stateMachine:keyturn-staging`),
    },
    operators,
  ],
  [
    'everybody, with aws:SourceArn where it is there',
    { ...everybody, ...when('ArnLikeIfExists', 'aws:SourceArn', 'arn:aws:s3:::b') },
    operators,
  ],
  ['everybody, for one account', { ...everybody, ...when('StringEquals', 'aws:SourceAccount', account) }, keys],
  ['NotPrincipal', { NotPrincipal: { AWS: root } }, elements],
  ['NotPrincipal that names the role', { NotPrincipal: { AWS: roleArn } }, elements],
  ['NotAction', { ...aws(roleArn), Action: undefined, NotAction: 'kms:ScheduleKeyDeletion' }, grammar],
  ['NotResource', { ...aws(roleArn), Resource: undefined, NotResource: 'arn:aws:kms:::key/x' }, grammar],
];

describe('a grant by the policy of a key', () => {
  test.each(someOf(toTheRole))('to %s is outside a contract that does not name the key', (_name, statement, page) => {
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(spoken(judge(keyWith(statement)))).toEqual(['resource-policies fail']);
  });

  test('is rescued by no Deny', () => {
    const deny = { Effect: 'Deny', ...everybody, Action: '*' };
    expect(spoken(judge(keyWith(aws(roleArn), deny)))).toEqual(['resource-policies fail']);
  });

  test('says who, what and how to fix it, and can be named as an exception', () => {
    const [finding] = judge(keyWith(aws(root), aws(roleArn))).findings;
    expect(finding).toMatchObject({
      place: { address: 'aws_kms_key.x', pointer: '/resource/aws_kms_key/x/policy', statement: 1 },
      message: `aws_kms_key.x lets role "${role}" kms:Decrypt on aws_kms_key.x`,
      request: 'kms:Decrypt on aws_kms_key.x',
      why: 'no line under "resourcePolicies" of contract "execution-role" allows it on this resource',
      grant: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown,
    });
    expect(finding?.remedy).toContain('statement 1 of policy of aws_kms_key.x');
  });

  test('is accepted by an exception for this very grant alone', () => {
    const hash = judge(keyWith(aws(roleArn))).findings[0]?.grant ?? '';
    const exception = { grant: hash, reason: 'until the key is split', owner: 'platform', expires: '2027-01-31' };
    const contracts = contractsWith((contract) => (contract.exceptions = [exception]));
    expect(judge(keyWith(aws(roleArn)), contracts).verdict).toBe('pass');
    expect(judge(keyWith({ ...aws(roleArn), Action: 'kms:*' }), contracts).verdict).toBe('fail');
  });
});

const toOthers: Row[] = [
  ['the account', aws(account), elements],
  ['the root of the account', { ...aws(root), Action: 'kms:*' }, logic],
  ['another account', aws('999999999999'), elements],
  ['another role', aws(`arn:aws:iam::${account}:role/keyturn-staging-execution-2`), elements],
  ['a role whose name ends the same', aws(`arn:aws:iam::${account}:role/x-${role}`), elements],
  ['a role of the same name in another account', aws(roleArn.replace(account, '999999999999')), elements],
  ['a session of another role', aws(sessionArn.replace(role, 'other')), elements],
  ['a session that is called as the role', aws(`arn:aws:sts::${account}:assumed-role/other/${role}`), elements],
  ['a user', aws(`arn:aws:iam::${account}:user/ci/ci-deployer`), elements],
  ['a federated user', aws(`arn:aws:sts::${account}:federated-user/x`), elements],
  ['an origin of CloudFront', aws('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1'), elements],
  ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, elements],
  ['a provider of identities', { Principal: { Federated: 'cognito-identity.amazonaws.com' } }, elements],
  ['a canonical user', { Principal: { CanonicalUser: '79a59df900b949e5' } }, elements],
  ['everybody, with another aws:PrincipalArn', { ...everybody, ...when('ArnEquals', 'aws:PrincipalArn', root) }, logic],
  [
    'everybody, with another role by a pattern',
    { ...everybody, ...when('ArnLike', 'AWS:PrincipalARN', `arn:aws:iam::${account}:role/deploy-*`) },
    logic,
  ],
  [
    'everybody of another account',
    { ...everybody, ...when('StringEquals', 'aws:PrincipalAccount', '999999999999') },
    keys,
  ],
  ['everybody that is a service', { ...everybody, ...when('Bool', 'aws:PrincipalIsAWSService', 'true') }, keys],
  [
    'everybody, on behalf of a bucket',
    { ...everybody, ...when('ArnLike', 'aws:SourceArn', 'arn:aws:s3:::uploads') },
    keys,
  ],
  [
    'everybody, on behalf of a topic of any partition, as a text',
    { ...everybody, ...when('StringLike', 'aws:SourceArn', `arn:*:sns:*:${account}:alerts-*`) },
    operators,
  ],
  ['nobody: a Deny', { ...aws(roleArn), Effect: 'Deny' }, logic],
];

test.each(someOf(toOthers))('the policy of a key that names %s grants the role nothing', (_name, statement, page) => {
  expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  const check = judge(keyWith(statement));
  expect(check.findings).toEqual([]);
  expect(check.verdict).toBe('pass');
});

const unclear: Row[] = [
  ['the id of some role', aws('AROAEXAMPLEEXAMPLE123'), elements],
  ['the id of a session', aws('AROAEXAMPLEEXAMPLE123:rotation'), elements],
  ['a wildcard in an ARN', aws(`arn:aws:iam::${account}:role/*`), elements],
  ['a wildcard for the session', aws(`arn:aws:sts::${account}:assumed-role/${role}/*`), elements],
  ['a variable', aws('arn:aws:iam::$${aws:PrincipalAccount}:role/x'), elements],
  ['every service', { Principal: { Service: '*' } }, elements],
  ['a word that is not a principal', aws(role), elements],
  ['a group, which is not a principal', aws(`arn:aws:iam::${account}:group/x`), elements],
  ['a type in another case', { Principal: { aws: roleArn } }, grammar],
  ['nobody: the principal is missing', {}, grammar],
  ['an effect in another case', { ...aws(root), Effect: 'allow' }, grammar],
];

test.each(someOf(unclear))('the policy of a key that names %s is undecided', (_name, statement, page) => {
  expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  expect(spoken(judge(keyWith(statement)))).toEqual(['resource-policies undecided']);
});

describe('a document that cannot be read', () => {
  testSome<[string, unknown, string]>([
    ['made by a function', '${file("policy.json")}', 'policy of aws_kms_key.x'],
    ['with a reference that is not known', '{"Statement":"${var.statement}"}', 'policy of aws_kms_key.x'],
    ['that is not JSON', '{', 'policy of aws_kms_key.x'],
    ['with a repeated key', policy(aws(root)).replace('"Effect"', '"Effect":"Deny","Effect"'), 'Effect'],
    ['that is an object', { Statement: [] }, 'policy'],
  ])('%s is undecided, with the change that fixes it', (_name, document, words) => {
    const check = judge(stackWith('aws_kms_key', { policy: document }));
    expect(spoken(check)).toEqual(['resource-policies undecided']);
    expect(check.findings[0]?.message).toContain(words);
    expect(check.findings[0]?.remedy).toContain('literal JSON');
  });

  test('is reported once, for any number of roles', () => {
    expect(judge(stackWith('aws_kms_key', { policy: '{' })).findings).toHaveLength(1);
  });

  test('of a resource that a contract ignores is not judged', () => {
    const ignored = { address: 'aws_kms_key.x', reason: 'of another team', owner: 'platform', expires: '2027-01-31' };
    const contracts = contractsWith((contract) => (contract.ignored = [ignored]));
    expect(judge(stackWith('aws_kms_key', { policy: '{' }), contracts).verdict).toBe('pass');
  });
});

describe('wherever the policy stands', () => {
  testSome<[string, object]>([
    ['aws_s3_bucket_policy', { bucket: 'b', policy: policy(aws(roleArn)) }],
    ['aws_s3_bucket', { bucket: 'b', policy: policy(aws(roleArn)) }],
    ['aws_secretsmanager_secret', { name: 's', policy: policy(aws(roleArn)) }],
    ['aws_secretsmanager_secret_policy', { secret_arn: 's', policy: policy(aws(roleArn)) }],
    ['aws_kms_key_policy', { key_id: 'k', policy: policy(aws(roleArn)) }],
    ['aws_sqs_queue_policy', { queue_url: 'q', policy: policy(aws(roleArn)) }],
    ['aws_sns_topic_policy', { arn: 't', policy: policy(aws(roleArn)) }],
    ['aws_ses_identity_policy', { identity: 'example.com', name: 'p', policy: policy(aws(roleArn)) }],
    ['aws_dynamodb_resource_policy', { resource_arn: 'd', policy: policy(aws(roleArn)) }],
    ['aws_cloudwatch_event_bus_policy', { policy: policy(aws(roleArn)) }],
    ['aws_glue_resource_policy', { policy: policy(aws(roleArn)) }],
    ['aws_cloudwatch_log_resource_policy', { policy_name: 'p', policy_document: policy(aws(roleArn)) }],
    ['aws_opensearch_domain_policy', { domain_name: 'd', access_policies: policy(aws(roleArn)) }],
    ['aws_ecr_repository_policy', { repository: 'r', policy: policy({ ...aws(roleArn), Resource: undefined }) }],
    ['aws_s3control_multi_region_access_point_policy', { details: [{ name: 'm', policy: policy(aws(roleArn)) }] }],
  ])('%s is read, and no other rule speaks of the same', (type, body) => {
    expect(spoken(judge(stackWith(type, body)))).toEqual(['resource-policies fail']);
  });

  test('other arguments of such a type that name the role are uses of it', () => {
    const topic = { name: 't', lambda_success_feedback_role_arn: roleArn };
    expect(spoken(judge(stackWith('aws_sns_topic', topic)))).toContain('only-named-uses fail');
  });
});

describe('a grant without a document', () => {
  const grant = { key_id: 'k', grantee_principal: roleArn, operations: ['Decrypt'] };
  const permission = { function_name: 'f', action: 'lambda:InvokeFunction', principal: roleArn };

  testSome<[string, string, object, string[], string]>([
    ['of a key', 'aws_kms_grant', grant, ['resource-policies fail'], kms],
    [
      'of a key, by reference',
      'aws_kms_grant',
      { ...grant, grantee_principal: '${aws_iam_role.execution.arn}' },
      ['resource-policies fail'],
      kms,
    ],
    [
      'to retire one',
      'aws_kms_grant',
      { ...grant, grantee_principal: root, retiring_principal: roleArn },
      ['resource-policies fail'],
      kms,
    ],
    [
      'to somebody unknown',
      'aws_kms_grant',
      { ...grant, grantee_principal: '${var.who}' },
      ['resource-policies undecided'],
      kms,
    ],
    [
      'of unknown operations',
      'aws_kms_grant',
      { ...grant, operations: '${var.what}' },
      ['resource-policies undecided'],
      kms,
    ],
    ['to another role', 'aws_kms_grant', { ...grant, grantee_principal: `${roleArn}-2` }, [], kms],
    ['of a function', 'aws_lambda_permission', permission, ['resource-policies fail'], logic],
    [
      'of a function to everybody',
      'aws_lambda_permission',
      { ...permission, principal: '*' },
      ['resource-policies fail'],
      logic,
    ],
    [
      'of a function to an organisation',
      'aws_lambda_permission',
      { ...permission, principal: '*', principal_org_id: 'o-1' },
      ['resource-policies fail'],
      logic,
    ],
    [
      'of a function to a service',
      'aws_lambda_permission',
      {
        ...permission,
        principal: 'events.amazonaws.com',
        source_arn: 'arn:aws:events:eu-central-1:111122223333:rule/r',
      },
      [],
      logic,
    ],
    ['of a function to the account', 'aws_lambda_permission', { ...permission, principal: account }, [], logic],
    [
      'of an event bus to everybody',
      'aws_cloudwatch_event_permission',
      { principal: '*', statement_id: 's' },
      ['resource-policies fail'],
      logic,
    ],
    [
      'of an event bus to an account',
      'aws_cloudwatch_event_permission',
      { principal: account, statement_id: 's' },
      [],
      logic,
    ],
    [
      'of a bucket to everybody',
      'aws_s3_bucket_acl',
      { bucket: 'b', acl: 'public-read' },
      ['resource-policies fail'],
      acls,
    ],
    [
      'of a bucket to everybody with an account',
      'aws_s3_bucket',
      { bucket: 'b', acl: 'authenticated-read' },
      ['resource-policies fail'],
      acls,
    ],
    ['of a bucket to nobody', 'aws_s3_bucket_acl', { bucket: 'b', acl: 'private' }, [], acls],
    [
      'of a bucket by an unknown list',
      'aws_s3_bucket_acl',
      { bucket: 'b', acl: '${var.acl}' },
      ['resource-policies undecided'],
      acls,
    ],
    [
      'of a bucket to a group',
      'aws_s3_bucket_acl',
      {
        bucket: 'b',
        access_control_policy: [
          {
            owner: [{ id: 'o' }],
            grant: [
              {
                permission: 'WRITE',
                grantee: [{ type: 'Group', uri: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }],
              },
            ],
          },
        ],
      },
      ['resource-policies fail'],
      acls,
    ],
    [
      'of a share',
      'aws_ram_principal_association',
      { principal: roleArn, resource_share_arn: 'r' },
      ['resource-policies fail'],
      logic,
    ],
    [
      'of a share with an account',
      'aws_ram_principal_association',
      { principal: account, resource_share_arn: 'r' },
      [],
      logic,
    ],
    [
      'of Lake Formation',
      'aws_lakeformation_permissions',
      { principal: roleArn, permissions: ['ALL'], catalog_resource: true },
      ['resource-policies fail'],
      logic,
    ],
    [
      'of Lake Formation to every identity',
      'aws_lakeformation_permissions',
      { principal: `${account}:IAMPrincipals`, permissions: ['ALL'], catalog_resource: true },
      ['resource-policies fail'],
      'https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html',
    ],
  ])('%s', (_name, type, body, says, page) => {
    expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(spoken(judge(stackWith(type, body)))).toEqual(says);
  });
});

describe('a contract that names the resource', () => {
  const context = {
    key: 'kms:EncryptionContext:SecretARN',
    operator: 'StringLike',
    values: ['arn:aws:secretsmanager:*'],
  };
  const line = { address: 'aws_kms_key.x', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], conditions: [context] };
  const contracts = (...lines: object[]) => contractsWith((contract) => (contract.resourcePolicies = lines));
  const inContext = when('StringEquals', context.key, `arn:aws:secretsmanager:eu-central-1:${account}:secret:a`);
  const both = { ...aws(roleArn), Action: ['kms:Decrypt', 'kms:GenerateDataKey'] };

  test('passes the key that admits the role with its encryption context', () => {
    const check = judge(keyWith({ ...aws(root), Action: 'kms:*' }, { ...both, ...inContext }), contracts(line));
    expect(check.findings).toEqual([]);
    expect(check.permissions.filter(({ by }) => by === 'resource-policy')).toEqual([
      expect.objectContaining({ action: 'kms:Decrypt', contractLine: 0, verdict: 'inside', address: 'aws_kms_key.x' }),
      expect.objectContaining({ action: 'kms:GenerateDataKey', contractLine: 0, verdict: 'inside' }),
    ]);
    expect(new Set(check.permissions.filter(({ by }) => by === 'identity').map(({ action }) => action)).size).toBe(
      5 + 1,
    );
  });

  test('passes a grant of the key that has the encryption context as its constraint', () => {
    const body = {
      key_id: '${aws_kms_key.x.key_id}',
      grantee_principal: roleArn,
      operations: ['Decrypt', 'GenerateDataKey'],
      constraints: [{ encryption_context_equals: { SecretARN: 'arn:aws:secretsmanager:a' } }],
    };
    const stack = stackWith('aws_kms_grant', body, 'g');
    stack.resource.aws_kms_key = { x: { description: 'of secrets' } };
    expect(judge(stack, contracts(line)).findings).toEqual([]);
    stack.resource.aws_kms_grant.g.constraints = [];
    expect(spoken(judge(stack, contracts(line), { strict: ['contract-used'] }))).toEqual([
      'resource-policies fail',
      'contract-used fail',
    ]);
  });

  testSome<[string, object, object, string]>([
    ['without the condition', both, line, 'requires StringLike kms:EncryptionContext:SecretARN'],
    ['with another value', { ...both, ...when('StringLike', context.key, '*') }, line, 'requires'],
    [
      'where the key may be absent',
      { ...both, ...when('StringLikeIfExists', context.key, context.values[0] ?? '') },
      line,
      'requires',
    ],
    ['of an action more', { ...both, Action: ['kms:Decrypt', 'kms:CreateGrant'], ...inContext }, line, 'no line'],
    ['of every action', { ...both, Action: 'kms:*', ...inContext }, line, 'no line'],
    ['of an action by a wildcard', { ...both, Action: 'kms:D?crypt', ...inContext }, line, 'no line'],
    ['of another key', { ...both, ...inContext }, { ...line, address: 'aws_kms_key.y' }, 'no line'],
    ['of a key of a module', { ...both, ...inContext }, { ...line, address: 'module.m.aws_kms_key.x' }, 'no line'],
    ['to everybody', { ...everybody, Action: 'kms:Decrypt' }, line, 'requires'],
  ])('fails a grant %s', (_name, statement, named, why) => {
    const check = judge(keyWith(statement), contracts(named));
    expect(spoken(check)).toContain('resource-policies fail');
    expect(check.findings.find(({ rule }) => rule === 'resource-policies')?.why).toContain(why);
  });

  testSome<[string, string, object, object, string]>([
    [
      'by the ARN of a bucket',
      'aws_s3_bucket_policy',
      { bucket: 'b', policy: policy({ ...aws(roleArn), Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }) },
      { arn: 'arn:aws:s3:::b/*', actions: ['s3:GetObject'] },
      'pass',
    ],
    [
      'by the ARN of a bucket, of its objects',
      'aws_s3_bucket_policy',
      { bucket: 'b', policy: policy({ ...aws(roleArn), Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }) },
      { arn: 'arn:aws:s3:::b', actions: ['s3:GetObject'] },
      'pass',
    ],
    [
      'by the ARN of another bucket',
      'aws_s3_bucket_policy',
      { bucket: 'b', policy: policy({ ...aws(roleArn), Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }) },
      { arn: 'arn:aws:s3:::c/*', actions: ['s3:GetObject'] },
      'fail',
    ],
    [
      'by the ARN that the policy of a topic is on',
      'aws_sns_topic_policy',
      { arn: `arn:aws:sns:eu-central-1:${account}:t`, policy: policy({ ...aws(roleArn), Action: 'SNS:Publish' }) },
      { arn: `arn:\${partition}:sns:\${region}:\${account}:t`, actions: ['sns:Publish'] },
      'pass',
    ],
    [
      'by the ARN that a queue will have',
      'aws_sqs_queue',
      { name: 'q', policy: policy({ ...aws(roleArn), Action: 'sqs:SendMessage' }) },
      { arn: `arn:aws:sqs:eu-central-1:${account}:q`, actions: ['sqs:SendMessage'] },
      'pass',
    ],
    [
      'by a pattern of addresses',
      'aws_sqs_queue',
      { name: 'q', policy: policy({ ...aws(roleArn), Action: 'sqs:SendMessage' }) },
      { address: 'aws_sqs_queue.*', actions: ['sqs:Send*'] },
      'pass',
    ],
    [
      'by an ARN, of a policy of the whole account',
      'aws_glue_resource_policy',
      { policy: policy({ ...aws(roleArn), Action: 'glue:GetTable', Resource: '*' }) },
      { arn: 'arn:aws:glue:*', actions: ['glue:GetTable'] },
      'fail',
    ],
  ])('%s', (_name, type, body, named, verdict) => {
    expect(judge(stackWith(type, body), contracts(named)).verdict).toBe(verdict);
  });

  testSome<[string, object, Loose, string[]]>([
    ['nothing grants', { ...line, conditions: [] }, keyWith(aws(root)), ['contract-used fail']],
    ['its resource is not there', { ...line, address: 'aws_kms_key.y' }, sampleStack(), ['contract-used fail']],
    ['its resource is in another stack', { arn: 'arn:aws:kms:*:*:key/*', actions: ['kms:Decrypt'] }, sampleStack(), []],
    [
      'its policy is not known',
      line,
      stackWith('aws_kms_key', { policy: '${var.p}' }),
      ['resource-policies undecided'],
    ],
  ])('says of a line that is not used because %s', (_name, named, stack, says) => {
    expect(spoken(judge(stack, contracts(named), { strict: ['contract-used'] }))).toEqual(says);
  });
});

test('a role whose name ends as that of a service is not a service', () => {
  const stack = stackWith('aws_kms_grant', { key_id: 'k', grantee_principal: roleArn, operations: ['Decrypt'] });
  const renamed = JSON.stringify(stack).replaceAll(role, `${role}.amazonaws.com`);
  const named = contractsWith((contract) => (contract.subject.role = 'keyturn-${environment}-execution.amazonaws.com'));
  expect(spoken(judge(renamed, named))).toContain('resource-policies fail');
});

describe('honest resources pass without a finding', () => {
  testSome<[string, string, object]>([
    ['a key without a policy, which hands the decision to the account', 'aws_kms_key', { description: 'x' }],
    [
      'a bucket for CloudFront',
      'aws_s3_bucket_policy',
      {
        bucket: 'b',
        policy: policy({
          Principal: { Service: 'cloudfront.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::b/*',
          ...when('StringEquals', 'AWS:SourceArn', 'arn:aws:cloudfront::111122223333:distribution/E1'),
        }),
      },
    ],
    [
      'a bucket that refuses plain HTTP',
      'aws_s3_bucket_policy',
      {
        bucket: 'b',
        policy: policy({
          ...everybody,
          Effect: 'Deny',
          Action: 's3:*',
          Resource: 'arn:aws:s3:::b/*',
          ...when('Bool', 'aws:SecureTransport', 'false'),
        }),
      },
    ],
    [
      'a topic for a service',
      'aws_sns_topic_policy',
      {
        arn: `arn:aws:sns:eu-central-1:${account}:t`,
        policy: policy({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' }),
      },
    ],
    [
      'a topic with the policy that AWS gives it',
      'aws_sns_topic',
      {
        name: 't',
        policy: policy({ ...aws('*'), Action: ['SNS:Publish'], ...when('StringEquals', 'AWS:SourceOwner', account) }),
      },
    ],
    [
      'a queue that a topic writes to',
      'aws_sqs_queue_policy',
      {
        queue_url: 'q',
        policy: policy({
          ...everybody,
          Action: 'sqs:SendMessage',
          ...when('ArnEquals', 'aws:SourceArn', `arn:aws:sns:eu-central-1:${account}:t`),
        }),
      },
    ],
    [
      'a secret that another account reads',
      'aws_secretsmanager_secret_policy',
      { secret_arn: 's', policy: policy({ ...aws('999999999999'), Action: 'secretsmanager:GetSecretValue' }) },
    ],
    [
      'a log group that Route 53 writes to',
      'aws_cloudwatch_log_resource_policy',
      {
        policy_name: 'p',
        policy_document: policy({
          Principal: { Service: 'route53.amazonaws.com' },
          Action: 'logs:PutLogEvents',
          Resource: 'arn:aws:logs:*:*:*',
        }),
      },
    ],
    [
      'a function that a bucket calls',
      'aws_lambda_permission',
      {
        function_name: 'f',
        action: 'lambda:InvokeFunction',
        principal: 's3.amazonaws.com',
        source_arn: 'arn:aws:s3:::b',
      },
    ],
    ['a secret without a policy', 'aws_secretsmanager_secret', { name: 's' }],
  ])('%s', (_name, type, body) => {
    const check = judge(stackWith(type, body));
    expect(check.findings.filter(({ verdict }) => verdict !== 'note')).toEqual([]);
    expect(check.verdict).toBe('pass');
  });
});
