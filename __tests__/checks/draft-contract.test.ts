import { checkModel, draftContract, readContract } from '../../src/checks';
import { readModel } from '../../src/inputs';
import fc from '../fast-check';
import { examples } from '../effort';
import {
  contractJson,
  digest,
  editDefinition,
  editPolicy,
  samplePlan,
  sampleStack,
  spoken,
  type Loose,
} from './sample';

/** A draft is where a stranger begins: what is granted now, and a TODO at each line. */
const drafted = (stack: Loose, role = 'keyturn-staging-execution') =>
  draftContract(readModel(JSON.stringify(stack), 'stack.json'), role);

function judged(stack: Loose, contract: object): string[] {
  const model = readModel(JSON.stringify(stack), 'stack.json');
  const contracts = [readContract(JSON.stringify(contract), 'drafted.json')];
  return spoken(checkModel(model, contracts, { today: '2026-11-23', coverAll: 'stacks', digest })).filter(
    (said) => said !== 'covered fail', // the other role of the stack has no contract here
  );
}

const answered = (draft: object): object => JSON.parse(JSON.stringify(draft).replaceAll('TODO', 'answered')) as object;

test('a draft is a contract that is undecided until every TODO is answered', () => {
  const stack = sampleStack();
  const { contract = {}, left } = drafted(stack) ?? {};
  expect(left).toEqual([]);
  expect(judged(stack, contract)).toEqual(['contract-complete undecided']);
  // The pairs of users and secrets are those that the machine accepts now; only people know which belong together.
  expect(contract).toMatchObject({ pairs: expect.arrayContaining(contractJson('execution-role').pairs as object[]) });
  expect(judged(stack, answered(contract))).toEqual([]);
});

test('a draft of a machine that rotates any user of its input has pairs to fill in', () => {
  const stack = sampleStack();
  editDefinition(stack, (_, definition) => {
    definition.StartAt = 'CreateAccessKey';
  });
  expect(drafted(stack)?.contract).toMatchObject({ pairs: [{ userName: 'TODO', secretName: 'TODO' }] });
});

test('a draft of a role that rotates nothing has no pairs', () => {
  expect(drafted(sampleStack(), 'keyturn-staging-schedule')?.contract).not.toHaveProperty('pairs');
});

const github = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const lets = (Principal: object, Condition: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  Condition,
});

test.each<[string, object]>([
  ['a federated principal without conditions', lets({ Federated: github })],
  ['an account', lets({ AWS: 'arn:aws:iam::111122223333:root' })],
  ['a service that sends no source', lets({ Service: 'ec2.amazonaws.com' })],
])('a draft of a role that trusts %s holds once it is answered', (_, statement) => {
  const stack = sampleStack();
  stack.resource.aws_iam_role.schedule.assume_role_policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [statement],
  });
  const { contract = {} } = drafted(stack, 'keyturn-staging-schedule') ?? {};
  expect(judged(stack, contract)).toContain('contract-complete undecided');
  const model = readModel(JSON.stringify(stack), 'stack.json');
  const contracts = [readContract(JSON.stringify(answered(contract)), 'drafted.json')];
  const { findings } = checkModel(model, contracts, {
    today: '2026-11-23',
    coverAll: 'stacks',
    digest,
    strict: ['wide-contract'],
  });
  const ofContract = findings.filter(({ rule }) =>
    ['contract-complete', 'wide-contract', 'bound-pairs'].includes(rule),
  );
  expect(ofContract).toEqual([]);
});

test('a draft serves every account and region, and names its machine', () => {
  expect(drafted(sampleStack())?.contract).toMatchObject({
    name: 'keyturn-staging-execution',
    subject: { machine: 'keyturn-staging', role: 'keyturn-staging-execution' },
    identity: [
      {
        actions: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'],
        resources: expect.arrayContaining(['arn:${partition}:iam::${account}:user/backup-agent']),
      },
      {
        actions: ['secretsmanager:UpdateSecret'],
        resources: expect.arrayContaining([
          'arn:${partition}:secretsmanager:${region}:${account}:secret:backup-agent/aws-??????',
        ]),
      },
      { actions: ['ses:SendEmail'], conditions: [{ key: 'ses:FromAddress' }, { key: 'ses:Recipients' }] },
    ],
    trust: [{ service: 'states.amazonaws.com', conditions: { 'aws:SourceAccount': '${account}' } }],
    uses: [{ machine: 'keyturn-staging' }],
  });
});

test.each([
  ['its name', 'keyturn-staging-schedule'],
  ['its name in another case', 'KEYTURN-staging-schedule'],
  ['its address', 'aws_iam_role.schedule'],
])('a role is found by %s', (_, role) => {
  expect(drafted(sampleStack(), role)?.contract).toMatchObject({ subject: { role: 'keyturn-staging-schedule' } });
});

test('what runs as a role is named by its address', () => {
  expect(drafted(sampleStack(), 'keyturn-staging-schedule')?.contract).toMatchObject({
    uses: expect.arrayContaining([{ address: 'aws_scheduler_schedule.rotation["backup-agent"]' }]),
  });
});

test('a role that is not there has no draft', () => {
  expect(drafted(sampleStack(), 'nobody')).toBeUndefined();
});

const unsayable: [string, object, RegExp][] = [
  ['NotAction', { NotAction: 'iam:*', Resource: '*' }, /statement 3 of .* uses NotAction or NotResource; rewrite it/],
  ['every service', { Action: '*', Resource: '*' }, /statement 3 of .* allows \*, which a contract cannot express/],
  [
    'a condition on what is not a variable of AWS',
    { Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { 'aws:a': '$${b}' } } },
    /statement 3 of .* has a condition that a contract cannot express/,
  ],
];

test.each(unsayable)('what no contract can say is said, and is a TODO of the draft: %s', (_, statement, line) => {
  const stack = sampleStack();
  editPolicy(stack, (policy: { Statement: object[] }) => policy.Statement.push({ Effect: 'Allow', ...statement }));
  const { contract = {}, left = [] } = drafted(stack) ?? {};
  expect(left).toEqual([expect.stringMatching(line)]);
  const { identity } = contract as { identity: { reason: string }[] };
  expect(identity.at(-1)?.reason).toMatch(/TODO: statement 3 of /);
  expect(judged(stack, contract)).toContain('contract-complete undecided');
});

test.each<[string, object, string]>([
  ['everybody', { Principal: '*', Action: 'sts:AssumeRole' }, 'admits *, which a contract cannot express'],
  [
    'everybody of AWS',
    { Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
    'admits *, which a contract cannot express',
  ],
  ['every action', { Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:*' }, 'allows ec2.amazonaws.com sts:*'],
  [
    'every action but one',
    { Principal: { Service: 'ec2.amazonaws.com' }, NotAction: 'sts:TagSession' },
    'every action with exceptions',
  ],
  [
    'a condition on an unknown variable',
    {
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:x': '$${odd' } },
    },
    'has conditions that a contract cannot express (StringEquals aws:x)',
  ],
])('a trust policy that lets in %s has a TODO in its place, and never lets in more', (_, statement, said) => {
  const stack = sampleStack();
  stack.resource.aws_iam_role.schedule.assume_role_policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });
  const { contract = {}, left = [] } = drafted(stack, 'keyturn-staging-schedule') ?? {};
  expect(left).toEqual([expect.stringContaining(said)]);
  expect(JSON.stringify(contract)).toContain('TODO: statement 0 of the trust policy');
  expect(judged(stack, contract)).toContain('contract-complete undecided');
});

test('a draft carries its schema', () => {
  expect(drafted(sampleStack())?.contract).toMatchObject({ $schema: '../schemas/contract.schema.json' });
});

test('conditions that contracts demand now stand in it, and hold once it is answered', () => {
  const stack = sampleStack();
  const conditions = [
    { Null: { 'aws:TokenIssueTime': 'false' } },
    { StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-central-1' } },
    { StringEquals: { 'aws:ResourceTag/team': '$${aws:PrincipalTag/team}' } },
    { StringEquals: { 'aws:ResourceTag/team': '' } },
  ];
  editPolicy(stack, (policy: { Statement: object[] }) =>
    policy.Statement.push(
      ...conditions.map((Condition, index) => ({
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::b${index}/*`,
        Condition,
      })),
    ),
  );
  const { contract = {}, left } = drafted(stack) ?? {};
  expect(left).toEqual([]);
  expect(judged(stack, answered(contract)).filter((said) => said.startsWith('grants-inside'))).toEqual([]);
  const wider = JSON.parse(JSON.stringify(stack));
  editPolicy(wider, (policy: { Statement: { Condition?: object }[] }) => {
    for (const statement of policy.Statement.slice(3)) delete statement.Condition;
  });
  expect(judged(wider, answered(contract))).toContain('grants-inside-contract fail');
});

test('a plan that is not whole is said, and is a TODO', () => {
  const plan = { ...samplePlan(), complete: false };
  const found = draftContract(readModel(JSON.stringify(plan), 'plan.json'), 'keyturn-staging-execution');
  expect(found?.left).toEqual([expect.stringContaining('the input is not complete: the plan is not complete')]);
  expect((found?.contract as { description: string }).description).toContain('TODO: the input is not complete');
});

test('what is of another partition, or another account, stays as it is written', () => {
  const stack = sampleStack();
  editPolicy(stack, (policy: { Statement: object[] }) =>
    policy.Statement.push({
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: ['arn:aws-cn:s3:::b/*', 'arn:aws:sqs:us-east-1:444455556666:q', 'arn:*:s3:::c'],
    }),
  );
  expect(drafted(stack)?.contract).toMatchObject({
    identity: expect.arrayContaining([
      expect.objectContaining({
        resources: ['arn:aws-cn:s3:::b/*', 'arn:${partition}:sqs:us-east-1:444455556666:q', 'arn:*:s3:::c'],
      }),
    ]),
  });
});

describe('a bare policy', () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' },
      { Effect: 'Allow', Action: '*', Resource: '*' },
    ],
  };

  test('is drafted for the role that is named; who may assume it is to be decided', () => {
    const model = readModel(JSON.stringify(policy), 'policy.json');
    const { contract = {}, left } = draftContract(model, 'reader') ?? {};
    expect(contract).toMatchObject({
      subject: { role: 'reader' },
      identity: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::b/*'] }, { actions: ['service:TODO'] }],
      trust: [{ aws: 'TODO' }],
      uses: [],
    });
    expect(left).toEqual([expect.stringContaining('allows *, which a contract cannot express')]);
  });

  test('holds once it is answered', () => {
    const narrow = { ...policy, Statement: policy.Statement.slice(0, 1) };
    const model = readModel(JSON.stringify(narrow), 'policy.json');
    const { contract = {} } = draftContract(model, 'arn:aws:iam::111122223333:role/reader') ?? {};
    const contracts = [readContract(JSON.stringify(answered(contract)), 'drafted.json')];
    const options = { today: '2026-11-23', coverAll: 'stacks', digest, given: {} } as const;
    expect(checkModel(model, contracts, options).verdict).toBe('pass');
  });
});

test('whatever a policy says, its own reader takes the draft, and it passes nothing undecided', () => {
  const word = fc.oneof(
    fc.constantFrom('*', 's3:*', 's3:Get*', 'S3:getObject', 'x', '${', 'arn:aws:s3:::b/$${aws:username}', '', ' '),
    fc.string(),
  );
  const condition = fc.dictionary(
    fc.constantFrom(
      'StringEquals',
      'Null',
      'StringLikeIfExists',
      'ForAllValues:StringLike',
      'ForAnyValue:ArnLike',
      'Bool',
    ),
    fc.dictionary(fc.constantFrom('aws:x', 'aws:$${y}', 'k'), fc.array(word, { maxLength: 2 }), { maxKeys: 2 }),
    { maxKeys: 2 },
  );
  const statement = fc.record({
    Effect: fc.constant('Allow'),
    Action: fc.array(fc.constantFrom('*', 's3:GetObject', 'S3:Get*', 'sts:*'), { minLength: 1, maxLength: 2 }),
    Resource: fc.array(word, { minLength: 1, maxLength: 2 }),
    Condition: condition,
  });
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 2 }),
      fc.constantFrom('2012-10-17', '2008-10-17'),
      (all, Version) => {
        const stack = sampleStack();
        stack.resource.aws_iam_role_policy.schedule.policy = JSON.stringify({ Version, Statement: all });
        const { contract = {} } = drafted(stack, 'keyturn-staging-schedule') ?? {};
        expect(() => readContract(JSON.stringify(contract), 'drafted.json')).not.toThrow();
        expect(judged(stack, contract)).toContain('contract-complete undecided');
      },
    ),
    { numRuns: examples(100) },
  );
});
