import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../../../src/checks';
import { planOf } from '../planned';
import { editPolicy, judge, sampleStack, spoken, type Loose } from '../sample';

/** The contracts of version 0.1.0, word for word: they stay valid, and say what they said. */
const folder = join(__dirname, '..', '..', 'fixtures', 'contracts-0.1.0');
const contracts = ['execution-role.json', 'schedule-role.json'].map((name) =>
  readContract(readFileSync(join(folder, name), 'utf8'), name),
);

/** The sample as 0.1.0 synthesised it: nothing is said of an encryption. */
function earlierStack(): Loose {
  const stack = sampleStack();
  delete stack.resource.aws_sfn_state_machine.rotation.encryption_configuration;
  return stack;
}

const exported = JSON.parse(readFileSync(join(__dirname, '..', '..', 'fixtures', 'exports', 'account.json'), 'utf8'));

test.each<[string, Loose]>([
  ['the stack', earlierStack()],
  ['the plan', planOf(earlierStack())],
])('%s of the sample passes, with one note for each section that 0.1.0 did not have', (_, input) => {
  const { verdict, findings } = judge(input, contracts);
  expect(verdict).toBe('pass');
  expect(findings.map(({ rule, verdict: of }) => `${rule} ${of}`)).toEqual(['history-encrypted note']);
});

test('so does an export', () => {
  expect(judge(exported, contracts, { coverAll: 'ours', given: { region: 'eu-central-1' } }).verdict).toBe('pass');
});

test('what is wider fails', () => {
  const stack = earlierStack();
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }];
  });
  expect(spoken(judge(stack, contracts))).toContain('grants-inside-contract fail');
});
