import { CreateRoleCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Director } from './director';
import { Emulator } from './emulator';
import { Gate } from './gate';
import type { Ran } from './project';
import { belongingsIn, tag, userPath } from './sandbox/belongings';
import type { Answer } from './sandbox/program';
import { questions, unanswerable } from './sandbox/questions';
import { beginnings } from './sandbox/rotations';
import { describeReal } from './tools';
import { strategies } from '../../src/workflow';
import { Account } from './world';

const accountId = '222233334444';
const region = 'eu-central-1';

/** Every line of a whole run, up to its colon. */
const everyFinding = [
  'keyturn check passes the account',
  'no secret access key is in a plan, in a state or in what was printed',
  ...strategies.flatMap((strategy) => [
    `${strategy} is deployed, and keyturn check passes its plan and its state`,
    strategy,
    ...beginnings.map((keys) => `${strategy} rotates a user with ${keys.length} keys`),
    `destroying ${strategy} leaves users, keys and secrets alone`,
  ]),
];

/** What `npm run sandbox` is started with; the endpoint makes an emulator of it. */
interface Variables {
  readonly [name: string]: string | undefined;
}

describeReal('a sandbox account', () => {
  let director: Director;
  let emulator: Emulator;
  let gate: Gate;
  let account: Account;
  let folder: string;
  /** What a run that was killed leaves there goes with the tests. */
  let temporary: string;
  let usual: Variables;

  beforeAll(async () => {
    director = await Director.start();
    emulator = await Emulator.start({ accountId, director });
    gate = await Gate.before(emulator.url);
    folder = mkdtempSync(join(tmpdir(), 'keyturn-sandbox-'));
    temporary = mkdtempSync(join(tmpdir(), 'keyturn-sandbox-temporary-'));
  });
  beforeEach(async () => {
    await emulator.reset();
    gate.mend();
    gate.passed.length = 0;
    account = new Account({ accountId, region, endpoint: emulator.url });
    await account.verifyDomain('example.com');
    usual = {
      PATH: process.env.PATH,
      KEYTURN_TERRAFORM: process.env.KEYTURN_TERRAFORM,
      KEYTURN_PLUGIN_DIR: process.env.KEYTURN_PLUGIN_DIR,
      KEYTURN_PYTHON: process.env.KEYTURN_PYTHON,
      HOME: process.env.HOME,
      TMPDIR: temporary,
      AWS_REGION: region,
      KEYTURN_SANDBOX_ACCOUNT: accountId,
      KEYTURN_SANDBOX_SENDER: 'rotation@example.com',
      KEYTURN_SANDBOX_ENDPOINT: gate.url,
    };
  });
  afterAll(async () => {
    for (const each of [folder, temporary]) rmSync(each, { recursive: true, force: true });
    await gate.stop();
    await director.stop();
    await emulator.stop();
  });

  /** `npm run sandbox`, ended by a signal as soon as a call of that name comes. */
  async function run(
    variables: Variables,
    words: readonly string[] = [],
    end?: readonly [NodeJS.Signals, string],
  ): Promise<Ran> {
    const child = spawn(process.execPath, [join(__dirname, 'sandbox', 'start.js'), ...words], {
      cwd: folder,
      env: { ...variables },
    });
    if (end) {
      gate.passage = (call) => {
        if (call === end[1]) {
          gate.mend();
          child.kill(end[0]);
        }
        return 'open';
      };
    }
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise<number>((resolve) => child.once('close', (status) => resolve(status ?? -1)));
    await gate.quiet();
    gate.mend();
    return { code, stdout, stderr };
  }

  const left = async () => (await belongingsIn(account.clients)).map(({ kind, name }) => `${kind} ${name}`);

  const refusals: readonly (readonly [what: string, variables: Variables, says: RegExp])[] = [
    ['no account is named', { KEYTURN_SANDBOX_ACCOUNT: undefined }, /^KEYTURN_SANDBOX_ACCOUNT is not set: it names/],
    ['the account is empty', { KEYTURN_SANDBOX_ACCOUNT: '' }, /^KEYTURN_SANDBOX_ACCOUNT is not set: it names/],
    ['the account is short', { KEYTURN_SANDBOX_ACCOUNT: '22223333444' }, /^KEYTURN_SANDBOX_ACCOUNT is "22223333444": /],
    [
      'the account is long',
      { KEYTURN_SANDBOX_ACCOUNT: `${accountId}5` },
      /^KEYTURN_SANDBOX_ACCOUNT is "2222333344445": /,
    ],
    ['the account is a name', { KEYTURN_SANDBOX_ACCOUNT: 'my-sandbox' }, /^KEYTURN_SANDBOX_ACCOUNT is "my-sandbox": /],
    ['no region is named', { AWS_REGION: undefined }, /^AWS_REGION is not set: it names the region/],
    [
      'no sender is named',
      { KEYTURN_SANDBOX_SENDER: undefined },
      /^KEYTURN_SANDBOX_SENDER is not set: it names an address/,
    ],
    [
      'the sender is not an address',
      { KEYTURN_SANDBOX_SENDER: 'rotation' },
      /^KEYTURN_SANDBOX_SENDER is "rotation": write/,
    ],
    [
      'the credentials are those of another account',
      { KEYTURN_SANDBOX_ACCOUNT: '999988887777' },
      /^the credentials are those of account 222233334444, and KEYTURN_SANDBOX_ACCOUNT names 999988887777: nothing was done/,
    ],
    [
      'AWS cannot be reached',
      { KEYTURN_SANDBOX_ENDPOINT: 'http://127.0.0.1:1' },
      /^AWS does not say whose credentials these are: /,
    ],
    [
      'SES has not verified the sender',
      { KEYTURN_SANDBOX_SENDER: 'rotation@example.org' },
      /^SES has verified neither rotation@example.org nor example.org in eu-central-1: /,
    ],
  ];

  test.each(refusals)('is refused, with nothing changed, when %s', async (_, variables, says) => {
    const ran = await run({ ...usual, ...variables });
    expectRefusal(ran, says);
    expect(gate.changes).toEqual([]);
  });

  test('is refused when something is there that bears the name of the suite, and is left alone', async () => {
    const somebodys = { RoleName: 'keyturn-sandbox-of-somebody', AssumeRolePolicyDocument: '{}' };
    await account.clients.iam.send(new CreateRoleCommand(somebodys));
    await account.clients.iam.send(new CreateUserCommand({ UserName: 'somebody', Path: userPath, Tags: [tag] }));
    expectRefusal(
      await run(usual),
      /^the account has role keyturn-sandbox-of-somebody, user somebody, which this suite did not make: /,
    );
    expect((await run(usual, ['clean'])).code).toBe(0);
    expect(await left()).toEqual(['role keyturn-sandbox-of-somebody', 'user somebody']);
    expect(gate.changes).toEqual([]);
  });

  test('is refused to words that it does not know', async () => {
    const { code, stderr } = await run(usual, ['clear']);
    expect({ code, first: stderr.split('\n')[0] }).toEqual({ code: 2, first: 'sandbox: unknown words' });
    expect(gate.passed).toEqual([]);
  });

  test('compares states with TestState alone, without a sender, and creates nothing', async () => {
    const { code, stdout } = await run({ ...usual, KEYTURN_SANDBOX_SENDER: undefined }, ['states']);
    expect(code).toBe(0);
    // moto does not have the API; against AWS each line counts the states that do the same.
    expect(stdout.split('\n').filter((line) => /^✓ [a-z-]+: TestState and the simulator/.test(line))).toHaveLength(3);
    expect(stdout).toMatch(/do the same in 0 visits to 0 states; \d+ did not run \(/);
    expect(gate.changes.filter((call) => call !== 'TestState')).toEqual([]);
  });

  test('is cleaned by a run of its own after one that was killed', async () => {
    await run(usual, [], ['SIGKILL', 'PutSecretValue']);
    expect(await left()).toContain('user keyturn-sandbox-delete-first-1');
    expectRefusal(
      await run(usual),
      /^an earlier run left user .*: remove what it left with "npm run sandbox -- clean"/,
    );
    const { code, stdout } = await run(usual, ['clean']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^removed \d+ things from the account$/m),
    });
    expect(await left()).toEqual([]);
  });

  test('is cleaned up when Ctrl-C stops the suite in the middle of an apply', async () => {
    const { code, stdout, stderr } = await run(usual, [], ['SIGINT', 'CreateStateMachine']);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: expect.stringMatching(/it was stopped\nremoved \d+ things from the account\n$/),
      stderr: expect.stringMatching(/^sandbox: stops, and cleans up$/m),
    });
    expect(await left()).toEqual([]);
    expect(existsSync(join(folder, 'sandbox-answers.json'))).toBe(false);
  });

  test('is deployed into, rotated in, asked and cleaned up by the same suite as the emulator', async () => {
    const { code, stdout, stderr } = await run(usual);
    expect(stderr).toBe('');
    expect(stdout.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(code).toBe(0);
    const found = stdout.split('\n').flatMap((line) => (line.startsWith('✓') ? [line.replace(/^✓ |: .*$/g, '')] : []));
    expect(found.sort()).toEqual([...everyFinding].sort());
    expect(await left()).toEqual([]);

    const file = join(folder, 'sandbox-answers.json');
    expect(readdirSync(folder)).toEqual(['sandbox-answers.json']);
    const written = JSON.parse(readFileSync(file, 'utf8')) as { readonly answers: readonly Answer[] };
    expect(written).toMatchObject({ accountId, region, unanswerable });
    expect(written.answers.map(({ question }) => question)).toEqual(questions.map(({ question }) => question));
    expect(written.answers.filter(({ answer }) => /^$|^no answer/.test(answer))).toEqual([]);
    const texts = `${stdout}${stderr}${JSON.stringify(written)}`;
    const made = director.called.flatMap(
      ({ answer }) => /"SecretAccessKey":"([^"]+)"/.exec(JSON.stringify(answer)) ?? [],
    );
    expect(made.length).toBeGreaterThan(0);
    expect(made.some((secret) => texts.includes(secret))).toBe(false);
  }, 900_000);
});

/** One line that says why, and the exit code of a call that was wrong. */
function expectRefusal({ code, stdout, stderr }: Ran, says: RegExp): void {
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, stdout: '', lines: 1 });
  expect(stderr).toMatch(new RegExp(`^sandbox: ${says.source.replace(/^\^/, '')}`));
}
