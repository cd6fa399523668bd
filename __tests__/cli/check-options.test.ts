import Ajv from 'ajv';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies } from '../checks/sample';
import { call } from './call';
import { slowTest, someOf } from '../effort';

/** The options of `keyturn check` that pull requests and audits use, in a project of their own. */
const sample = join(__dirname, '..', 'fixtures', 'sample');
const stack = 'cdktf.out/stacks/keyturn-staging/cdk.tf.json';
const contractFiles = readdirSync(policies)
  .sort()
  .map((name) => `policies/${name}`);
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-options-'));
  mkdirSync(join(project, 'cdktf.out/stacks/keyturn-staging'), { recursive: true });
  cpSync(join(sample, 'stack.json'), join(project, stack));
  cpSync(policies, join(project, 'policies'), { recursive: true });
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const check = (...args: string[]) => call(project, ['check', ...args]);

const at = (name: string) => join(project, name);
const read = (name: string) => readFileSync(at(name), 'utf8');
const edit = (name: string, from: string, to: string) => writeFileSync(at(name), read(name).replaceAll(from, to));
const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], { cwd: project });

describe('--contract-from', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    git('add', 'policies');
    git('commit', '-qm', 'Contracts');
  });

  test('takes the contracts from the commit, so that a change is not its own judge', async () => {
    edit(stack, 'user/backup-agent', 'user/administrator');
    edit('policies/execution-role.json', '"userName": "backup-agent"', '"userName": "administrator"');
    expect((await check()).stdout).not.toContain('grants-inside-contract');
    const { status, stdout } = await check('--contract-from', 'main');
    expect(status).toBe(1);
    expect(stdout).toMatch(/✗ grants-inside-contract: .*administrator/);
    expect(stdout).toContain(
      'contract-unchanged: contract policies/execution-role.json differs from the one that judges',
    );
  });

  slowTest('passes what the contracts there allow, and says nothing where they are the same', async () => {
    const { status, stdout, stderr } = await check('--contract-from', 'main');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toContain('contract-unchanged');
  });

  slowTest('sees a contract that the change takes away, and one that it adds', async () => {
    rmSync(at('policies/schedule-role.json'));
    cpSync(at('policies/execution-role.json'), at('policies/more.json'));
    const { status, stdout } = await check('--contract-from', 'main');
    expect(status).toBe(0);
    expect(stdout).toContain('contract policies/schedule-role.json differs from the one that judges');
    expect(stdout).toContain('contract policies/more.json differs from the one that judges');
    expect((await check('--contract-from', 'main', '--strict')).status).toBe(1);
  });

  test.each(
    someOf([
      [['--contract-from', 'nowhere'], '--contract-from nowhere: the commit is not in this clone; fetch it first'],
      [['--contract-from', '--help'], '--contract-from --help: the commit is not in this clone; fetch it first'],
      [
        ['--contract-from', 'main', '--contract', 'other.json'],
        'other.json: does not exist at main; use --contract with one that does',
      ],
    ]),
  )('%j is refused in one line', async (args, line) => {
    const { status, stdout, stderr } = await check(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(line)).toBe(true);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('--date judges as on that day', async () => {
  const contract = JSON.parse(read('policies/execution-role.json').replaceAll('${environment}', 'staging'));
  contract.ignored = [{ address: 'unknown_type.x', reason: 'a trial', owner: 'platform', expires: '2027-01-31' }];
  writeFileSync(at('policies/execution-role.json'), JSON.stringify(contract));
  const stackJson = JSON.parse(read(stack));
  stackJson.resource.unknown_type = { x: {} };
  writeFileSync(at(stack), JSON.stringify(stackJson));
  expect((await check('--date', '2027-01-31')).status).toBe(0);
  expect((await check('--date', '2027-02-01')).status).toBe(1);
});

test('--output writes several formats next to what is printed, all or none', async () => {
  const { status, stdout } = await check('--output', 'json=report.json', '--output', 'evidence=evidence.json');
  expect(status).toBe(0);
  expect(stdout).toContain('pass: ');
  expect(JSON.parse(read('report.json'))).toMatchObject({ tool: 'keyturn', verdict: 'pass' });
  rmSync(at('report.json'));
  const refused = await check('--output', 'json=report.json', '--output', 'text=nowhere/report.txt');
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toBe('--output nowhere/report.txt: cannot be written (its folder does not exist)\n');
  expect(existsSync(at('report.json'))).toBe(false);
});

describe('evidence', () => {
  beforeEach(async () => expect((await check('--output', 'evidence=evidence.json')).status).toBe(0));

  test('holds what an audit keeps', () => {
    expect(JSON.parse(read('evidence.json'))).toMatchObject({
      kind: 'keyturn-evidence',
      version: 1,
      accounts: ['111122223333'],
      inputs: [{ file: stack, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      contracts: contractFiles.map((file) => ({ file })),
      report: { verdict: 'pass', date: expect.any(String), typeList: expect.any(String) },
    });
  });

  test.each([
    ['of a pass', () => undefined],
    [
      'of a failure, with a file next to its input',
      async () => {
        edit(stack, 'user/backup-agent', 'user/*');
        writeFileSync(at('cdktf.out/stacks/keyturn-staging/terraform.tfvars.json'), '{"//": "one"}');
        await check('--strict', '--account', '111122223333', '--output', 'evidence=evidence.json');
      },
    ],
  ])('%s is what its schema says', async (_, make) => {
    await make();
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/evidence.schema.json'), 'utf8'));
    const matches = new Ajv({ strict: false }).compile(schema);
    expect(matches(JSON.parse(read('evidence.json'))) ? [] : matches.errors).toEqual([]);
    expect(matches({ ...JSON.parse(read('evidence.json')), inputs: [{ file: 'x' }] })).toBe(false);
  });

  test('holds when it is made again, under whatever name its input is kept', async () => {
    cpSync(at(stack), at('kept/cdk.tf.json'));
    const { status, stdout, stderr } = await check('--verify', 'evidence.json', 'kept');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^✓ evidence\.json: holds; the verdict of \d{4}-\d\d-\d\d was pass/);
  });

  test('does not hold once its verdict, or a permission in it, was edited', async () => {
    edit('evidence.json', 'user/backup-agent', 'user/nobody');
    const { status, stdout } = await check('--verify', 'evidence.json', stack);
    expect(status).toBe(1);
    expect(stdout).toContain('what the roles can do differ');
  });

  test('of a failure is confirmed, and is not a pass', async () => {
    edit(stack, 'user/backup-agent', 'user/*');
    expect((await check('--output', 'evidence=evidence.json')).status).toBe(1);
    const { status, stdout } = await check('--verify', 'evidence.json', stack);
    expect(status).toBe(1);
    expect(stdout).toContain('the verdict of');
    expect(stdout).toContain('was fail');
  });

  test.each<[string, () => void, string[], string]>([
    [
      'another input',
      () => edit(stack, 'backup-agent', 'backup-agenz'),
      [stack],
      `${stack}: is not the input of evidence.json; its hash differs`,
    ],
    [
      'another contract',
      () => edit('policies/execution-role.json', 'What a rotation runs as', 'What runs'),
      [stack],
      'policies/execution-role.json: is not the contract that evidence.json was made with',
    ],
    ['no evidence', () => writeFileSync(at('evidence.json'), '{}'), [stack], 'evidence.json: is not evidence'],
    ['no JSON', () => writeFileSync(at('evidence.json'), '<'), [stack], 'evidence.json: line 1, column 1: '],
    ['nothing there', () => rmSync(at('evidence.json')), [stack], 'evidence.json: no such file'],
  ])('with %s is refused in one line', async (_, prepare, inputs, line) => {
    prepare();
    const { status, stdout, stderr } = await check('--verify', 'evidence.json', ...inputs);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(line) ? line : stderr).toBe(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('evidence covers the files around a stack, which are a part of it', async () => {
  const values = 'cdktf.out/stacks/keyturn-staging/two words.auto.tfvars.json';
  writeFileSync(at(values), '{"//": "one"}');
  await check('--output', 'evidence=evidence.json');
  expect(JSON.parse(read('evidence.json'))).toMatchObject({ inputs: [{ beside: [{ file: values }] }] });
  expect((await check('--verify', 'evidence.json')).stderr).toBe('');
  writeFileSync(at(values), '{"//": "two"}');
  expect(await check('--verify', 'evidence.json')).toEqual({
    status: 2,
    stdout: '',
    stderr: `${values}: has changed since evidence.json was made; it is a part of ${stack}\n`,
  });
});

describe('--source', () => {
  beforeEach(() => cpSync(join(sample, 'plan.json'), at('plan.json')));

  /**
   * The plan and the stack as they are where a policy comes by way of a local value and a resource, and of a variable that the plan was
   * given.
   */
  const hidePolicy = () => {
    const [plan, written] = [JSON.parse(read('plan.json')), JSON.parse(read(stack))];
    const { execution } = written.resource.aws_iam_role_policy;
    plan.variables = { policy: { value: execution.policy } };
    written.variable = { policy: { default: '{}' } };
    written.locals = { policy: '${aws_iam_role.execution.description}' };
    written.resource.aws_iam_role.execution.description = '${var.policy}';
    execution.policy = '${local.policy}';
    for (const { address, change } of plan.resource_changes) {
      if (address === 'aws_iam_role.execution') change.after.description = plan.variables.policy.value;
      if (address !== 'aws_iam_role_policy.execution') continue;
      delete change.after.policy;
      change.after_unknown.policy = true;
    }
    for (const { address, expressions } of plan.configuration.root_module.resources) {
      if (address === 'aws_iam_role.execution')
        expressions.description = { constant_value: '${var.policy}', references: ['var.policy'] };
      if (address !== 'aws_iam_role_policy.execution') continue;
      expressions.policy = { constant_value: '${local.policy}', references: ['local.policy'] };
    }
    writeFileSync(at('plan.json'), JSON.stringify(plan));
    writeFileSync(at(stack), JSON.stringify(written));
  };

  test('shows what the plan does not, with the values that variables had in it', async () => {
    hidePolicy();
    expect((await check('plan.json')).stdout).toContain('? grants-inside-contract');
    expect(await check('plan.json', '--source', stack)).toMatchObject({
      status: 0,
      stdout: expect.not.stringContaining('grants-inside-contract'),
    });
  });

  test('that is another configuration decides nothing', async () => {
    edit(stack, 'keyturn-staging-execution', 'keyturn-other-execution');
    const { status, stdout } = await check('plan.json', '--source', stack);
    expect(status).toBe(1);
    expect(stdout).toContain('is not the configuration of this plan');
  });

  test('that is not a configuration is refused in one line', async () => {
    expect(await check('plan.json', '--source', 'plan.json')).toEqual({
      status: 2,
      stdout: '',
      stderr: '--source plan.json: is not a configuration in JSON; give the cdk.tf.json that the plan was made from\n',
    });
  });
});

describe('--draft-contract', () => {
  test('prints a contract whose every line somebody has to answer for', async () => {
    const { status, stdout } = await check('--draft-contract', 'keyturn-staging-execution');
    expect(status).toBe(0);
    writeFileSync(at('draft.json'), stdout);
    const others = contractFiles
      .filter((file) => file !== 'policies/execution-role.json')
      .flatMap((file) => ['--contract', file]);
    const undecided = await check(stack, '--contract', 'draft.json', ...others);
    expect(undecided.status).toBe(1);
    expect(undecided.stdout).toContain('TODO');
    const { resourcePolicies } = JSON.parse(read('policies/execution-role.json'));
    const answered = { ...JSON.parse(stdout.replaceAll('TODO', 'because')), resourcePolicies };
    writeFileSync(at('draft.json'), JSON.stringify(answered));
    const contracts = ['--contract', 'draft.json', ...others];
    expect((await check(stack, ...contracts, '--environment', 'staging')).status).toBe(0);
  });

  test('says that the name of a role is known only after the apply', async () => {
    const open = JSON.parse(readFileSync('__tests__/fixtures/sample/plan.json', 'utf8'));
    const changes = open.resource_changes as {
      type: string;
      address: string;
      change: Record<string, Record<string, unknown>>;
    }[];
    const role = changes.find(({ type }) => type === 'aws_iam_role');
    if (role?.change.after === undefined || role.change.after_unknown === undefined)
      throw new Error('the plan has no role');
    delete role.change.after.name;
    role.change.after_unknown.name = true;
    writeFileSync(at('open.json'), JSON.stringify(open));
    const { status, stderr } = await check('open.json', '--draft-contract', role.address);
    expect(status).toBe(2);
    expect(stderr).toContain(`--draft-contract: the name of ${role.address} is not known`);
    expect(stderr).toContain(
      'give it a literal name or a name_prefix, or draft from "terraform show -json" after the apply',
    );
  });

  test('names the roles that are there where the one that is asked for is not', async () => {
    expect(await check('--draft-contract', 'nobody')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        '--draft-contract: no role "nobody" in this input; its roles are keyturn-staging-alerts, keyturn-staging-events, keyturn-staging-execution, keyturn-staging-schedule\n',
    });
  });
});

describe('--explain', () => {
  test('says what a rule stands for', async () => {
    const { status, stdout } = await check('--explain', 'closed-role');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^closed-role \(high\)\n\nAfter the apply, the role has only the policies/);
  });

  test('lists the rules', async () => {
    expect((await check('--explain')).stdout).toMatch(/^trust +Only the principals/m);
  });
});

test.each([
  [['--date', '2027-02-30'], '--date: "2027-02-30" is not a day; write one as 2027-01-31'],
  [['--account', '12'], '--account: "12" is not an account id; write 12 digits, such as 111122223333'],
  [['--region', 'Mars'], '--region: "Mars" is not a region; write one such as eu-central-1'],
  [['--module', 'keyturn'], '--module: "keyturn" is not the address of a module; write one such as module.keyturn'],
  [['--environment', 'a b'], '--environment: "a b" is not an environment name; write one such as staging'],
  [['--output', 'json'], '--output json: names no file; write json=FILE, or ./json for a file of that name'],
  [['--output', 'json='], '--output json=: names no file; write json=FILE'],
  [['--output', ''], '--output : names no file; write FILE, or FORMAT=FILE'],
  [['--output', 'pdf=x'], '--output pdf=x: "pdf" is not one of text, json'],
  [['--format', 'pdf'], '--format: "pdf" is not one of text, json'],
  [['--output', 'json=x', '--output', 'text=x'], '--output x: is used twice; use one file for each report'],
  [['--explain', 'nothing'], '--explain: "nothing" is not a rule; the rules are '],
  [['-', '-'], 'keyturn check: standard input can be read only once; give the other inputs as files'],
])('%j is refused in one line', async (args, line) => {
  const { status, stdout, stderr } = await check(...args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.startsWith(line) ? line : stderr).toBe(line);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});

describe('a report in a repository', () => {
  const locations = async (cwd: string, ...args: string[]) => {
    const { stdout } = await call(cwd, ['check', ...args, '--format', 'sarif']);
    const { runs } = JSON.parse(stdout) as {
      runs: { results: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }[] }[];
    };
    const uris = runs.flatMap(({ results }) =>
      results.flatMap(({ locations: all }) => all.map(({ physicalLocation }) => physicalLocation.artifactLocation.uri)),
    );
    return [...new Set(uris)];
  };

  beforeEach(() => {
    git('init', '-q');
    mkdirSync(at('sub'));
    for (const name of ['policies', 'cdktf.out']) cpSync(at(name), at(`sub/${name}`), { recursive: true });
    edit(`sub/${stack}`, 'user/backup-agent', 'user/*');
    edit(stack, 'user/backup-agent', 'user/*');
    git('add', 'policies', 'sub/policies');
    git('commit', '-qm', 'Contracts');
  });

  test('points into the contract where the input is generated', async () => {
    expect(await locations(project)).toEqual(['policies/execution-role.json']);
  });

  slowTest('names files from the root of the repository, wherever it is made', async () => {
    expect(await locations(at('sub'))).toEqual(['sub/policies/execution-role.json']);
  });

  slowTest('points into the contract where the input lies outside of the repository', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'keyturn-outside-'));
    cpSync(at(stack), join(outside, 'cdk.tf.json'));
    expect(await locations(project, join(outside, 'cdk.tf.json'))).toEqual(['policies/execution-role.json']);
    rmSync(outside, { recursive: true });
  });

  test('points into the input where that is committed', async () => {
    git('add', '-f', stack);
    expect(await locations(project, `./${stack}`)).toEqual([stack]);
  });
});
