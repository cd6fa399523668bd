import { readContract } from '../../../src/checks';
import { contractJson, editPolicy, judge, sampleContracts, sampleStack, spoken, type Loose } from '../sample';

const resource = 'arn:aws:s3:::b/*';
const team = '${aws:PrincipalTag/team}';

interface Demanded {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** What is said of a grant under some conditions, by a contract that demands others. */
function said(granted: object, demanded: Demanded, version = '2012-10-17'): string[] {
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => {
    policy.Version = version;
    policy.Statement = [
      ...policy.Statement,
      { Effect: 'Allow', Action: 's3:GetObject', Resource: resource, Condition: granted },
    ];
  });
  // A stack holds `${` as `$${`.
  const { aws_iam_role_policy: policies } = stack.resource as {
    aws_iam_role_policy: { execution: { policy: string } };
  };
  policies.execution.policy = policies.execution.policy.replaceAll('${', () => '$${');
  const contract = contractJson('execution-role');
  contract.identity = [
    ...contract.identity,
    { actions: ['s3:GetObject'], resources: [resource], conditions: [demanded], withoutCall: 'A test.' },
  ];
  const judges = [readContract(JSON.stringify(contract), 'c.json'), ...sampleContracts.slice(1)];
  return spoken(judge(stack, judges)).filter((one) => one.startsWith('grants-inside'));
}

const demand = (operator: string, value: string, key = 'aws:x'): Demanded => ({ key, operator, values: [value] });
const outside = ['grants-inside-contract fail'];

test.each<[string, object, Demanded, string?]>([
  ['Null', { Null: { 'aws:x': 'false' } }, demand('Null', 'false')],
  ['Null in another case', { Null: { 'aws:X': 'False' } }, demand('Null', 'false')],
  ['IfExists', { StringEqualsIfExists: { 'aws:x': 'y' } }, demand('StringEqualsIfExists', 'y')],
  ['IfExists, and stricter', { StringEquals: { 'aws:x': 'y' } }, demand('StringLikeIfExists', 'y*')],
  ['an empty value', { StringEquals: { 'aws:x': '' } }, demand('StringEquals', '')],
  ['a variable', { StringEquals: { 'aws:x': team } }, demand('StringEquals', team)],
  ['a variable in a text', { StringLike: { 'aws:x': `a/${team}/*` } }, demand('StringLike', `a/${team}/*`)],
  ['a variable that is excluded', { StringNotEquals: { 'aws:x': [team, 'z'] } }, demand('StringNotEquals', team)],
  ['an escape', { StringLike: { 'aws:x': 'a${*}b' } }, demand('StringLike', 'a${*}b')],
])('%s is met by what is the same, or stricter', (_, granted, demanded) => {
  expect(said(granted, demanded)).toEqual([]);
});

test.each<[string, object, Demanded, string?]>([
  ['Null by its opposite', { Null: { 'aws:x': 'true' } }, demand('Null', 'false')],
  ['Null by nothing', {}, demand('Null', 'false')],
  ['a condition by its IfExists', { StringEqualsIfExists: { 'aws:x': 'y' } }, demand('StringEquals', 'y')],
  ['an empty value by another', { StringEquals: { 'aws:x': ['', 'y'] } }, demand('StringEquals', '')],
  ['a variable by another', { StringEquals: { 'aws:x': '${aws:username}' } }, demand('StringEquals', team)],
  ['a variable by a wildcard', { StringLike: { 'aws:x': '*' } }, demand('StringLike', team)],
  ['a variable by more', { StringEquals: { 'aws:x': [team, 'y'] } }, demand('StringEquals', team)],
  ['a variable by another operator', { StringLike: { 'aws:x': team } }, demand('StringEquals', team)],
  ['a variable by its text', { StringEquals: { 'aws:x': team } }, demand('StringEquals', team), '2008-10-17'],
  ['a text by a variable', { StringEquals: { 'aws:x': team } }, demand('StringEquals', 'platform')],
  [
    'an exclusion by less',
    { StringNotEquals: { 'aws:x': team } },
    { ...demand('StringNotEquals', team), values: [team, 'z'] },
  ],
])('%s is not met', (_, granted, demanded, version = '2012-10-17') => {
  expect(said(granted, demanded, version)).toEqual(outside);
});

test.each(['${team}', '${pairs.users}', '${aws:username', '${}', '${aws:a${b}}'])('%s is not a value', (value) => {
  expect(() => said({}, demand('StringEquals', value))).toThrow('conditions[0].values[0]');
});
