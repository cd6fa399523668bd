/* eslint-disable @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, readContract, type Contract, type Report } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { foldedFindings, formats } from '../../src/report';
import { plain } from '../report/report-on';
import { digest, editPolicy, policies, sampleStack, type Loose } from './sample';

/** What many findings come from is one thing to change: an entry in the contract. */
const judge = (stack: Loose, contracts = without(0)): Report =>
  check([readModel(JSON.stringify(stack), 'stack.json')], contracts, {
    today: '2026-11-23',
    coverAll: 'always',
    digest,
  });

const textOf = (name: string): string => readFileSync(join(policies, name), 'utf8');
const users: Loose[] = JSON.parse(textOf('execution-role.json')).pairs;

/** The project's contracts, with other pairs. */
const naming = (pairs: readonly Loose[]): Contract[] => [
  readContract(JSON.stringify({ ...JSON.parse(textOf('execution-role.json')), pairs }), 'policies/execution-role.json'),
  readContract(textOf('schedule-role.json'), 'policies/schedule-role.json'),
];

/** Without the last users: as if they had been added to the settings alone. */
const without = (count: number): Contract[] => naming(users.slice(0, users.length - count));

test('a user whom no contract names is one finding, with the entry to paste', () => {
  const { checks } = judge(sampleStack(), without(1));
  const [one] = checks;
  const { userName, secretName } = users.at(-1);
  expect(one?.causes).toEqual([
    {
      verdict: 'fail',
      message: `policies/execution-role.json does not name user ${userName as string} with secret ${secretName as string}`,
      remedy: expect.stringContaining(JSON.stringify(users.at(-1))),
      findings: one?.findings.filter(({ cause }) => cause === 0).length,
    },
  ]);
  expect(one?.findings.length).toBeGreaterThan(10);
  const [shown, ...others] = one === undefined ? [] : foldedFindings(one);
  expect(others).toEqual([]);
  expect(shown?.message).toMatch(/: \d+ findings \(rules .*; statements .*; states .*\)$/);
});

test('pasting the entry lets the stack pass', () => {
  const [one] = judge(sampleStack(), without(1)).checks;
  const [, entry = ''] = /: (\{.*\})$/.exec(one?.causes?.[0]?.remedy ?? '') ?? [];
  expect(judge(sampleStack(), naming([...users.slice(0, -1), JSON.parse(entry)])).verdict).toBe('pass');
});

test('each user is a cause of its own, with its path', () => {
  const [, ...others] = users;
  const contracts = naming([{ userName: 'somebody', secretName: 'else' }, ...others.slice(2)]);
  const [one] = judge(sampleStack(), contracts).checks;
  const entries = one?.causes?.map(({ remedy }): Loose => JSON.parse(/: (\{.*\})$/.exec(remedy)?.[1] ?? '{}'));
  expect(entries).toHaveLength(3);
  expect(entries).toEqual(expect.arrayContaining(users.slice(0, 3)));
});

test('what is wrong besides stands alone', () => {
  const stack = sampleStack();
  editPolicy(
    stack,
    (policy: Loose) => void policy.Statement.push({ Effect: 'Allow', Action: 'iam:CreateUser', Resource: '*' }),
  );
  const [one] = judge(stack, without(1)).checks;
  const alone = one?.findings.filter(({ cause, verdict }) => cause === undefined && verdict !== 'note');
  expect(alone).toEqual([expect.objectContaining({ message: expect.stringContaining('iam:CreateUser') })]);
});

test('a pass has no causes, and neither has a failure that no entry repairs', () => {
  expect(judge(sampleStack()).checks[0]).not.toHaveProperty('causes');
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => void policy.Statement.push({ Effect: 'Allow', Action: 'iam:*', Resource: '*' }));
  expect(judge(stack).checks[0]).not.toHaveProperty('causes');
});

test.each(['text', 'markdown', 'github'] as const)('%s shows the cause once, JSON every finding', async (format) => {
  const report = judge(sampleStack(), without(1));
  const printed = async (name: keyof typeof formats) => (await formats[name].load()).print(report, plain);
  expect((await printed(format)).match(/does not name user/g)).toHaveLength(1);
  const { checks }: Loose = JSON.parse(await printed('json'));
  expect(checks[0].findings).toHaveLength(report.checks[0]?.findings.length ?? 0);
});
