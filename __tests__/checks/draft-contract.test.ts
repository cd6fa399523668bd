import { checkModel, draftContract, readContract } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { contractJson, digest, editDefinition, editPolicy, sampleStack, spoken, type Loose } from './sample';

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

test('a draft of a machine that rotates whoever it is told to has pairs to fill in', () => {
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
  ['NotAction', { NotAction: 'iam:*', Resource: '*' }, /statement 3 of .* allows everything but what it names/],
  ['every service', { Action: '*', Resource: '*' }, /statement 3 of .* allows \*, which no contract can/],
  [
    'a condition that stops nothing for certain',
    { Action: 's3:GetObject', Resource: '*', Condition: { StringEqualsIfExists: { 'aws:a': 'b' } } },
    /statement 3 of .* has a condition that no contract can demand/,
  ],
];

test.each(unsayable)('what no contract can say is left out, and said: %s', (_, statement, line) => {
  const stack = sampleStack();
  editPolicy(stack, (policy: { Statement: object[] }) => policy.Statement.push({ Effect: 'Allow', ...statement }));
  expect(drafted(stack)?.left).toEqual([expect.stringMatching(line)]);
});
