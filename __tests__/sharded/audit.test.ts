/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-dynamic-delete -- answers are untyped JSON */
import { questionsOf } from '../../src/audit/answers/questions';
import type { EnvironmentAudit } from '../../src/audit/document';
import { print } from '../../src/audit/formats/text';
import { print as printHtml } from '../../src/audit/formats/html';
import { accountOf, found, verdicts, type Answers } from '../audit/account';
import { asInSchema } from '../audit/schema';
import { now } from '../audit/report';
import type { Loose } from '../checks/sample';
import { deployed } from './deployed';
import { userName } from './sharded';

const given = deployed();
const { place, made } = given;
const { cleanAccount, audited } = accountOf(given);
const machine = (suffix: string) => `arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-staging${suffix}`;

function withAnswers(edit: (answers: Loose) => void): EnvironmentAudit {
  const answers: Loose = structuredClone(cleanAccount());
  edit(answers);
  return audited(answers as Answers);
}

const textOf = (audit: EnvironmentAudit): string => {
  const document = asInSchema({
    format: 'keyturn-audit/1',
    tool: '0',
    at: new Date(now).toISOString(),
    verdict: audit.verdict,
    environments: [audit],
    notAudited: [],
    basis: { options: {}, contracts: [], files: [] },
  } as const);
  expect(printHtml(document, { colour: false })).toContain('<html');
  return print(document, { colour: false });
};

test('every machine is asked about, and its executions', () => {
  const names = (wanted: string) =>
    questionsOf(place, made).flatMap(({ kind, name }) => (kind === wanted ? [name] : []));
  const machines = [machine(''), machine('-01'), machine('-02')];
  expect(names('machine')).toEqual(machines);
  expect(names('executions')).toEqual(machines);
});

test('an account as the settings make it passes, and everything is compared', () => {
  const audit = audited(cleanAccount());
  expect(found(audit)).toEqual([]);
  expect(verdicts(audit)).toEqual(Array(7).fill('pass'));
  expect(audit.parts.drift.notCompared).toEqual([]);
  expect(audit.shards?.map(({ shard, users: count, executions }) => [shard, count, executions])).toEqual([
    ['00', 3, 0],
    ['01', 2, 0],
    ['02', 2, 0],
  ]);
  expect(textOf(audit)).toContain('shard 01: keyturn-staging-01, 2 users, 0 executions, 0 running');
});

const roleIn = (answers: Loose, suffix: string): Loose =>
  answers['identities '].RoleDetailList.find((one: Loose) => one.RoleName === `keyturn-staging-execution${suffix}`);
const policyIn = (answers: Loose, name: string): Loose =>
  answers['identities '].Policies.find((one: Loose) => one.PolicyName === name);
const inDefinition = (answers: Loose, suffix: string, edit: (definition: Loose) => void): void => {
  const answer = answers[`machine ${machine(suffix)}`];
  const definition = JSON.parse(answer.definition);
  edit(definition);
  answer.definition = JSON.stringify(definition);
};

test.each<readonly [string, readonly string[], string | undefined, (answers: Loose) => void]>([
  [
    'a machine is missing',
    ['drift missing keyturn-staging-02'],
    '02',
    (all) => delete all[`machine ${machine('-02')}`],
  ],
  [
    'a state of one shard differs',
    ['drift state-changed keyturn-staging-01'],
    '01',
    (all) => inDefinition(all, '-01', ({ States }) => (States.CheckInput.Comment = 'other')),
  ],
  [
    'a machine runs as the role of another shard',
    ['drift value-differs keyturn-staging-01'],
    '01',
    (all) => (all[`machine ${machine('-01')}`].roleArn = 'arn:aws:iam::111122223333:role/keyturn-staging-execution-02'),
  ],
  [
    'a managed policy is detached',
    ['drift document-missing keyturn-staging-execution-02'],
    '02',
    (all) => (roleIn(all, '-02').AttachedManagedPolicies = []),
  ],
  [
    'the managed policy of one shard is another one',
    ['drift document-differs keyturn-staging-execution-01-0'],
    '01',
    (all) =>
      (policyIn(all, 'keyturn-staging-execution-01-0').PolicyVersionList[0].Document.Statement[0].Action =
        'iam:ListAccessKeys'),
  ],
  [
    'a schedule starts the machine of another shard',
    [`drift value-differs ${userName(1)}`],
    '01',
    (all) => (all[`schedule keyturn-staging/${userName(1)}`].Target.Arn = machine('-02')),
  ],
])('%s', (_, expected, shard, edit) => {
  const audit = withAnswers(edit);
  expect(found(audit)).toEqual(expect.arrayContaining([...expected]));
  expect(audit.verdict).toBe('fail');
  const [, , subject] = expected[0]?.split(' ') ?? [];
  expect(audit.parts.drift.findings.find((one) => one.subject === subject)?.shard).toBe(shard);
  expect(textOf(audit)).toContain(`problem: shard ${shard}: `);
});

test('a right more in the managed policy of a shard is outside of its contract', () => {
  const audit = withAnswers((all) => {
    const [version] = policyIn(all, 'keyturn-staging-execution-01-0').PolicyVersionList;
    version.Document.Statement.push({ Effect: 'Allow', Action: 'iam:CreateUser', Resource: '*' });
  });
  expect(found(audit)).toEqual(expect.arrayContaining([expect.stringMatching(/^roles grants-inside-contract /)]));
  expect(audit.parts.roles.verdict).toBe('fail');
});

test('somebody who can write a version of a policy of a shard can change its role', () => {
  const audit = withAnswers((all) => {
    all['identities '].UserDetailList.push({
      ...{
        Path: '/',
        UserName: 'helper',
        UserId: 'AIDAEXAMPLE000000009',
        Arn: 'arn:aws:iam::111122223333:user/helper',
      },
      ...{ CreateDate: '2026-01-01T00:00:00Z', GroupList: [], AttachedManagedPolicies: [], Tags: [] },
      UserPolicyList: [
        {
          PolicyName: 'own',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: {
              ...{ Effect: 'Allow', Action: 'iam:CreatePolicyVersion' },
              Resource: 'arn:aws:iam::111122223333:policy/keyturn-staging-execution-02-0',
            },
          },
        },
      ],
    });
  });
  const told = audit.parts.readers.findings.filter(({ kind }) => kind === 'who-can-change-the-role');
  expect(told.map(({ message }) => message).join('\n')).toMatch(/helper/);
});

test('the same difference of all machines is said once', () => {
  const audit = withAnswers((all) => {
    for (const suffix of ['', '-01', '-02'])
      inDefinition(all, suffix, ({ States }) => (States.CheckInput.Comment = 'other'));
  });
  expect(audit.parts.drift.findings).toHaveLength(3);
  const lines = textOf(audit)
    .split('\n')
    .filter((line) => line.includes('CheckInput'));
  expect(lines).toEqual([expect.stringContaining('shards 00, 01, 02: the definition of the state machine')]);
});

describe('executions', () => {
  const due = Date.parse('2027-03-01T02:00:00Z');
  const run = (suffix: string, index: number, status = 'SUCCEEDED') => {
    const name = `${userName(index)}-aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`;
    const started = new Date(due + 30_000).toISOString();
    return {
      executionArn: `${machine(suffix).replace('stateMachine', 'execution')}:${name}`,
      stateMachineArn: machine(suffix),
      ...{ name, status, startDate: started, stopDate: started },
    };
  };

  test('those of each machine are counted', () => {
    const audit = withAnswers((all) => {
      all[`executions ${machine('-01')}`] = { executions: [run('-01', 1, 'RUNNING'), run('-01', 4)] };
    });
    expect(audit.shards?.map(({ executions, running }) => [executions, running])).toEqual([
      [0, 0],
      [2, 1],
      [0, 0],
    ]);
  });

  test('those of a machine that nobody may read leave its own users undecided', () => {
    const audit = audited(cleanAccount(), {
      [`executions ${machine('-01')}`]: { kind: 'failed', reason: 'denied', message: 'no' },
    });
    expect(audit.shards?.map(({ executions }) => executions)).toEqual([0, null, 0]);
    expect(audit.parts.rotations.verdict).toBe('undecided');
    expect(audit.verdict).toBe('undecided');
  });
});
