import { existsSync } from 'node:fs';
import { recordedPlan } from '../review/reviewed';
import { wholeStack, type Loose } from '../checks/sample';
import { call } from './call';
import { makeProject, stackFolder, type Project } from './project';

/** `keyturn review`: its exit codes, its inputs and its options. */
let project: Project;

beforeEach(() => {
  project = makeProject();
  project.put('plan.json', recordedPlan('sample'));
  project.put('widened.json', recordedPlan('widened'));
  project.put('again.json', recordedPlan('again'));
});

afterEach(() => project.remove());

const review = (...words: readonly string[]) => project.keyturn('review', ...words);

/** A stack like the sample's, changed, in a folder of its own. */
function putStack(folder: string, change: (stack: Loose) => void = () => undefined): string {
  const stack = wholeStack();
  change(stack);
  project.put(`${folder}/keyturn-staging/cdk.tf.json`, JSON.stringify(stack));
  return `${folder}/keyturn-staging`;
}

describe('with contracts', () => {
  test('a plan that passes exits with 0', async () => {
    const { status, stdout } = await review('plan.json');
    expect(stdout).toContain('Verdict: pass.');
    expect(stdout).toContain('environment staging, account 111122223333, region eu-central-1');
    expect(status).toBe(0);
  });

  test('a plan outside its contract exits with 1, and names the finding', async () => {
    const stack = putStack('after', ({ resource }) => {
      resource.aws_iam_role_policy.execution.policy =
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    });
    const { status, stdout } = await review(stackFolder, stack);
    expect(stdout).toContain('Verdict: fail.');
    expect(stdout).toMatch(/grants-inside-contract \(critical\)/);
    expect(stdout).toMatch(/ {4}\+ \*\n {6}on \*\n/);
    expect(status).toBe(1);
  });

  test('the page says where in the file a finding is, and shows the lines', async () => {
    const stack = wholeStack();
    stack.resource.aws_iam_role_policy.execution.policy =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}';
    const text = JSON.stringify(stack, undefined, 2);
    project.put('wide/keyturn-staging/cdk.tf.json', text);
    const { stdout } = await review('wide/keyturn-staging', '--format', 'html');
    const line = text.split('\n').findIndex((one) => one.includes('iam:*')) + 1;
    expect(stdout.replaceAll('<wbr>', '')).toContain(`cdk.tf.json:${line}:`);
    expect(stdout).toContain('&quot;iam:*&quot;</mark>');
  });

  test('only the second input is judged', async () => {
    const before = putStack('before', ({ resource }) => {
      resource.aws_iam_role_policy.execution.policy =
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
    });
    const { status, stdout } = await review(before, stackFolder);
    expect(stdout).toContain(
      `Compared: before/keyturn-staging/cdk.tf.json with ${stackFolder}/cdk.tf.json. Only the second is judged.`,
    );
    expect(stdout).toContain('Verdict: pass.');
    expect(stdout).toMatch(/ {4}- \*\n {6}on \*\n/);
    expect(status).toBe(0);
  });
});

describe('without a contract', () => {
  test('nothing is judged, which exits with 0, and with 1 if a contract is required', async () => {
    const found = await callIn('widened.json');
    expect(found).toMatchObject({ status: 0, stderr: '' });
    expect(found.stdout).toContain('Not judged: no contract was given');
    expect(found.stdout).not.toMatch(/\bpass(es|ed)?\b/);
    expect(await callIn('widened.json', '--require-contract')).toMatchObject({ status: 1 });
    for (const format of ['markdown', 'json'])
      expect((await callIn('widened.json', '--format', format)).stdout).not.toMatch(/\bpass(es|ed)?\b/);
  });
});

/** The same call in a project without policies. */
function callIn(...words: readonly string[]) {
  project.put('strange/widened.json', project.read('widened.json'));
  return call(project.at('strange'), ['review', ...words]);
}

describe('two inputs', () => {
  test.each<[string, readonly [string, string], RegExp]>([
    ['kinds', ['plan.json', stackFolder], /the first is a plan, the second a stack; give two inputs of one kind/],
    ['accounts', [stackFolder, 'other'], /the first is of account 111122223333, the second of 444455556666/],
    ['environments', [stackFolder, 'production'], /the first is of environment staging, the second of production/],
  ])('of two %s are refused with one line', async (_, files, line) => {
    const other = (account: string, environment: string) => (stack: Loose) => {
      const text = JSON.stringify(stack).replaceAll('111122223333', account).replaceAll('staging', environment);
      Object.assign(stack, JSON.parse(text) as object);
    };
    const named: Record<string, string> = {
      other: putStack('other', other('444455556666', 'staging')),
      production: putStack('production', other('111122223333', 'production')),
    };
    const { status, stdout, stderr } = await review(...files.map((file) => named[file] ?? file));
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('two plans: the result of each', async () => {
    const { stdout } = await review('again.json', 'widened.json');
    expect(stdout).toContain('Compared: again.json with widened.json.');
  });
});

describe('bad calls', () => {
  test.each<[readonly string[], string]>([
    [['a', 'b', 'c'], 'keyturn review: 3 inputs were given; give a plan, or two inputs: before and after'],
    [['plan.json', '--now', 'soon'], '--now: "soon" is not a time; write one as 2027-01-31T12:00:00Z'],
    [['plan.json', '--now', '2027-02-30T00:00:00Z'], '--now: "2027-02-30T00:00:00Z" is not a time'],
    [['plan.json', '--marker', 'a-->b'], '--marker: "a-->b" is not a name'],
    [['plan.json', '--format', 'sarif'], '--format: "sarif" is not one of text, markdown, html, json'],
    [['none.json'], 'none.json: no such file'],
  ])('%j exits with 2 and one line', async (words, line) => {
    const { status, stderr } = await review(...words);
    expect(stderr).toContain(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

test('--now decides the next dates, and --marker the first line of Markdown', async () => {
  const words = ['--now', '2027-05-31T22:30:00Z', '--marker', 'keyturn-staging', '--output', 'markdown=page.md'];
  const { stdout } = await review('plan.json', ...words);
  expect(stdout).toContain('Next: Tue 2027-06-01 03:00, Thu 2027-07-01 03:00, Sun 2027-08-01 03:00.');
  expect(project.read('page.md').split('\n')[0]).toBe('<!-- keyturn review: keyturn-staging -->');
  expect(existsSync(project.at('.page.md.tmp'))).toBe(false);
});
