import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as runSimulate, type SimulateOptions } from '../../src/cli/commands/simulate/run';
import { InputError } from '../../src/input-error';
import { published, policyOf } from '../simulator/support';
import { makeSynthesised } from './synthesised';
import { escaped, rude, states, testPrintable, users } from './printable';
import { strategies } from '../../src/workflow';
import { oneOfEach } from '../effort';

const escape = String.fromCharCode(27);
let folder = '';

beforeAll(() => {
  folder = makeSynthesised();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  stack: string | undefined,
  options: SimulateOptions = {},
  io: { isTerminal?: boolean; cwd?: string } = {},
) {
  let printed = '';
  const exitCode = await runSimulate(stack, options, {
    stdout: (text) => (printed += text),
    stderr: () => undefined,
    isTerminal: false,
    cwd: folder,
    now: new Date(),
    ...io,
  });
  return { exitCode, printed, lines: printed.split('\n') };
}

async function problemOf(
  stack: string | undefined,
  options: SimulateOptions = {},
  cwd = folder,
): Promise<readonly string[]> {
  try {
    await run(stack, options, { cwd });
  } catch (problem) {
    if (problem instanceof InputError) return problem.lines;
    throw problem;
  }
  return [];
}

interface Document {
  format: string;
  strategy: string;
  user: string;
  before: { keys: { id: string; status: string; labels: string[] }[] };
  after: { keys: { id: string; labels: string[] }[]; secret: { versions: { labels: string[]; keyId: string }[] } };
  steps: { at: number; kind: string; state?: string; action?: string; error?: string; world?: object }[];
  mails: { from: string; to: string[]; subject: string }[];
  lostFields: string[];
  result: { status: string; error: string | null; cause: string | null };
}

async function documentOf(stack: string | undefined, options: SimulateOptions = {}) {
  const { exitCode, printed } = await run(stack, { ...options, json: true });
  return { exitCode, document: JSON.parse(printed) as Document };
}

/** A stack edited by hand: the text of staging with something else in some resource. */
function edited(
  name: string,
  edit: (resources: Record<string, Record<string, Record<string, unknown>>>) => void,
): string {
  const stack = JSON.parse(readFileSync(join(folder, 'cdktf.out/stacks/keyturn-staging/cdk.tf.json'), 'utf8')) as {
    resource: Record<string, Record<string, Record<string, unknown>>>;
  };
  edit(stack.resource);
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'cdk.tf.json'), JSON.stringify(stack));
  return name;
}

function withDefinition(name: string, definition: unknown): string {
  return edited(name, (resources) => {
    for (const machine of Object.values(resources['aws_sfn_state_machine'] ?? {}))
      machine['definition'] = JSON.stringify(definition);
  });
}

describe('the text', () => {
  test('shows each step with the virtual clock, who holds which key, what the secret holds and the mail', async () => {
    const { exitCode, printed } = await run('keyturn-staging', { user: 'ci-deployer' });
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^keyturn-staging: rotates ci-deployer, secret ci-deployer\/aws, strategy overlap$/m);
    expect(printed).toMatch(/^ {2}\+00:00:00 {2}ListAccessKeys +iam:ListAccessKeys → 1 key: AKIA…\w{4}$/m);
    expect(printed).toMatch(/^ {2}\+00:\d\d:\d\d {2}CreateAccessKey +iam:CreateAccessKey → created AKIA…\w{4}$/m);
    expect(printed).toMatch(/secretsmanager:UpdateSecret → stored as version [0-9a-f]{8}$/m);
    expect(printed).toMatch(/^ +secret AWSCURRENT +AKIA…\w{4} {2}version [0-9a-f]{8}$/m);
    expect(printed).toMatch(
      /^ +from Key rotation <key-rotation@example.com>\n +to platform-team@example.com\n +subject Access key of ci-deployer rotated$/m,
    );
    expect(printed).toMatch(/^ {2}\+00:\d\d:\d\d {2}GracePeriod +waits 1 day$/m);
    expect(printed).toMatch(/^ {2}\+24:\d\d:\d\d {2}DeletePreviousKey +iam:DeleteAccessKey → deleted AKIA…\w{4}$/m);
    expect(printed).toMatch(
      /^Lost from the secret: AddedByHand\. The simulator adds AddedByHand .* UpdateSecret replaces the whole value/m,
    );
    expect(printed).toMatch(/^SUCCEEDED {2}9 calls, 1 mail, 1 day \d+ minutes \d+ seconds of virtual time$/m);
  });

  test('rotates the first user of the settings, whatever its name', async () => {
    expect((await run('keyturn-staging')).printed).toMatch(/^keyturn-staging: rotates ci-deployer,/);
  });

  test('says who gets the mail as to, cc and bcc', async () => {
    const stack = edited('copies', (resources) => {
      const copied = (text: string): string =>
        text
          .replaceAll(
            '"ToAddresses":["platform-team@example.com"]',
            '"ToAddresses":["platform-team@example.com"],"CcAddresses":["cc@example.com"],"BccAddresses":["bcc@example.com"]',
          )
          .replaceAll(
            '"ToAddresses.$":"$.destination.ToAddresses"',
            '"ToAddresses.$":"$.destination.ToAddresses","CcAddresses.$":"$.destination.CcAddresses","BccAddresses.$":"$.destination.BccAddresses"',
          );
      for (const machine of Object.values(resources['aws_sfn_state_machine'] ?? {}))
        machine['definition'] = copied(String(machine['definition']));
      for (const policy of Object.values(resources['aws_iam_role_policy'] ?? {}))
        policy['policy'] = String(policy['policy']).replaceAll(
          '["platform-team@example.com"]',
          '["platform-team@example.com","cc@example.com","bcc@example.com"]',
        );
    });
    const { printed } = await run(stack);
    expect(printed).toMatch(/^ +to platform-team@example.com\n +cc cc@example.com\n +bcc bcc@example.com\n/m);
  });

  test('is the same each time', async () => {
    expect(await run('keyturn-staging')).toEqual(await run('keyturn-staging'));
  });

  test('has colour on a terminal only, and the same words', async () => {
    const piped = await run('keyturn-staging');
    const terminal = await run('keyturn-staging', {}, { isTerminal: true });
    expect(piped.printed).not.toContain(escape);
    expect(terminal.printed).toContain(`${escape}[`);
    expect(terminal.printed.replaceAll(new RegExp(`${escape}\\[\\d+m`, 'g'), '')).toBe(piped.printed);
  });

  test('takes no real time for a grace period of a week', async () => {
    const started = performance.now();
    const { printed } = await run('keyturn-staging', { user: 'legacy-ftp' });
    expect(printed).toContain('waits 7 days');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('--keys', () => {
  const cases: [keys: string, before: string[]][] = [
    ['0', []],
    ['1', ['Active in AWSCURRENT']],
    ['2', ['Inactive in nothing', 'Active in AWSCURRENT']],
  ];

  test.each(cases)('%s: the user has %j before, and one new key after', async (keys, expected) => {
    const { exitCode, document } = await documentOf('keyturn-staging', { keys });
    expect(exitCode).toBe(0);
    expect(document.before.keys.map(({ status, labels }) => `${status} in ${labels.join() || 'nothing'}`)).toEqual(
      expected,
    );
    expect(document.after.keys.map(({ labels }) => labels)).toEqual([['AWSCURRENT']]);
    const ids = document.before.keys.map(({ id }) => id);
    expect(ids).not.toContain(document.after.keys[0]?.id);
    expect(document.lostFields).toEqual(keys === '0' ? [] : ['AddedByHand']);
  });
});

describe('--json', () => {
  test('is one document of a stable shape', async () => {
    const { document } = await documentOf('keyturn-staging', { user: 'backup-agent' });
    expect(Object.keys(document)).toEqual([
      'format',
      'stack',
      'machine',
      'strategy',
      'user',
      'secret',
      'startedAt',
      'before',
      'steps',
      'mails',
      'lostFields',
      'after',
      'result',
    ]);
    expect(document).toMatchObject({
      format: 'keyturn-simulation/1',
      strategy: 'overlap',
      user: 'backup-agent',
      result: { status: 'SUCCEEDED', error: null },
    });
    const called = document.steps.filter(({ kind }) => kind === 'called');
    expect(new Set(called.map(({ action }) => action))).toEqual(
      new Set([
        'iam:ListAccessKeys',
        'iam:CreateAccessKey',
        'secretsmanager:UpdateSecret',
        'ses:SendEmail',
        'iam:DeleteAccessKey',
      ]),
    );
    expect(called.every(({ world }) => world !== undefined)).toBe(true);
    expect(document.mails).toMatchObject([
      { to: ['platform-team@example.com'], subject: 'Access key of backup-agent rotated' },
    ]);
  });

  test('holds no secret access key', async () => {
    const { document } = await documentOf('keyturn-staging');
    expect(JSON.stringify(document.steps)).toContain('"SecretAccessKey":"[secret]"');
    // A secret access key is 40 characters of Base64 in a row; nothing else in the document is.
    expect(JSON.stringify(document)).not.toMatch(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/);
  });
});

describe('--strategy', () => {
  test.each(oneOfEach(strategies, () => 'any'))('%s synthesises the settings again', async (strategy) => {
    const { exitCode, document } = await documentOf('keyturn-production', { strategy });
    expect([exitCode, document.strategy]).toEqual([0, strategy]);
  });

  test('a stack given as a folder is taken as it is', async () => {
    const { document } = await documentOf('cdktf.out/stacks/keyturn-staging', { strategy: 'overlap' });
    expect(document.strategy).toBe('overlap');
  });
});

describe('an execution that does not succeed exits 1', () => {
  test('with the error and its cause, and no secret in them', async () => {
    const { StartAt, States } = published;
    const SendEmail = { Type: 'Pass', Parameters: { 'x.$': '$.nothing' }, End: true };
    const stack = withDefinition('leaky', { StartAt, States: { ...States, SendEmail } });
    const { exitCode, printed } = await run(stack);
    expect(exitCode).toBe(1);
    expect(printed).toMatch(/^FAILED {2}4 calls, 0 mails/m);
    expect(printed).toMatch(/^ {2}error {2}States\.Runtime$/m);
    expect(printed).toContain("The JSONPath '$.nothing' specified for the field 'x.$' could not be found in the input");
    expect(printed).toContain('"SecretAccessKey":"[secret]"');
    expect(printed).not.toMatch(/"SecretAccessKey":"(?!\[secret\]")/);
  });

  test('when the role may not do what the machine does', async () => {
    const stack = edited('powerless', (resources) => {
      const policy = resources['aws_iam_role_policy']?.['execution'];
      if (policy) policy['policy'] = policyOf([{ Effect: 'Allow', Action: 'iam:List*', Resource: '*' }]);
    });
    const { exitCode, document } = await documentOf(stack);
    expect(exitCode).toBe(1);
    const refused = document.steps.find(({ kind, error }) => kind === 'called' && error !== undefined);
    expect(refused).toMatchObject({ state: 'CreateAccessKey', error: 'Iam.IamException' });
  });

  test('when a loop has no end', async () => {
    const stack = withDefinition('loop', { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } });
    expect((await documentOf(stack)).document.result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  test('control characters in a cause do not reach the terminal', async () => {
    const stack = withDefinition('rude', {
      StartAt: 'A',
      States: { A: { Type: 'Fail', Error: `E${escape}[2J`, Cause: 'one\r\ntwo' } },
    });
    const { printed } = await run(stack);
    expect(printed).toContain(String.raw`cause  one\u000d\u000atwo`);
    expect(printed).not.toContain(escape);
  });
});

describe('bad input is one line a problem', () => {
  const cases: [name: string, stack: string | undefined, options: SimulateOptions, problem: RegExp][] = [
    [
      'a user without a schedule',
      'keyturn-staging',
      { user: 'nobody' },
      /^--user: "nobody" has no schedule in keyturn-staging; users are .*ci-deployer/,
    ],
    ['a number of keys that is none', undefined, { keys: '3' }, /^--keys: "3" is not one of 0, 1, 2$/],
    ['an empty number of keys', undefined, { keys: '' }, /^--keys: "" is not one of 0, 1, 2$/],
    [
      'an unknown strategy',
      undefined,
      { strategy: 'fastest' },
      /"fastest".*delete-first, overlap, until-next-rotation/,
    ],
    ['an unknown stack', 'keyturn-nowhere', {}, /keyturn-nowhere.*keyturn-staging/],
    [
      'a file whose strategy is another',
      'cdktf.out/stacks/keyturn-staging/cdk.tf.json',
      { strategy: 'delete-first' },
      /overlap.*delete-first/,
    ],
  ];

  test.each(cases)('%s', async (_, stack, options, problem) => {
    const lines = await problemOf(stack, options);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(problem);
  });

  test('nothing synthesised', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'keyturn-empty-'));
    const [line] = await problemOf(undefined, {}, empty);
    rmSync(empty, { recursive: true });
    expect(line).toMatch(/^no synthesised stack in cdktf\.out: run .npm run synth. first$/);
  });

  test('a feature that is not simulated, by state and name', async () => {
    const stack = withDefinition('mapped', { StartAt: 'Each', States: { Each: { Type: 'Map', End: true } } });
    expect(await problemOf(stack)).toEqual([
      'definition of keyturn-staging: state "Each": the state type Map is not supported by the simulator',
    ]);
  });

  test('a definition that is not JSON', async () => {
    const stack = edited('broken', (resources) => {
      for (const machine of Object.values(resources['aws_sfn_state_machine'] ?? {})) machine['definition'] = '{';
    });
    expect((await problemOf(stack))[0]).toMatch(/^definition of keyturn-staging: line 1, column 2: /);
  });

  test('a stack without schedules', async () => {
    const stack = edited('unscheduled', (resources) => delete resources['aws_scheduler_schedule']);
    expect(await problemOf(stack)).toEqual(['keyturn-staging: has no schedule, so there is no user to rotate']);
  });
});

describe('what it prints', () => {
  testPrintable([
    [['simulate', states], `Create${escaped}`],
    [['simulate', users], `rotates user${escaped}, secret secret${escaped}`],
    [['simulate', users, '--json'], `"user": "user${escaped}"`],
    [['simulate', users, '--user', `no${rude}`], `users are user${escaped}`],
  ]);
});

describe('SES that refuses', () => {
  const refused = { exitCode: 1, printed: expect.stringContaining('RotatedNobodyTold') as string };

  // The recipients of the sample are of the sender's domain, which is an identity.
  it('sends in the sandbox to verified recipients that the role can send to', async () => {
    expect(await run(undefined, { sandbox: true })).toMatchObject({ exitCode: 0 });
  });

  it('refuses a default configuration set that the role cannot use', async () => {
    expect(await run(undefined, { defaultConfigurationSet: 'rotations' })).toMatchObject(refused);
  });
});
