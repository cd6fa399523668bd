import { checkModel, draftContract, readContract } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { digest, editPolicy, sampleStack, spoken, type Loose } from './sample';

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
  // Its pairs of users and secrets are what only people know.
  expect(judged(stack, answered(contract))).toEqual([]);
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
