/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a report is untyped JSON */
import { mkdirSync } from 'node:fs';
import { samplePlan, sampleStack, type Loose } from '../checks/sample';
import { formatNames } from '../../src/report';
import { makeProject, stackFile, stackFolder, type Project } from './project';
import { testSome } from '../effort';

/** `keyturn check --before-plan`: a stack of a change and the stack of the base, before there are credentials. */
let project: Project;
const base = 'base/keyturn-staging/cdk.tf.json';
const theft = '${filebase64("/proc/self/environ")}';

beforeEach(() => {
  project = makeProject();
  project.put(base, JSON.stringify(sampleStack()));
});

afterEach(() => project.remove());

const check = (...words: string[]) => project.keyturn('check', '--before-plan', ...words);
const judged = (...words: string[]) => check(stackFolder, '--base', base, ...words);

function steal(stack: Loose = sampleStack()): void {
  stack.output.stolen = { value: theft };
  project.put(stackFile, JSON.stringify(stack));
}

test('the stack of the base may be planned', async () => {
  const { status, stdout, stderr } = await judged();
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('pass: planning these stacks reads no file and no secret, and starts what the base starts');
});

test.each(formatNames)('a theft fails, and %s says so', async (format) => {
  steal();
  const { status, stdout } = await judged('--format', format);
  expect(status).toBe(1);
  expect(stdout).toContain('plan-reads-no-files');
  expect(stdout).not.toContain('gives a role a right outside its contract');
});

test('no contract is read, and none is needed', async () => {
  project.put('policies/execution-role.json', '{');
  expect(await judged()).toMatchObject({ status: 0, stderr: '' });
});

test('only the rules that are about planning judge', async () => {
  const { stdout } = await judged('--format', 'json');
  const { beforePlan, checks }: Loose = JSON.parse(stdout);
  expect(beforePlan).toBe(true);
  expect(checks[0].rules.map(({ id }: Loose) => id)).toEqual([
    'known-provider',
    'no-executors',
    'plan-takes-one-file',
    'plan-reads-no-files',
    'plan-reads-no-secrets',
    'same-providers',
    'same-backend',
  ]);
  const whole: Loose = JSON.parse((await project.keyturn('check', stackFolder, '--format', 'json')).stdout);
  expect(whole.beforePlan).toBeUndefined();
  expect(whole.checks[0].rules.some(({ id }: Loose) => id === 'plan-takes-one-file')).toBe(false);
});

testSome([
  ['main.tf'],
  ['main_override.tf.json'],
  ['x.tofu'],
  ['terraform.tfvars'],
  ['x.auto.tfvars.json'],
  ['terraform.tfstate'],
  ['.terraformrc'],
  ['.terraform.lock.hcl'],
  ['.terraform/environment'],
  ['.terraform/providers/registry.terraform.io/x'],
  ['anything'],
])('%s next to the stack is refused', async (name) => {
  project.put(`${stackFolder}/${name}`, '{}');
  const { status, stdout } = await judged();
  expect(status).toBe(1);
  expect(stdout).toContain(`plan-takes-one-file: ${name.split('/')[0] ?? ''} is next to the stack`);
});

test('an empty folder next to the stack is refused, too', async () => {
  mkdirSync(project.at(`${stackFolder}/.terraform`));
  expect((await judged()).status).toBe(1);
});

test('a provisioner and a foreign provider are refused', async () => {
  const stack = sampleStack();
  stack.resource.aws_iam_role.execution.provisioner = [{ 'local-exec': { command: 'env' } }];
  stack.terraform.required_providers.evil = { source: 'evil.example/x/evil' };
  project.put(stackFile, JSON.stringify(stack));
  const { status, stdout } = await judged();
  expect(status).toBe(1);
  for (const rule of ['no-executors', 'known-provider', 'same-providers']) expect(stdout).toContain(`${rule}: `);
});

describe('the base', () => {
  test('is the one that is given, whatever the change calls itself', async () => {
    const stack = sampleStack();
    stack['//'].metadata.stackName = 'keyturn-production';
    project.put(stackFile, JSON.stringify(stack));
    expect((await judged()).status).toBe(0);
    stack.terraform.backend = { http: { address: 'https://example.com' } };
    project.put(stackFile, JSON.stringify(stack));
    expect((await judged()).status).toBe(1);
  });

  test('is found by its name if there are several; a new stack has none', async () => {
    const other = sampleStack();
    other['//'].metadata.stackName = 'keyturn-production';
    other.provider.aws[0].region = 'us-east-1';
    project.put('base/keyturn-production/cdk.tf.json', JSON.stringify(other));
    const both = ['--base', 'base/keyturn-production', '--base', 'base/keyturn-staging'];
    expect((await check(stackFolder, ...both)).status).toBe(0);
    other['//'].metadata.stackName = 'keyturn-new';
    project.put(stackFile, JSON.stringify(other));
    const { status, stdout } = await check(stackFolder, ...both);
    expect(status).toBe(1);
    expect(stdout).toContain('same-backend: the base has no stack of this name');
  });
});

describe('a new environment', () => {
  const other = () =>
    JSON.parse(JSON.stringify(sampleStack()).replaceAll('staging', 'new').replaceAll('111122223333', '444455556666'));
  const s3 = (key: string, more: object = {}) => ({
    s3: { bucket: 'states', key, region: 'eu-central-1', use_lockfile: true, ...more },
  });
  const http = (host: string) => ({ http: { address: `https://${host}/state` } });
  const judgedNew = () => check('new', '--new-environment', '--base', base, '--base', 'base/keyturn-b/cdk.tf.json');

  beforeEach(() => {
    const second = sampleStack();
    second['//'].metadata.stackName = 'keyturn-b';
    second.terraform.backend = s3('keyturn/b/terraform.tfstate');
    project.put('base/keyturn-b/cdk.tf.json', JSON.stringify(second));
  });

  testSome<[string, (stack: Loose) => void]>([
    ['in another account', () => undefined],
    ['in another region', (stack) => (stack.provider.aws[0].region = 'us-east-1')],
    [
      'with a role',
      (stack) => (stack.provider.aws[0].assume_role = [{ role_arn: 'arn:aws:iam::444455556666:role/x' }]),
    ],
    ['with a backend as another one has', (stack) => (stack.terraform.backend = s3('keyturn/new/terraform.tfstate'))],
    ['with a bucket of its own', (stack) => (stack.terraform.backend = s3('k', { bucket: 'new', kms_key_id: 'x' }))],
    [
      'with a role for its state',
      (stack) => (stack.terraform.backend = s3('k', { assume_role: { role_arn: 'arn:aws:iam::444455556666:role/x' } })),
    ],
  ])('%s may be merged', async (_, change) => {
    const stack = other();
    change(stack);
    project.put('new/cdk.tf.json', JSON.stringify(stack));
    expect(await judgedNew()).toMatchObject({ status: 0, stderr: '' });
  });

  testSome<[string, (stack: Loose) => void, string]>([
    ['a foreign endpoint', (stack) => (stack.provider.aws[0].endpoints = [{ sts: 'https://x' }]), 'same-providers'],
    ['a proxy', (stack) => (stack.provider.aws[0].https_proxy = 'https://x'), 'same-providers'],
    [
      'a token file',
      (stack) => (stack.provider.aws[0].assume_role_with_web_identity = [{ web_identity_token_file: '/x' }]),
      'same-providers',
    ],
    ['a region that another part decides', (stack) => (stack.provider.aws[0].region = '${var.x}'), 'same-providers'],
    [
      'a second configuration',
      (stack) => stack.provider.aws.push({ alias: 'x', region: 'us-east-1' }),
      'same-providers',
    ],
    ['another provider', (stack) => (stack.resource.null_resource = { x: {} }), 'same-providers'],
    ['another source', (stack) => (stack.terraform.required_providers.aws.source = 'x/aws'), 'same-providers'],
    ['another kind of backend', (stack) => (stack.terraform.backend = http('x')), 'same-backend'],
    [
      'a foreign endpoint of S3',
      (stack) => (stack.terraform.backend = s3('k', { endpoints: { s3: 'x' } })),
      'same-backend',
    ],
    [
      'a file of credentials',
      (stack) => (stack.terraform.backend = s3('k', { shared_credentials_files: ['x'] })),
      'same-backend',
    ],
    [
      'a path of its own',
      (stack) => (stack.terraform.backend.local.path = '/elsewhere/terraform.tfstate'),
      'same-backend',
    ],
    ['no backend', (stack) => delete stack.terraform.backend, 'same-backend'],
    [
      'the state of another environment',
      (stack) => (stack.terraform.backend = s3('keyturn/b/terraform.tfstate', { use_lockfile: false })),
      'same-backend',
    ],
    [
      'the local state of another environment',
      (stack) => (stack.terraform.backend = sampleStack().terraform.backend),
      'same-backend',
    ],
    ['a module', (stack) => (stack.module = { x: { source: './x' } }), 'plan-takes-one-file'],
    ['a theft', (stack) => (stack.output.x = { value: theft }), 'plan-reads-no-files'],
  ])('with %s is refused', async (_, change, rule) => {
    const stack = other();
    change(stack);
    project.put('new/cdk.tf.json', JSON.stringify(stack));
    const { status, stdout } = await judgedNew();
    expect(status).toBe(1);
    expect(stdout).toContain(`${rule}: `);
  });

  test('cannot become another host by its name', async () => {
    const first = sampleStack();
    first['//'].metadata.stackName = 'keyturn-example';
    first.terraform.backend = http('example.com');
    project.put(base, JSON.stringify(first));
    const stack = other();
    stack['//'].metadata.stackName = 'keyturn-evil';
    stack.terraform.backend = http('evil.com');
    project.put('new/cdk.tf.json', JSON.stringify(stack));
    expect((await check('new', '--new-environment', '--base', base)).status).toBe(1);
  });

  test('with no base that has a stack is undecided, and needs the option', async () => {
    project.put('new/cdk.tf.json', JSON.stringify(other()));
    const { stdout } = await check('new', '--base', base, '--base', 'base/keyturn-b');
    expect(stdout).toContain('If the environment is new, name all of them, with --new-environment.');
    expect(await project.keyturn('check', 'new', '--new-environment')).toEqual({
      status: 2,
      stdout: '',
      stderr: '--new-environment: says what to compare with before a plan; give --before-plan, too\n',
    });
  });

  test('evidence of it holds', async () => {
    project.put('new/cdk.tf.json', JSON.stringify(other()));
    const bases = ['--base', base, '--base', 'base/keyturn-b'];
    await check('new', '--new-environment', ...bases, '--output', 'evidence=evidence.json');
    expect((await project.keyturn('check', '--verify', 'evidence.json', 'new', ...bases)).stdout).toContain('holds; ');
  });
});

test('an expression that is the same in both is undecided: what it refers to may not be', async () => {
  const stack = sampleStack();
  stack.provider.aws[0].region = '${local.region}';
  stack.terraform.backend.local.path = '${var.path}';
  project.put(base, JSON.stringify(stack));
  project.put(stackFile, JSON.stringify(stack));
  const { status, stdout } = await judged();
  expect(status).toBe(1);
  expect(stdout).toContain('same-providers: "region" of the provider "aws" is an expression');
  expect(stdout).toContain('same-backend: "backend" of the block "terraform" is an expression');
});

test('evidence of it holds, and is made again', async () => {
  await judged('--output', 'evidence=evidence.json');
  const words = ['--verify', 'evidence.json', stackFolder, '--base', base];
  expect((await project.keyturn('check', ...words)).stdout).toContain('holds; the verdict of 2026-11-23 was pass');
  const evidence: Loose = JSON.parse(project.read('evidence.json'));
  delete evidence.options.beforePlan;
  project.put('evidence.json', JSON.stringify(evidence));
  expect((await project.keyturn('check', ...words)).status).toBe(1);
});

test('what is not a stack ends with exit code 2', async () => {
  project.put('plan.json', JSON.stringify(samplePlan()));
  project.put('policy.json', '{"Version":"2012-10-17","Statement":[]}');
  for (const [file, kind] of [
    ['plan.json', 'plan'],
    ['policy.json', 'bare policy'],
  ] as const) {
    const { status, stderr } = await check(file, '--base', base);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `${file}: is a ${kind}; --before-plan needs the stack to plan, a cdk.tf.json\n`,
    });
  }
});

testSome<[string[], string]>([
  [[], '--before-plan: name the stack of the base with --base, such as --base base/cdktf.out/stacks/NAME\n'],
  ...['contract', 'contract-from', 'source', 'draft-contract', 'verify'].map((name): [string[], string] => [
    ['--base', base, `--${name}`, 'x'],
    `--before-plan: judges a stack without contracts; leave --${name} out\n`,
  ]),
  ...['strict', 'all-roles'].map((name): [string[], string] => [
    ['--base', base, `--${name}`],
    `--before-plan: judges a stack without contracts; leave --${name} out\n`,
  ]),
])('%j is a wrong call', async (words, stderr) => {
  expect(await check(stackFolder, ...words)).toEqual({ status: 2, stdout: '', stderr });
});
