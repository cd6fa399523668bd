import { CreateUserCommand } from '@aws-sdk/client-iam';
import { DeleteSecretCommand, RestoreSecretCommand } from '@aws-sdk/client-secrets-manager';
import { CreateScheduleCommand, CreateScheduleGroupCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { mostListed } from '../../../src/account/all-keys';
import { inParallel } from '../../../src/account/sdk/in-parallel';
import { executionName } from '../../../src/operations/execution-names';
import { settingsFor } from '../stage';
import { describeReal } from '../tools';
import { Bench } from './bench';

/** What `keyturn status --json` prints. */
interface Document {
  readonly environments: readonly {
    readonly users: readonly {
      readonly user: string;
      readonly keys: readonly object[];
      readonly secretKeyIdKnown: boolean;
      readonly problems: readonly { readonly kind: string }[];
    }[];
    readonly unattributed: { readonly failed: readonly object[] };
  }[];
}

describeReal('keyturn status in an emulator', () => {
  const alice = { userName: 'alice', secretName: 'alice/aws' };
  const bob = { userName: 'bob', secretName: 'bob/aws' };
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open(settingsFor(['alice', 'bob'], { maxKeyAgeDays: 90 }));
    await bench.deploy();
    await bench.account.prepare({ ...alice, keys: ['Active'] });
    await bench.account.prepare({ ...bob, keys: ['Active', 'Active'] });
  });
  afterEach(() => bench.proxy.reset());
  afterAll(() => bench.close());

  /** The status as JSON, and the problems of each user. */
  async function problems(...words: readonly string[]) {
    const { status, stdout } = await bench.call('status', '--json', ...words);
    const document = JSON.parse(stdout) as Document;
    const [shown] = document.environments;
    if (shown === undefined) throw new Error('no environment');
    const kinds = shown.users.map(({ user, problems }) => [user, problems.map(({ kind }) => kind)]);
    return { status, document: shown, kinds: Object.fromEntries(kinds) };
  }

  test('shows the users with their keys, and no value of a secret', async () => {
    const { status, stdout, stderr } = await bench.call('status');
    expect([status, stderr]).toEqual([1, '']);
    for (const { id, secret } of bench.account.made) {
      expect(stdout).toContain(id);
      expect(stdout).not.toContain(secret);
    }
    expect(stdout).toContain('; in the secret');
    expect(stdout).toContain('keyturn resolve bob');
  });

  test('shows one user', async () => {
    const { kinds } = await problems('bob');
    expect(kinds).toEqual({ bob: expect.arrayContaining(['key-too-old', 'two-active-keys']) });
  });

  test('knows the user of an execution by its name alone', async () => {
    const start = (name: string) => bench.account.start(bench.machineArn, '{"userName": "nobody"}', name);
    await start(executionName('alice', 'x'));
    await start('4d1c5a58-6a59-4c3b-9d4e-1f3f4b0b9f10');
    await Promise.all([
      bench.director.ended(executionName('alice', 'x')),
      bench.director.ended('4d1c5a58-6a59-4c3b-9d4e-1f3f4b0b9f10'),
    ]);
    const { kinds, document } = await problems();
    expect(kinds['alice']).toContain('rotation-failed');
    expect(document.unattributed.failed).toHaveLength(1);
  });

  test('says that a user is paused', async () => {
    const group = { GroupName: 'keyturn-test', Name: 'bob' };
    const { machineArn: Arn, roleArn: RoleArn, input: Input } = await bench.account.targetOf('keyturn-test', 'bob');
    const schedule = {
      ScheduleExpression: 'cron(0 3 1 * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn, RoleArn, Input },
    } as const;
    const { scheduler } = bench.account.clients;
    await scheduler.send(new UpdateScheduleCommand({ ...group, ...schedule, State: 'DISABLED' }));
    expect((await bench.call('status', 'bob')).stdout).toContain('paused');
    await scheduler.send(new UpdateScheduleCommand({ ...group, ...schedule, State: 'ENABLED' }));
  });

  test('says that a secret is scheduled for deletion', async () => {
    const { secrets } = bench.account.clients;
    await secrets.send(new DeleteSecretCommand({ SecretId: alice.secretName }));
    expect((await problems()).kinds['alice']).toContain('secret-scheduled-for-deletion');
    expect((await bench.call('status', 'alice')).stdout).toContain(
      'aws secretsmanager restore-secret --secret-id alice/aws',
    );
    const dry = await bench.call('rotate', 'alice', '--dry-run');
    expect([dry.status, dry.stderr]).toEqual([1, '']);
    expect(dry.stdout).toContain('as IAM lists them now. The secret is scheduled for deletion.');
    expect(dry.stdout).toContain('because it was marked for deletion');
    await secrets.send(new RestoreSecretCommand({ SecretId: alice.secretName }));
    expect((await problems()).kinds['alice']).not.toContain('secret-scheduled-for-deletion');
  });

  test('says that a secret is not there', async () => {
    bench.proxy.faults = ({ action }) =>
      /:(?:GetSecretValue|ListSecretVersionIds)$/.test(action)
        ? { kind: 'refuse', error: 'ResourceNotFoundException' }
        : undefined;
    const dry = await bench.call('rotate', 'alice', '--dry-run');
    expect([dry.status, dry.stderr]).toEqual([1, '']);
    expect(dry.stdout).toContain('as IAM lists them now. There is no such secret.');
    expect(dry.stdout).toContain('FAILED');
  });

  describe('when AWS does not answer well', () => {
    const line = /^[a-z]+:\w+: [^\n]+\n$/;

    test('a throttled call is repeated', async () => {
      let left = 3;
      bench.proxy.faults = ({ action }) =>
        action === 'iam:ListAccessKeys' && left-- > 0
          ? { kind: 'refuse', error: 'Throttling', message: 'Rate exceeded' }
          : undefined;
      expect((await bench.call('status')).stderr).toBe('');
    });

    test('a lost answer is asked for again', async () => {
      let left = 1;
      bench.proxy.faults = ({ action }) =>
        action === 'states:ListExecutions' && left-- > 0 ? { kind: 'lose-answer' } : undefined;
      expect((await bench.call('status')).stderr).toBe('');
    });

    test.each([
      ['ExpiredToken', 403, 'expired'],
      ['AccessDenied', 403, 'not allowed'],
      ['InvalidClientTokenId', 403, 'does not accept'],
    ])('%s is one line', async (error, code, words) => {
      bench.proxy.faults = ({ action }) =>
        action === 'iam:ListAccessKeys' ? { kind: 'refuse', error, status: code } : undefined;
      const { status, stdout, stderr } = await bench.call('status');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(line);
      expect(stderr).toContain(words);
    });

    test('secrets that cannot be read are not known, and the rest is shown', async () => {
      bench.proxy.faults = ({ action }) =>
        action.startsWith('secretsmanager:') ? { kind: 'refuse', error: 'AccessDeniedException' } : undefined;
      const { document } = await problems('alice');
      expect(document.users[0]?.secretKeyIdKnown).toBe(false);
      expect(document.users[0]?.keys).toHaveLength(1);
    });

    test('no secret is read with --no-secrets', async () => {
      await problems('--no-secrets');
      expect(Object.keys(bench.proxy.counts).filter((action) => action.startsWith('secretsmanager:'))).toEqual([]);
    });

    test('another account is refused before anything else is asked', async () => {
      bench.write({
        ...settingsFor(['alice', 'bob']),
        environments: [{ name: 'test', accountId: '444455556666', region: 'eu-central-1' }],
      });
      const { status, stderr } = await bench.call('status');
      expect(status).toBe(2);
      expect(stderr).toContain('is in account 444455556666');
      expect(bench.proxy.counts).toEqual({ 'sts:GetCallerIdentity': 1 });
      bench.write(settingsFor(['alice', 'bob'], { maxKeyAgeDays: 90 }));
    });

    test('no credentials, and no connection', async () => {
      const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
      const nobody = await bench.start(['status'], { env: without }).ended;
      expect([nobody.status, nobody.stderr]).toEqual([2, expect.stringContaining('no credentials')]);
      const nowhere = await bench.run('status', '--endpoint-url', 'http://127.0.0.1:9');
      expect([nowhere.status, nowhere.stderr]).toEqual([2, expect.stringContaining('no connection')]);
    });
  });
});

describeReal('keyturn status with 5,000 users in 64 environments', () => {
  const environments = Array.from({ length: 64 }, (_, shard) => ({
    ...{ name: `shard-${shard}`, accountId: '111122223333', region: 'eu-central-1' },
    users: Array.from({ length: shard < 8 ? 79 : 78 }, (_, index) => `user-${shard}-${index}`).map((name) => ({
      name,
      secretName: `${name}/aws`,
    })),
  }));
  const names = environments.flatMap(({ users }) => users.map(({ name }) => name));
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open({ ...settingsFor(['nobody']), environments });
    const { iam, scheduler, sfn } = bench.account.clients;
    const roleArn = 'arn:aws:iam::111122223333:role/keyturn';
    const definition = '{"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}';
    for (const { name, users } of environments) {
      const { stateMachineArn } = await sfn.send(
        new CreateStateMachineCommand({ name: `keyturn-${name}`, definition, roleArn }),
      );
      await scheduler.send(new CreateScheduleGroupCommand({ Name: `keyturn-${name}` }));
      const Target = { Arn: stateMachineArn, RoleArn: roleArn, Input: '{}' };
      const rest = { ScheduleExpression: 'cron(0 3 1 * ? *)', FlexibleTimeWindow: { Mode: 'OFF' }, Target } as const;
      await inParallel(users, 8, async (user) => {
        await iam.send(new CreateUserCommand({ UserName: user.name }));
        await scheduler.send(new CreateScheduleCommand({ Name: user.name, GroupName: `keyturn-${name}`, ...rest }));
      });
    }
    await bench.account.makeKey('user-0-0');
  });
  afterAll(() => bench.close());

  test('asks for pages, never for each user', async () => {
    const { status, stdout, stderr } = await bench.call('status', '--json');
    expect([status, stderr]).toEqual([1, '']);
    const shown = (JSON.parse(stdout) as Document).environments.flatMap(({ users }) => users);
    expect(shown).toHaveLength(5000);
    expect(names.length).toBeGreaterThan(mostListed);
    const { 'iam:GenerateCredentialReport': generated, ...rest } = bench.proxy.counts;
    expect(generated).toBeLessThan(5);
    // One call for all senders, because all environments are in one region.
    expect(rest).toEqual({
      'ses:GetIdentityVerificationAttributes': 1,
      'sts:GetCallerIdentity': 1,
      'iam:GetCredentialReport': 1,
      'scheduler:GET /schedules': 64,
      'states:ListExecutions': 128,
      'secretsmanager:BatchGetSecretValue': 256,
    });
  });
});
