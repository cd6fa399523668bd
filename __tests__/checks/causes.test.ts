/* eslint-disable @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, readContract, type Contract, type Report } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { foldedFindings, formats, withPlaces } from '../../src/report';
import { plain } from '../report/report-on';
import { contractJson, digest, editPolicy, policies, sampleStack, type Loose } from './sample';

/** What many findings come from is one thing to change: an entry in the contract. */
const judge = (stack: Loose, contracts = without(0)): Report =>
  check([readModel(JSON.stringify(stack), 'stack.json')], contracts, {
    today: '2026-11-23',
    coverAll: 'always',
    digest,
  });

const textOf = (name: string): string => readFileSync(join(policies, name), 'utf8');
const users: Loose[] = JSON.parse(textOf('execution-role.json')).pairs;

/** The project's contracts, with other pairs and otherwise edited. */
const naming = (pairs: readonly Loose[], edit: (contract: Loose) => void = () => undefined): Contract[] => {
  // The sample here has no key, so its contract has none either.
  const contract: Loose = { ...JSON.parse(textOf('execution-role.json')), pairs, resourcePolicies: [] };
  edit(contract);
  return [
    readContract(JSON.stringify(contract), 'policies/execution-role.json'),
    readContract(JSON.stringify(contractJson('schedule-role')), 'policies/schedule-role.json'),
  ];
};

/** Without the last users: as if they had been added to the settings alone. */
const without = (count: number): Contract[] => naming(users.slice(0, users.length - count));

test('a user that no contract names is one finding, with the entry to paste', () => {
  const { checks } = judge(sampleStack(), without(1));
  const [one] = checks;
  const { userName, secretName } = users.at(-1);
  expect(one?.causes).toEqual([
    {
      kind: 'unnamed-user',
      users: [userName],
      verdict: 'fail',
      message: `policies/execution-role.json does not name user ${userName as string} with secret ${secretName as string}`,
      remedy: expect.stringContaining(JSON.stringify(users.at(-1))),
      findings: one?.findings.filter(({ cause }) => cause === 0).length,
    },
  ]);
  expect(one?.findings.length).toBeGreaterThan(10);
  const [shown, ...others] = one === undefined ? [] : foldedFindings(one);
  expect(others).toEqual([]);
  expect(shown?.message).toMatch(/: \d+ findings \(rules .*; actions .*; statements .*; states .* and \d+ more\)$/);
});

test('pasting the entry lets the stack pass', () => {
  const [one] = judge(sampleStack(), without(1)).checks;
  const [, entry = ''] = /: (\{.*\})$/.exec(one?.causes?.[0]?.remedy ?? '') ?? [];
  expect(judge(sampleStack(), naming([...users.slice(0, -1), JSON.parse(entry)])).verdict).toBe('pass');
});

describe('in a contract for several environments', () => {
  const bound =
    (...names: readonly string[]) =>
    (contract: Loose): void => {
      contract.environments = names.map((name) => ({ name, account: '111122223333' }));
    };
  const entryFor = (contracts: readonly Contract[]): Loose => {
    const [one] = judge(sampleStack(), [...contracts]).checks;
    return JSON.parse(/: (\{.*\})$/.exec(one?.causes?.[0]?.remedy ?? '')?.[1] ?? '{}');
  };
  const environment = 'staging';

  test('the entry is for the environment that needs it', () => {
    const entry = entryFor(naming(users.slice(0, -1), bound(environment, 'another')));
    expect(entry).toEqual({ ...users.at(-1), environments: [environment] });
    const pasted = naming([...users.slice(0, -1), entry], bound(environment, 'another'));
    expect(judge(sampleStack(), pasted).verdict).toBe('pass');
  });

  test('the entry names none if all need it', () => {
    expect(entryFor(naming(users.slice(0, -1), bound(environment)))).toEqual(users.at(-1));
  });

  test('an entry with another path keeps its environments', () => {
    const wrong = { ...users.at(-1), path: '/wrong/', environments: [environment] };
    const entry = entryFor(naming([...users.slice(0, -1), wrong], bound(environment, 'another')));
    expect(entry).toEqual({ ...users.at(-1), environments: [environment] });
  });
});

test('each user is a cause of its own, with its path', () => {
  const [, ...others] = users;
  const contracts = naming([{ userName: 'somebody', secretName: 'else' }, ...others.slice(2)]);
  const [one] = judge(sampleStack(), contracts).checks;
  const entries = one?.causes?.map(({ remedy }): Loose => JSON.parse(/: (\{.*\})$/.exec(remedy)?.[1] ?? '{}'));
  expect(entries).toHaveLength(3);
  expect(entries).toEqual(expect.arrayContaining(users.slice(0, 3)));
});

/** A contract that writes out the ARNs of these pairs, as those of 0.1.0 do. */
const writtenOut =
  (pairs: readonly Loose[]) =>
  (contract: Loose): void => {
    const user = ({ path = '/', userName }: Record<string, string>): string =>
      `arn:\${partition}:iam::\${account}:user${path}${userName as string}`;
    contract.identity[0].resources = pairs.map(user);
    contract.identity[1].resources = pairs.map(
      ({ secretName }: Loose) =>
        `arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${secretName as string}-??????`,
    );
  };

test('a contract that writes its ARNs out needs those of the user as well', () => {
  const named = users.slice(0, -1);
  const [one] = judge(sampleStack(), naming(named, writtenOut(named))).checks;
  const [cause, ...others] = one?.causes ?? [];
  expect(others).toEqual([]);
  expect(one?.findings.filter((finding) => finding.cause === undefined && finding.verdict !== 'note')).toEqual([]);
  const { userName, secretName } = users.at(-1);
  expect(cause?.remedy).toContain(
    `, and arn:\${partition}:iam::\${account}:user/${userName as string} to "resources" of identity[0], ` +
      `and arn:\${partition}:secretsmanager:\${region}:\${account}:secret:${secretName as string}-?????? to "resources" of identity[1],`,
  );
  expect(judge(sampleStack(), naming(users, writtenOut(users))).verdict).toBe('pass');
});

test.each([
  ['references to its pairs', () => undefined],
  ['ARNs written out', writtenOut],
])('a user whose path is another is one finding, with the entry to change: a contract with %s', (_, edit) => {
  const [first, ...others] = users;
  const pairs = [{ ...(first as object), path: '/other/' }, ...others];
  const [one] = judge(sampleStack(), naming(pairs, edit(pairs))).checks;
  const [cause, ...more] = one?.causes ?? [];
  expect(more).toEqual([]);
  expect(cause?.message).toMatch(/ names user \S+ with path \/other\/, but its path is \//);
  expect(cause?.remedy).toMatch(/^Change pairs\[0\] of policies\/execution-role\.json to this entry/);
  expect(JSON.parse(/: (\{.*\})$/.exec(cause?.remedy ?? '')?.[1] ?? '{}')).toEqual(users[0]);
  expect(one?.findings.filter((finding) => finding.cause === undefined && finding.verdict !== 'note')).toEqual([]);
});

describe('a statement that grants more than one thing outside its contract', () => {
  const granting = (statement: Loose): Loose => {
    const stack = sampleStack();
    editPolicy(stack, (policy: Loose) => void policy.Statement.push({ Effect: 'Allow', ...statement }));
    return stack;
  };
  const actions = ['iam:DeleteUser', 'iam:GetUser'];
  const resources = ['a', 'b', 'c'].map((name) => `arn:aws:iam::111122223333:user/${name}`);

  test('is one finding, with its actions and resources', () => {
    const [one] = judge(granting({ Action: actions, Resource: resources })).checks;
    expect(one?.findings).toHaveLength(6);
    expect(one?.causes).toEqual([
      {
        kind: 'wide-statement',
        verdict: 'fail',
        message: `statement 3 of aws_iam_role_policy.execution grants what contract "execution-role" does not allow: ${actions.join(', ')} on ${resources.join(', ')}`,
        remedy: expect.stringContaining('to "identity" of policies/execution-role.json'),
        findings: 6,
      },
    ]);
    const [shown, ...others] = one === undefined ? [] : foldedFindings(one);
    expect(others).toEqual([]);
    expect(shown?.request).toBe('iam:DeleteUser on arn:aws:iam::111122223333:user/a');
  });

  test('lists ten of each, and counts the others', () => {
    const many = Array.from({ length: 30 }, (_, index) => `arn:aws:iam::111122223333:user/${index}`);
    const [one] = judge(granting({ Action: actions, Resource: many })).checks;
    expect(one?.causes).toHaveLength(1);
    expect(one?.causes?.[0]?.message).toMatch(/\/9 and \d+ more$/);
  });

  test('that grants one thing is that finding itself', () => {
    const [one] = judge(granting({ Action: 'iam:DeleteUser', Resource: resources[0] })).checks;
    expect(one).not.toHaveProperty('causes');
  });

  test('stands apart from another statement', () => {
    const stack = granting({ Action: actions, Resource: resources[0] });
    editPolicy(
      stack,
      (policy: Loose) => void policy.Statement.push({ Effect: 'Allow', Action: actions, Resource: resources[1] }),
    );
    const [one] = judge(stack).checks;
    expect(one?.causes?.map(({ findings }) => findings)).toEqual([2, 2]);
  });
});

test('other problems stand alone', () => {
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

describe('where the settings name the user', () => {
  const settings = JSON.stringify(
    {
      context: {
        keyturn: {
          users: [{ name: 'somebody' }],
          environments: [{ name: 'staging', users: [{ name: users.at(-1).userName as string }] }],
        },
      },
    },
    undefined,
    2,
  );
  const placed = (report: Report, text: string | undefined = settings): Report =>
    withPlaces(report, { read: (file) => (file === 'cdktf.json' ? text : undefined), isCommitted: () => false });

  test('the cause is there, and so is the annotation', async () => {
    const report = placed(judge(sampleStack(), without(1)));
    const line = settings.split('\n').findIndex((one) => one.includes(users.at(-1).userName as string));
    expect(report.checks[0]?.causes?.[0]?.place).toMatchObject({
      input: 'cdktf.json',
      pointer: '/context/keyturn/environments/0/users/0',
      line, // The object begins a line before its name.
    });
    const printed = (await formats.github.load()).print(report, plain);
    expect(printed).toMatch(new RegExp(`^::error file=cdktf.json,line=${line},`));
  });

  test('two environments are one annotation', async () => {
    const stack = JSON.stringify(sampleStack());
    const models = ['one.json', 'two.json'].map((file) => readModel(stack, file));
    const report = check(models, without(1), { today: '2026-11-23', coverAll: 'always', digest });
    const printed = (await formats.github.load()).print(placed(report), plain);
    expect(printed.match(/^::error /gm)).toHaveLength(1);
  });

  test.each([
    ['are not there', undefined],
    ['are not JSON', '{'],
    ['name others', '{"context": {"keyturn": {"users": [{"name": "somebody"}], "environments": "none"}}}'],
  ])('the cause is where its findings are if the settings %s', (_, text) => {
    const report = withPlaces(judge(sampleStack(), without(1)), { read: () => text, isCommitted: () => false });
    expect(report.checks[0]?.causes?.[0]).not.toHaveProperty('place');
  });
});

test('the text has a bound, and says what it leaves out', async () => {
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => {
    for (let index = 0; index < 80; index++)
      policy.Statement.push({
        Effect: 'Allow',
        Action: 'iam:GetUser',
        Resource: `arn:aws:iam::111122223333:user/${index}`,
      });
  });
  const printed = (await formats.text.load()).print(judge(stack), { ...plain, width: 100 });
  expect(printed).toContain('  and 30 more findings; --format json has all of them');
  expect(printed.split('\n').filter((line) => line.length > 100 && line.trim().includes(' '))).toEqual([]);
});
