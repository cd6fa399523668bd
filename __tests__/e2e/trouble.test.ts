import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { DeleteSecretCommand } from '@aws-sdk/client-secrets-manager';
import { DeleteIdentityCommand } from '@aws-sdk/client-ses';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { rotate, scenarioOf } from '../../src/simulator';
import { readModel } from '../../src/inputs';
import { deploymentFrom } from '../../src/terraform';
import type { Json } from '../../src/json';
import { Gate, type Passage } from './gate';
import { Project, succeeded, type Ran } from './project';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

const alice = { userName: 'alice', secretName: 'alice/aws' };
const bob = { userName: 'bob', secretName: 'bob/aws' };
/** Somebody forgot to make this user's secret. */
const carol = { userName: 'carol', secretName: 'carol/aws' };
const users = [alice, bob, carol];

/** The environments that are deployed in trouble; each has a state of its own. */
const [unreachable, unanswered, interrupted] = [environment, 'unanswered', 'interrupted'];

const longestGrace = 7 * 24 * 3600;
const settings = settingsFor(
  users.map(({ userName }) => userName),
  {
    environments: [
      { name: unreachable, accountId, region },
      { name: unanswered, accountId, region, users: [{ name: 'dora', secretName: 'dora/aws' }] },
      { name: interrupted, accountId, region, users: [{ name: 'erin', secretName: 'erin/aws' }] },
    ],
    maxGracePeriodSeconds: longestGrace,
  },
);

describeReal('trouble', () => {
  let stage: Stage;
  let gate: Gate;
  let project: Project;

  beforeAll(async () => {
    stage = await Stage.open(settings);
    gate = await Gate.before(stage.emulator.url);
    project = Project.create(settings, { accountId, region, endpoint: gate.url });
    await stage.account.prepare({ ...alice, keys: ['Active'] });
    await stage.account.prepare({ ...bob, keys: ['Inactive', 'Active'] });
    for (const name of [unreachable, unanswered, interrupted]) await project.init(name);
  });
  afterAll(async () => {
    await project.close();
    await gate.stop();
    await stage.close();
  });

  /** What users and consumers have: ids, labels, and a hash of what the secret holds. */
  async function belongings() {
    return Promise.all(
      [alice, bob].map(async ({ userName, secretName }) => ({
        ...(await stage.account.see(userName, secretName)),
        value: hash(await stage.account.valueOf(secretName)),
      })),
    );
  }

  /** Nothing that anybody had is different after the trouble. */
  async function keepingEverything<T>(trouble: () => Promise<T>): Promise<T> {
    const before = await belongings();
    const result = await trouble();
    expect(await belongings()).toEqual(before);
    return result;
  }

  /** The provider asks 25 times, for some minutes. */
  function askOnce(name: string): void {
    const override = { provider: { aws: [{ max_retries: 1 }] } };
    writeFileSync(join(project.stackFolder(name), 'once_override.tf.json'), JSON.stringify(override));
  }

  const applied = (name: string, ...options: readonly string[]) =>
    project.terraform(name, 'apply', '-auto-approve', '-input=false', '-no-color', ...options);

  /** One call after the other, so that nothing else is on its way when trouble comes. */
  const appliedSlowly = (name: string) => applied(name, '-parallelism=1');

  /** What Terraform says that it has made. */
  async function inState(name: string): Promise<readonly string[]> {
    const { stdout } = succeeded(await project.terraform(name, 'state', 'list'));
    return stdout.split('\n').filter((line) => line !== '');
  }

  async function machineNames(): Promise<readonly string[]> {
    const { stateMachines = [] } = await stage.account.clients.sfn.send(new ListStateMachinesCommand({}));
    return stateMachines.map(({ name = '' }) => name);
  }

  /** The next apply makes what is missing, and then there is nothing left to do. */
  async function goesOn(name: string): Promise<void> {
    const file = join(project.folder, `terraform.keyturn-${name}.tfstate`);
    expect(existsSync(`${file}.lock.info`)).toBe(false);
    succeeded(await applied(name));
    const noChange = await project.terraform(name, 'plan', '-detailed-exitcode', '-input=false', '-no-color');
    expect({ code: noChange.code, says: noChange.stdout }).toEqual({
      code: 0,
      says: expect.stringContaining('No changes.'),
    });
  }

  describe('while deploying', () => {
    afterEach(() => {
      gate.mend();
      project.variables = {};
      project.configure(settings);
    });

    test('credentials are missing', async () => {
      project.variables = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
      const passed = gate.passed.length;
      const ran = await keepingEverything(() => project.terraform(environment, 'plan', '-input=false', '-no-color'));
      const [code, [first]] = errorsOf(ran);
      expect([code, first]).toEqual([1, 'No valid credential sources found']);
      expect(gate.passed).toHaveLength(passed);
    });

    test('the credentials are those of another account', async () => {
      project.configure({ ...settings, environments: [{ name: environment, accountId: '444455556666', region }] });
      await project.synth();
      const ran = await keepingEverything(() => applied(environment));
      expect(errorsOf(ran)).toEqual([1, [`AWS account ID not allowed: ${accountId}`]]);
      expect(gate.changes).toEqual([]);
      project.configure(settings);
      await project.synth();
    });

    test('AWS cannot be reached any more in the middle of an apply', async () => {
      await keepingEverything(async () => {
        askOnce(unreachable);
        gate.passage = (call) => (call === 'CreateStateMachine' ? 'cut' : 'open');
        expect(errorsOf(await appliedSlowly(unreachable))).toEqual([
          1,
          [expect.stringMatching(/^creating Step Functions State Machine \(keyturn-test\): .*request send failed/)],
        ]);
        gate.mend();
        const made = await inState(unreachable);
        expect(made).toEqual(expect.arrayContaining(['aws_iam_role.execution', 'aws_iam_role_policy.execution']));
        expect(made).not.toContain('aws_sfn_state_machine.rotation');
        await goesOn(unreachable);
      });
    });

    test('AWS made a role, and its answer was lost: Terraform does not know the role, and takes it in by import', async () => {
      await keepingEverything(async () => {
        askOnce(unanswered);
        gate.passage = (call) => (call === 'CreateRole' ? 'answer-lost' : 'open');
        const [code, told] = errorsOf(await appliedSlowly(unanswered));
        expect(code).toBe(1);
        expect(told).toContainEqual(
          expect.stringMatching(/^creating IAM Role \(keyturn-unanswered-\w+\): .*request send failed/),
        );
        gate.mend();

        const [, again] = errorsOf(await applied(unanswered));
        const exists = /^creating IAM Role \(keyturn-unanswered-(\w+)\): .*EntityAlreadyExists/;
        expect(again).toEqual([expect.stringMatching(exists)]);
        const [, role = ''] = exists.exec(again[0] ?? '') ?? [];
        const known = [`aws_iam_role.${role}`, `keyturn-unanswered-${role}`];
        succeeded(await project.terraform(unanswered, 'import', '-input=false', '-no-color', ...known));
        await goesOn(unanswered);
      });
    });

    test('an apply is interrupted, and then continued', async () => {
      await keepingEverything(async () => {
        let ended: () => void = () => undefined;
        const applyEnded = new Promise<void>((resolve) => (ended = resolve));
        gate.passage = async (call): Promise<Passage> => {
          if (call !== 'CreateStateMachine') return 'open';
          // The worst moment: Terraform has asked, and does not wait for the answer.
          project.interrupt();
          await applyEnded;
          return 'open';
        };
        const ran = await appliedSlowly(interrupted);
        ended();
        await gate.quiet();
        gate.mend();
        expect(ran.stdout).toContain('Interrupt received.');
        const [code, told] = errorsOf(ran);
        expect(code).toBe(1);
        // What the provider was at when it was told decides whether it names the request as well.
        expect([...new Set(told)].sort()).toEqual([
          expect.stringMatching(/^creating Step Functions State Machine \(keyturn-interrupted\): .*context canceled$/),
          'execution halted',
        ]);
        const made = await inState(interrupted);
        expect(made).toContain('aws_iam_role.execution');
        expect(made).not.toContain('aws_sfn_state_machine.rotation');
        // The machine is there all the same. CreateStateMachine takes the same machine for an answer, so nothing need be imported.
        // https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
        expect(await machineNames()).toContain('keyturn-interrupted');
        await goesOn(interrupted);
      });
    });
  });

  describe('an execution', () => {
    /** Starts the deployed machine with an input, and the same one in the embedded AWS. */
    async function both(input: Json) {
      const execution = await stage.startWith(JSON.stringify(input));
      const deployed = await stage.endOf(execution);
      const file = project.stackFile(environment);
      const scenario = scenarioOf(deploymentFrom(readModel(project.read(file), file)), {
        user: alice.userName,
        keys: 1,
      });
      const { ended, trace } = rotate({ ...scenario, input });
      return {
        execution,
        deployed,
        simulated: ended,
        simulatedCalls: trace.flatMap((each) => (each.kind === 'called' ? [each.action] : [])),
      };
    }

    const year = 365 * 24 * 3600;
    const refused: readonly (readonly [what: string, input: Json, error: string])[] = [
      ['an empty object', {}, 'UserNameRefused'],
      ['a list', [], 'UserNameRefused'],
      ['null', null, 'UserNameRefused'],
      ['a text', 'alice', 'UserNameRefused'],
      ['an empty text', '', 'UserNameRefused'],
      ['a number', 7, 'UserNameRefused'],
      ['a truth', true, 'UserNameRefused'],
      ['a list of what would do', [{ ...alice }], 'UserNameRefused'],
      ['no user', { secretName: 'alice/aws' }, 'UserNameRefused'],
      ['a user that is null', { ...alice, userName: null }, 'UserNameRefused'],
      ['a user that is a list', { ...alice, userName: ['alice'] }, 'UserNameRefused'],
      ['a secret that is null', { ...alice, secretName: null }, 'SecretNameRefused'],
      ['a secret that is a number', { ...alice, secretName: 1 }, 'SecretNameRefused'],
      ['a secret that is an object', { ...alice, secretName: { name: 'alice/aws' } }, 'SecretNameRefused'],
      ['an unknown user', { ...alice, userName: 'mallory' }, 'PairRefused'],
      ['an empty user', { ...alice, userName: '' }, 'PairRefused'],
      ['a user in another case', { ...alice, userName: 'Alice' }, 'PairRefused'],
      ['a user with a space behind', { ...alice, userName: 'alice ' }, 'PairRefused'],
      ['a user that matches as a pattern', { ...alice, userName: '*' }, 'PairRefused'],
      ["another user's secret", { ...alice, secretName: bob.secretName }, 'PairRefused'],
      ['an ARN for a user', { ...alice, userName: `arn:aws:iam::${accountId}:user/alice` }, 'PairRefused'],
      ['the name of a member of every object', { ...alice, userName: 'constructor' }, 'PairRefused'],
      ['the name of the prototype', { ...alice, userName: '__proto__' }, 'PairRefused'],
      ['a negative grace period', { ...alice, gracePeriodSeconds: -1 }, 'GracePeriodRefused'],
      ['a fraction of a second', { ...alice, gracePeriodSeconds: 0.5 }, 'GracePeriodRefused'],
      ['a grace period that is a text', { ...alice, gracePeriodSeconds: '60' }, 'GracePeriodRefused'],
      ['a grace period that is null', { ...alice, gracePeriodSeconds: null }, 'GracePeriodRefused'],
      ['a grace period that is a list', { ...alice, gracePeriodSeconds: [60] }, 'GracePeriodRefused'],
      ['a grace period that is a truth', { ...alice, gracePeriodSeconds: true }, 'GracePeriodRefused'],
      ['more than the longest', { ...alice, gracePeriodSeconds: longestGrace + 1 }, 'GracePeriodRefused'],
      ['more than a year', { ...alice, gracePeriodSeconds: year + 1 }, 'GracePeriodRefused'],
      ['a huge number', { ...alice, gracePeriodSeconds: 1e308 }, 'GracePeriodRefused'],
    ];

    test.each(refused)('is refused before any call but the mail: %s', async (_, input, error) => {
      const { execution, deployed, simulated, simulatedCalls } = await keepingEverything(() => both(input));
      expect(deployed).toMatchObject({
        status: 'FAILED',
        error,
        cause: expect.stringContaining('Nothing was changed.'),
      });
      expect(stage.director.callsOf(execution).map(({ action }) => action)).toEqual(['ses:SendEmail']);
      expect({ error: simulated.error, cause: simulated.cause }).toEqual({ error, cause: deployed.cause });
      expect(simulatedCalls).toEqual(['ses:SendEmail']);
    });

    test.each(['', 'alice', '{"userName": "alice"', "{'userName': 'alice'}"])(
      'does not start with what is not JSON: %j',
      async (input) => {
        const started = stage.director.started.length;
        const start = () => stage.account.start(stage.machineArn, input, `no-json-${started}`);
        await keepingEverything(() => expect(start()).rejects.toMatchObject({ name: 'InvalidExecutionInput' }));
        expect(stage.director.started).toHaveLength(started);
      },
    );

    test.each([
      ['no grace period', 0],
      ['the longest grace period', longestGrace],
    ])('rotates with %s, and drops what else the input holds', async (_, gracePeriodSeconds) => {
      const { execution, deployed, simulated } = await both({ ...alice, gracePeriodSeconds, command: 'rm -rf' });
      expect([deployed.status, simulated.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(deployed.output).not.toContain('command');
      const waits = stage.director.waited.filter((each) => each.execution === execution && each.kind === 'wait');
      expect(waits.map(({ seconds }) => seconds)).toContain(gracePeriodSeconds);
      expect((await stage.account.see(alice.userName, alice.secretName)).keys).toHaveLength(1);
    });

    test('rotates a user alone, whose secret the machine knows', async () => {
      const { deployed, simulated } = await both({ userName: alice.userName });
      expect([deployed.status, simulated.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(deployed.output).toContain(alice.secretName);
    });

    test('replaces the key that the input names, and does nothing for one that is gone', async () => {
      const see = () => stage.account.see(alice.userName, alice.secretName);
      const start = async (accessKeyId: string) =>
        stage.endOf(await stage.startWith({ userName: alice.userName, accessKeyId }));
      const before = await see();
      expect((await start('AKIAQQQQQQQQQQQQQQQQ')).status).toBe('SUCCEEDED');
      expect(await see()).toEqual(before);
      const [named] = before.keys;
      expect((await start(named?.id ?? '')).status).toBe('SUCCEEDED');
      const { keys } = await see();
      expect(keys.map(({ status }) => status)).toEqual(['Active']);
      expect(keys.map(({ id }) => id)).not.toContain(named?.id);
    });

    test('finds no secret: the new key is deleted again, and the one in use stays', async () => {
      await stage.account.prepare({ ...carol, keys: ['Active'] });
      await stage.account.clients.secrets.send(
        new DeleteSecretCommand({ SecretId: carol.secretName, ForceDeleteWithoutRecovery: true }),
      );
      const keysOf = async () => {
        const { iam } = stage.account.clients;
        const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: carol.userName }));
        return AccessKeyMetadata.map(({ AccessKeyId, Status }) => `${AccessKeyId} ${Status}`);
      };
      const before = await keysOf();
      const execution = await keepingEverything(() => stage.start(carol.userName));
      const { status, error, cause = '' } = await stage.endOf(execution);
      expect({ status, error }).toEqual({ status: 'FAILED', error: 'NotStored' });
      expect(cause).toContain(carol.secretName);
      expect(await keysOf()).toEqual(before);
      const calls = stage.director.callsOf(execution).map(({ action }) => action);
      expect(calls.filter((action) => action !== 'iam:ListAccessKeys')).toEqual([
        'iam:CreateAccessKey',
        'secretsmanager:UpdateSecret',
        'iam:DeleteAccessKey',
        'ses:SendEmail',
      ]);
    });

    test('finds the sender not verified: the rotation is complete, and the ending says that nobody was told', async () => {
      await stage.account.clients.ses.send(new DeleteIdentityCommand({ Identity: 'example.com' }));
      try {
        const before = await stage.account.see(bob.userName, bob.secretName);
        const { ending, seen } = await stage.rotate(bob);
        expect(ending).toMatchObject({ status: 'FAILED', error: 'RotatedNobodyTold' });
        expect(seen.keys).toHaveLength(1);
        expect(before.keys.map(({ id }) => id)).not.toContain(seen.keys[0]?.id);
        expect(seen.versions).toContainEqual({ labels: ['AWSCURRENT'], keyId: seen.keys[0]?.id });
      } finally {
        await stage.account.verifyDomain('example.com');
      }
    });

    test('no secret was printed or told in all this', async () => {
      const told = await Promise.all(stage.director.started.map(({ execution }) => stage.endOf(execution)));
      const texts = [...project.printed, ...told.map((ending) => JSON.stringify(ending))];
      expect(stage.everyKey.length).toBeGreaterThan(0);
      expect(stage.everyKey.filter(({ secret }) => texts.some((text) => text.includes(secret)))).toHaveLength(0);
    });
  });
});

/** The exit code, and the first line of each error that Terraform prints; it wraps them in a frame. */
function errorsOf({ code, stderr }: Ran): readonly [code: number, errors: readonly string[]] {
  return [code, [...stderr.matchAll(/Error: (.+)$/gm)].map(([, line = '']) => line)];
}

function hash(text: string | undefined): string {
  return createHash('sha256')
    .update(text ?? '')
    .digest('hex');
}
