import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies } from '../checks/sample';
import { call, start } from './call';
import { slowTest } from '../effort';

/** A project with the sample's stack in cdktf.out and its contracts in policies, and the command run in it. */
const sample = join(__dirname, '..', 'fixtures', 'sample');
const stack = 'cdktf.out/stacks/keyturn-staging/cdk.tf.json';
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-check-'));
  mkdirSync(join(project, 'cdktf.out/stacks/keyturn-staging'), { recursive: true });
  cpSync(join(sample, 'stack.json'), join(project, stack));
  cpSync(join(sample, 'plan.json'), join(project, 'plan.json'));
  cpSync(policies, join(project, 'policies'), { recursive: true });
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const check = (args: readonly string[]) => call(project, ['check', ...args]);

const put = (name: string, content: string | Uint8Array) => writeFileSync(join(project, name), content);
const read = (name: string) => readFileSync(join(project, name), 'utf8');
const widen = () => put(stack, read(stack).replaceAll('user/backup-agent', 'user/*'));

describe('keyturn check', () => {
  test('passes the synthesised stacks by default, with one line for each role', async () => {
    const { status, stdout, stderr } = await check([]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('pass: nothing in this input gives a role a right outside its contract');
    expect(stdout).toMatch(
      /^ {2}Role keyturn-staging-execution \(used by state machine keyturn-staging\): 5 actions on 9 resources \(plus 2 by policies of resources\), all in contract execution-role$/m,
    );
    expect(stdout).not.toContain('\u001b[');
    expect(stdout).not.toMatch(/Assumptions about|secretsmanager:UpdateSecret/);
    expect(stdout).toContain('3 assumptions, all permissions and what is not visible: --verbose');
  });

  test('shows permissions, users and assumptions with --verbose', async () => {
    const { stdout } = await check(['--verbose']);
    expect(stdout).toContain('Assumptions about a stack:');
    expect(stdout).toMatch(/^ {4}secretsmanager:UpdateSecret {2}\[contract: identity\[1\]\]$/m);
    expect(stdout).toContain('Users whose access keys a role can create, and what they can do:');
  });

  test('exits 1 on a finding, and names statement, request and change', async () => {
    widen();
    const { status, stdout, stderr } = await check([]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/grants-inside-contract.*user\/\*/);
    expect(stdout).toContain('Allows: iam:ListAccessKeys on arn:aws:iam::111122223333:user/administrator');
    expect(stdout).toContain('Fix: ');
  });

  test('exits 1 where something cannot be decided', async () => {
    put('cdktf.out/stacks/keyturn-staging/extra.tf', '');
    const { status, stdout } = await check([]);
    expect(status).toBe(1);
    expect(stdout).toContain('extra.tf is in the folder of cdk.tf.json');
  });

  test('takes the folder of a stack for the stack', async () => {
    expect((await check(['cdktf.out/stacks/keyturn-staging'])).stdout).toContain(`stack ${stack}`);
  });

  test('judges a plan', async () => expect((await check(['plan.json'])).status).toBe(0));

  slowTest('judges what comes from standard input', () => {
    const piped = (text: string) => start(project, ['check', '-'], text);
    const { status, stdout } = piped(read('plan.json'));
    expect(status).toBe(0);
    expect(stdout).toContain('standard input');
    expect(piped(read('plan.json').replaceAll('user/backup-agent', 'user/*')).status).toBe(1);
  });

  test('prints JSON and nothing else', async () => {
    const { status, stdout, stderr } = await check(['--format', 'json', 'plan.json', stack]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      verdict: 'pass',
      checks: [{ kind: 'plan' }, { kind: 'stack' }],
    });
  });

  test('writes to a file, whole, and prints nothing then', async () => {
    const { status, stdout, stderr } = await check(['--format', 'json', '--output', 'report.json']);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(JSON.parse(read('report.json'))).toMatchObject({ verdict: 'pass' });
  });

  slowTest('judges by the contracts that are named, and by no others', async () => {
    const named = (...names: string[]) => names.flatMap((name) => ['--contract', `policies/${name}.json`]);
    const roles = ['execution-role', 'schedule-role', 'alerts-role', 'events-role'] as const;
    const ofKey = ['execution-role', 'history-key'] as const;
    expect((await check([...named(...ofKey), 'plan.json'])).status).toBe(0);
    // In a stack, which is one's own, every role must have its contract.
    expect((await check([...named(...ofKey), stack])).status).toBe(1);
    put(
      'policies/other.json',
      read('policies/schedule-role.json').replace('"schedule-role"', '"other"').replace('keyturn-', 'other-'),
    );
    expect((await check([stack])).status).toBe(1);
    expect((await check([...named(...roles, 'history-key'), stack])).status).toBe(0);
  });
});

interface BadInput {
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly prepare?: () => void;
}

const given = (content: string | Uint8Array, says: RegExp): BadInput => ({
  args: ['given.json'],
  says,
  prepare: () => put('given.json', content),
});
const contract = (edit: (contract: Record<string, unknown>) => void, says: RegExp): BadInput => ({
  args: [stack],
  says,
  prepare: () => {
    const value = JSON.parse(read('policies/execution-role.json')) as Record<string, unknown>;
    edit(value);
    put('policies/execution-role.json', JSON.stringify(value));
  },
});

const rows: Record<string, BadInput> = {
  'no stack': {
    args: [],
    says: /^nothing to check: no synthesised stack in cdktf\.out; run "npm run synth" first/,
    prepare: () => rmSync(join(project, 'cdktf.out'), { recursive: true }),
  },
  'no contract': {
    args: [],
    says: /^policies: no contract in this folder/,
    prepare: () => rmSync(join(project, 'policies'), { recursive: true }),
  },
  'a contract that does not exist': {
    args: ['--contract', 'none.json', stack],
    says: /^none\.json: no such file; give a contract/,
  },
  'a contract that is not JSON': {
    args: [stack],
    says: /^policies\/execution-role\.json: line 1, column 2: /,
    prepare: () => put('policies/execution-role.json', '{'),
  },
  'a contract with a misspelt member': contract(
    (value) => (value.identiy = []),
    /^policies\/execution-role\.json: identiy: is not known; /,
  ),
  'a contract with another parameter': contract(
    (value) => (value.description = 'for ${user}'),
    /execution-role\.json: description: "for \$\{user\}" holds another parameter than/,
  ),
  'a contract of another version': contract(
    (value) => (value.version = 2),
    /execution-role\.json: version: must be 1, not 2/,
  ),
  'two contracts of one name': {
    args: [stack],
    says: /its name "execution-role" is already used by policies\/execution-role\.json/,
    prepare: () => cpSync(join(project, 'policies/execution-role.json'), join(project, 'policies/twin.json')),
  },
  'a file that does not exist': {
    args: ['none.json'],
    says: /^none\.json: no such file; give a cdk\.tf\.json, the output of "terraform show -json" for/,
  },
  'the name of a stack': {
    args: ['keyturn-staging'],
    says: /^keyturn-staging: no such file; name the folder of this stack: cdktf\.out\/stacks\/keyturn-staging$/m,
  },
  'a folder': { args: ['cdktf.out'], says: /^cdktf\.out: is a folder, not a file; / },
  'an empty file': given('', /^given\.json: is empty/),
  'a file of blanks': given(' \n\t', /^given\.json: is empty/),
  'a truncated plan': given(
    '{"format_version":"1.2","resource_changes":[',
    /^given\.json: line 1, column 45: The text ends where a value or "\]" should follow/,
  ),
  'a comma too much': given('{\n  "format_version": "1.2",\n}', /^given\.json: line 3, column 1: /),
  'a binary plan': given(
    'PK\u0003\u0004tfplan',
    /^given\.json: is a binary plan file; give the output of "terraform show -json given\.json"/,
  ),
  'a raw state': given(
    '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","outputs":{},"resources":[]}',
    /^given\.json: is a raw state file; /,
  ),
  'the log of a plan': given(
    '{"@level":"info","@message":"Terraform 1.11.4"}\n{"@level":"info"}\n',
    /^given\.json: is the log of "terraform plan -json"; /,
  ),
  'a byte order mark': given('\ufeff{}', /^given\.json: begins with a byte order mark; /),
  'an odd UTF-16': given(Buffer.from([0xff, 0xfe, 0x7b]), /^given\.json: is not valid UTF-16; /),
  'lines of the wrapper of setup-terraform, before it': given(
    '[command]/home/runner/work/_temp/x/terraform-bin show -json tfplan\n{}',
    /^given\.json: contains the lines that the wrapper of hashicorp\/setup-terraform adds; set "terraform_wrapper: false"/,
  ),
  'lines of the wrapper of setup-terraform, after it': given(
    '{"format_version":"1.2"}\n::debug::Terraform exited with code 0.\n',
    /^given\.json: contains the lines that the wrapper of hashicorp\/setup-terraform adds; /,
  ),
  'invalid UTF-8': given(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /^given\.json: is not UTF-8; /),
  'a NUL byte': given('{"a":"\0"}', /^given\.json: contains a NUL byte at offset 6/),
  'a list': given('[]', /^given\.json: is JSON but not an object; /),
  'a text': given('"plan"', /^given\.json: is JSON but not an object; /),
  'an object of something else': given('{"name":"x"}', /^given\.json: is not a supported input; give /),
  'an empty object': given('{}', /^given\.json: is not a supported input; give /),
  'a plan of an unknown format version': given(
    '{"format_version":"2.0","resource_changes":[]}',
    /^given\.json: format_version "2\.0" is not supported; give version 1\.x/,
  ),
  'a plan of before 1.1': given(
    '{"format_version":"0.2","terraform_version":"1.0.11","resource_changes":[]}',
    /^given\.json: was made by Terraform 1\.0\.11, whose format_version "0\.2" is not supported; plan with Terraform 1\.1 or newer/,
  ),
  'a folder of native configuration': {
    args: ['native'],
    says: /^native: is a folder of native Terraform configuration \(main\.tf\), .*terraform plan -out tfplan && terraform show -json tfplan > plan\.json/,
    prepare: () => {
      mkdirSync(join(project, 'native'), { recursive: true });
      put('native/main.tf', 'resource "aws_iam_role" "r" {}');
    },
  },
  'a folder of configuration in JSON': {
    args: ['written'],
    says: /^written: is a folder of configuration in JSON; name the file: written\/main\.tf\.json/,
    prepare: () => {
      mkdirSync(join(project, 'written'), { recursive: true });
      put('written/main.tf.json', '{}');
    },
  },
  'a plan without a version that can be read': given(
    '{"format_version":1.2,"resource_changes":[]}',
    /^given\.json: format_version 1\.2 is not supported/,
  ),
  'a plan whose changes are not a list': given(
    '{"format_version":"1.2","resource_changes":{}}',
    /^given\.json: resource_changes is not a list/,
  ),
  'a plan and a state at once': given(
    '{"format_version":"1.2","resource_changes":[],"values":{}}',
    /^given\.json: is both a plan and a state; give a/,
  ),
  'nesting beyond all need': given('['.repeat(100_000) + ']'.repeat(100_000), /^given\.json: line 1, column 513: /),
  'a good file next to a bad one': { args: [stack, 'none.json'], says: /^none\.json: no such file/ },
  'an output in a folder that does not exist': {
    args: ['--output', 'none/report.txt'],
    says: /^--output none\/report\.txt: cannot be written \(its folder does not exist\)/,
  },
  'an output that is a folder': { args: ['--output', 'policies'], says: /^--output policies: is a folder; / },
  'an unknown format': { args: ['--format', 'yaml'], says: /format.*yaml/ },
  'an unknown option': { args: ['--fast'], says: /unknown option '--fast'/ },
};

describe('keyturn check, given bad input,', () => {
  test.each(Object.entries(rows))('%s: one line, exit 2, nothing written', async (_, { args, says, prepare }) => {
    prepare?.();
    const before = readdirSync(project).sort();
    const { status, stdout, stderr } = await check(args);
    expect(stderr).toMatch(says);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readdirSync(project).sort()).toEqual(before);
  });

  test('a file without permission: one line, exit 2', async () => {
    put('secret.json', '{}');
    chmodSync(join(project, 'secret.json'), 0);
    const { status, stderr } = await check(['secret.json']);
    expect(status).toBe(2);
    // Root may read everything, and then the file is merely not a plan.
    expect(stderr).toMatch(
      process.getuid?.() === 0
        ? /^secret\.json: is not a supported input/
        : /^secret\.json: cannot be read \(no permission\)\n$/,
    );
  });

  test('every problem at once, and an output that is there stays as it was', async () => {
    put('report.txt', 'as it was');
    const { status, stderr } = await check(['one.json', 'two.json', '--output', 'report.txt']);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(2);
    expect(read('report.txt')).toBe('as it was');
    expect(existsSync(join(project, 'one.json'))).toBe(false);
  });
});
