import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../../../src/checks';
import { editPolicy, judge, samplePlan, sampleStack, spoken, type Loose } from '../sample';

/** The contracts of version 0.1.0, word for word: they stay valid, and say what they said. */
const folder = join(__dirname, '..', '..', 'fixtures', 'contracts-0.1.0');
const contracts = ['execution-role.json', 'schedule-role.json'].map((name) =>
  readContract(readFileSync(join(folder, name), 'utf8'), name),
);

const exported = JSON.parse(readFileSync(join(__dirname, '..', '..', 'fixtures', 'exports', 'account.json'), 'utf8'));

test.each<[string, Loose]>([
  ['the stack', sampleStack()],
  ['the plan', samplePlan()],
])('%s of the sample passes without a finding', (_, input) => {
  const { verdict, findings } = judge(input, contracts);
  expect({ verdict, findings }).toEqual({ verdict: 'pass', findings: [] });
});

test('so does an export', () => {
  expect(judge(exported, contracts, { coverAll: 'ours', given: { region: 'eu-central-1' } }).verdict).toBe('pass');
});

test('what is wider fails', () => {
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }];
  });
  expect(spoken(judge(stack, contracts))).toContain('grants-inside-contract fail');
});
