/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { wideLinesOf } from '../../../src/checks/contract/wide-lines';
import { contractsWith, judge, sampleStack, type Loose } from '../sample';

const account = '111122223333';
const reason = 'it cannot be narrower';

/** What the rule says of the contract of the execution role with an edit. */
function said(edit: (contract: Loose) => void, options: Parameters<typeof judge>[2] = {}) {
  const { findings } = judge(sampleStack(), contractsWith(edit), options);
  return findings.filter(({ rule }) => rule === 'wide-contract');
}

/** The paths of the very wide lines of that contract. */
const pathsOf = (edit: (contract: Loose) => void) =>
  contractsWith(edit).flatMap((contract) => wideLinesOf(contract).map(({ path }) => path));

const identity = (line: object) => (c: Loose) => c.identity.push(line);
const on = (resource: string, action = 's3:GetObject') => identity({ actions: [action], resources: [resource] });
const action = (name: string) => on('arn:aws:s3:::bucket/key', name);
const trust = (line: object) => (c: Loose) => (c.trust = [{ action: 'sts:AssumeRole', ...line }]);
const states = (conditions: object) => trust({ service: 'states.amazonaws.com', conditions });
const source = `arn:aws:states:eu-central-1:${account}:stateMachine:rotation`;
const resourcePolicy = (line: object) => (c: Loose) => (c.resourcePolicies = [{ actions: ['kms:Decrypt'], ...line }]);
const use = (address: string) => (c: Loose) => c.uses.push({ address });
const right = (line: object) => (c: Loose) => {
  c.acceptedUsers = [{ name: 'backup-agent', reason: 'it deploys', rights: [line] }];
};
const oidc = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
const federated = (conditions: object, provider = oidc) => trust({ federated: provider, conditions });

const wide: [string, (contract: Loose) => void, string][] = [
  ...['iam:*', 's3:*', 's3:**', 's3:?*', 's3:???*', 's3:*?', 's3:*Object', 's3:G*', 'iam:Create*', 'iam:C*'].map(
    (name): [string, (contract: Loose) => void, string] => [`the action ${name}`, action(name), 'identity[3]'],
  ),
  ...['iam:*AccessKey*', 'iam:?reateUser', 'iam:G*', 'sts:Assume*', 'sts:*'].map(
    (name): [string, (contract: Loose) => void, string] => [`the action ${name}`, action(name), 'identity[3]'],
  ),
  ...[
    '*',
    '**',
    '?*',
    'arn:*',
    'arn:aws:*',
    'arn:aws',
    'arn:aws:s3',
    'arn:aws:sqs:*',
    'arn:aws:iam:*',
    'arn:aws:iam:?',
    'arn:aws:kms:eu-central-1',
    'arn:aws:kms::?',
    '*:*:*:*:*:*',
    'a*',
    '?rn:aws:s3:::bucket/*',
    'arn:*:s3:::bucket/key',
    'arn:aws*:s3:::bucket/key',
    'arn:aws:s?:::bucket/key',
    'arn:aws:iam::*:user/x',
    'arn:aws:iam::????????????:user/x',
    'arn:aws:iam::1111*:user/x',
    `arn:aws:iam::${account}:user/*`,
    `arn:aws:iam::${account}:user/ci/*`,
    `arn:aws:iam::${account}:user/x?`,
    `arn:aws:iam::${account}:*`,
    'arn:aws:iam::${account}:user/${environment}-*',
    'arn:aws:logs:*:*:log-group:x',
    'arn:aws:logs:*:log-group:x:y',
    'arn:aws:s3:::*',
    'arn:aws:s3:::*/key',
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:*`,
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:?*`,
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:*-??????`,
    `arn:aws:sqs:eu-central-1:${account}:*`,
  ].map((name): [string, (contract: Loose) => void, string] => [`the resource ${name}`, on(name), 'identity[3]']),
  [
    'a condition that holds for everything',
    identity({
      actions: ['ses:SendEmail'],
      resources: [`arn:aws:ses:eu-central-1:${account}:identity/x`],
      conditions: [{ key: 'ses:FromAddress', operator: 'StringLike', values: ['a@example.com', '*'] }],
    }),
    'identity[3]',
  ],
  [
    'a condition on any source',
    resourcePolicy({
      address: 'aws_kms_key.x',
      conditions: [{ key: 'AWS:SourceArn', operator: 'ArnLike', values: ['arn:aws:states:*:*:stateMachine:x'] }],
    }),
    'resourcePolicies[0]',
  ],
  ['a trust in an account', trust({ aws: account }), 'trust[0]'],
  ['a trust in the root of an account', trust({ aws: `arn:aws:iam::${account}:root` }), 'trust[0]'],
  ['a trust in the root of its own account', trust({ aws: 'arn:${partition}:iam::${account}:root' }), 'trust[0]'],
  ['a trust in its own account', trust({ aws: '${account}' }), 'trust[0]'],
  [
    'a trust in an account with an external id',
    trust({ aws: account, conditions: { 'sts:ExternalId': 'x' } }),
    'trust[0]',
  ],
  [
    'a trust in an account for a pattern of roles',
    trust({ aws: account, conditions: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/*` } }),
    'trust[0]',
  ],
  ['a wildcard SourceArn', states({ 'aws:SourceArn': 'arn:aws:states:*' }), 'trust[0]'],
  ['a SourceArn of any machine', states({ 'aws:SourceArn': source.replace('rotation', '*') }), 'trust[0]'],
  [
    'a SourceArn with one open character',
    states({ 'AWS:sourcearn': source.replace('rotation', '?otation') }),
    'trust[0]',
  ],
  ['a wildcard SourceAccount', states({ 'aws:SourceArn': source, 'aws:SourceAccount': '*' }), 'trust[0]'],
  ['no SourceArn of a service that sends one', states({ 'aws:SourceAccount': account }), 'trust[0]'],
  ['no condition on a service that sends its source', states({}), 'trust[0]'],
  ['a federated principal without conditions', federated({}), 'trust[0]'],
  [
    'a federated principal with its audience alone',
    federated({ 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' }),
    'trust[0]',
  ],
  ['a pattern of subjects', federated({ 'token.actions.githubusercontent.com:sub': 'repo:example/*' }), 'trust[0]'],
  ...[
    '*',
    '**',
    '*.*',
    'aws_*',
    '*_*',
    '*_key.*',
    'aws_kms_key.*',
    'aws_*.history',
    '*history',
    'module.*',
    'module.x.*',
  ].map((address): [string, (contract: Loose) => void, string] => [
    `a resource policy at ${address}`,
    resourcePolicy({ address }),
    'resourcePolicies[0]',
  ]),
  [
    'a resource policy of any key',
    resourcePolicy({ arn: `arn:aws:kms:eu-central-1:${account}:key/*` }),
    'resourcePolicies[0]',
  ],
  ['a resource policy of anything', resourcePolicy({ arn: '*' }), 'resourcePolicies[0]'],
  [
    'every action of a resource policy',
    resourcePolicy({ address: 'aws_kms_key.x', actions: ['kms:*'] }),
    'resourcePolicies[0]',
  ],
  ...['aws_lambda_function.*', 'aws_lambda*', 'aws_iam_*.x', '*.x', 'module.x.*', 'aws_lambda_function.*["a.b"]'].map(
    (address): [string, (contract: Loose) => void, string] => [`a use by ${address}`, use(address), 'uses[1]'],
  ),
  ...['*', '*:*', 'i?m:*', '**', '?*:CreateUser'].map((name): [string, (contract: Loose) => void, string] => [
    `the accepted action ${name}`,
    right({ actions: [name], resources: ['arn:aws:s3:::bucket/key'] }),
    'acceptedUsers[0].rights[0]',
  ]),
  ['accepted resources', right({ actions: ['s3:GetObject'], resources: ['*'] }), 'acceptedUsers[0].rights[0]'],
];

describe('a very wide line', () => {
  test.each(wide)('%s', (_, edit, path) => expect(pathsOf(edit)).toEqual([path]));

  test.each(wide)('%s, for a reason', (_, edit, path) => {
    const withReason = (contract: Loose) => {
      edit(contract);
      const steps = path.split(/[[\].]+/).filter((step) => step !== '');
      steps.reduce((value: Loose, step) => value[step], contract).reason = reason;
    };
    expect(pathsOf(withReason)).toEqual([]);
  });
});

describe('the rule', () => {
  const edit = right({ actions: ['iam:*'], resources: ['arn:aws:s3:::bucket/key'] });

  test.each<[string, Parameters<typeof judge>[2], string]>([
    ['notes the line', {}, 'note'],
    ['notes the line where another rule is strict', { strict: ['contract-used'] }, 'note'],
    ['fails strictly', { strict: true }, 'fail'],
    ['fails where it is named', { strict: ['wide-contract'] }, 'fail'],
  ])('%s', (_, options, verdict) => {
    const found = said(edit, options);
    expect(found.map((one) => [one.verdict, one.message, one.place.contractPointer])).toEqual([
      [
        verdict,
        'acceptedUsers[0].rights[0] of contract "execution-role" is very wide: iam:* is more than actions of one kind',
        '/acceptedUsers/0/rights/0',
      ],
    ]);
  });
});

const narrow: [string, (contract: Loose) => void][] = [
  ...[
    's3:GetObject',
    's3:Get*',
    's3:PutObject*',
    'kms:GenerateDataKey*',
    'iam:List*',
    'iam:Get*',
    'iam:GetUser?',
    'sts:AssumeRole',
    'ec2:Describe*',
  ].map((name): [string, (contract: Loose) => void] => [`the action ${name}`, action(name)]),
  ...[
    'arn:aws:s3:::bucket/*',
    'arn:aws:s3:::bucket*',
    'arn:${partition}:s3:::bucket/2027/*',
    `arn:aws:iam::${account}:user/ci/deployer`,
    'arn:aws:iam::${account}:user/deployer',
    'arn:aws:iam::aws:policy/ReadOnlyAccess',
    `arn:aws:logs:*:${account}:log-group:/aws/lambda/x:*`,
    'arn:aws:logs:*:${account}:log-group:/worker:*',
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:app/*`,
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:app-??????`,
    `arn:aws:sqs:eu-central-1:${account}:jobs-*`,
    `arn:aws:dynamodb:eu-central-1:${account}:table/orders/index/*`,
    `arn:aws:execute-api:eu-central-1:${account}:abc123/*`,
    'bucket',
  ].map((name): [string, (contract: Loose) => void] => [`the resource ${name}`, on(name)]),
  [
    'a condition on a domain',
    identity({
      actions: ['ses:SendEmail'],
      resources: [`arn:aws:ses:eu-central-1:${account}:identity/x`],
      conditions: [{ key: 'ses:FromAddress', operator: 'StringLike', values: ['*@example.com'] }],
    }),
  ],
  [
    'a condition on machines of one name',
    resourcePolicy({
      address: 'aws_kms_key.x',
      conditions: [{ key: 'aws:SourceArn', operator: 'ArnLike', values: [`${source}-*`] }],
    }),
  ],
  ['a trust in a role', trust({ aws: `arn:aws:iam::${account}:role/root` })],
  [
    'a trust in an account for one role',
    trust({ aws: account, conditions: { 'aws:principalarn': `arn:aws:iam::${account}:role/x` } }),
  ],
  ['a trust in one machine', states({ 'aws:SourceArn': source, 'aws:SourceAccount': account })],
  ['a trust in one machine alone', states({ 'aws:sourceArn': source })],
  ['a trust in a service that sends no source', trust({ service: 'ec2.amazonaws.com', conditions: {} })],
  [
    'a federated principal of one subject',
    federated({ 'token.actions.githubusercontent.com:sub': 'repo:example/site:ref:refs/heads/main' }),
  ],
  [
    'a federated principal by SAML',
    federated({ 'SAML:aud': 'https://signin.aws.amazon.com/saml' }, `arn:aws:iam::${account}:saml-provider/ad`),
  ],
  ...['aws_kms_key.history', 'aws_kms_key.history*', 'module.x.aws_kms_key.history', 'aws_kms_key.a["x.*"]'].map(
    (address): [string, (contract: Loose) => void] => [`a resource policy at ${address}`, resourcePolicy({ address })],
  ),
  ['a resource policy of a key', resourcePolicy({ arn: `arn:aws:kms:eu-central-1:${account}:key/1234abcd` })],
  ...['aws_lambda_function.reader', 'aws_lambda_function.reader[*]', '*.aws_lambda_function.reader'].map(
    (address): [string, (contract: Loose) => void] => [`a use by ${address}`, use(address)],
  ),
  ['an accepted policy of AWS', right({ managedPolicy: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })],
  ['the contract as it is', () => undefined],
];

test.each(narrow)('%s is not a wide line', (_, edit) => {
  expect(pathsOf(edit)).toEqual([]);
});

test.each([
  ['every machine', { machine: '${environment}' }],
  ['every role', { role: '${environment}' }],
  ['every role between wildcards', { role: '-${environment}_' }],
])('a subject of %s is a note', (_, subject) => {
  expect(pathsOf((c) => (c.subject = subject))).toEqual(['subject']);
});

describe('a contract without environments', () => {
  const twice = () => {
    const stack = sampleStack();
    const { rotation } = stack.resource.aws_sfn_state_machine;
    stack.resource.aws_sfn_state_machine.more = { ...rotation, name: 'keyturn-more' };
    return stack;
  };
  const messages = (contracts = contractsWith(() => undefined)) =>
    judge(twice(), contracts)
      .findings.filter(({ rule }) => rule === 'wide-contract')
      .map(({ verdict, message, remedy }) => [verdict, message, remedy]);

  test('that judges several in one input is a note, with the member to add', () => {
    expect(messages()).toEqual([
      [
        'note',
        'contract "execution-role" names no environments, but judges more, staging in one input',
        expect.stringContaining('"environments": ["more","staging"]'),
      ],
    ]);
  });

  test('and one that names them is not', () => {
    expect(messages(contractsWith((c) => (c.environments = ['more', 'staging'])))).toEqual([]);
  });
});
