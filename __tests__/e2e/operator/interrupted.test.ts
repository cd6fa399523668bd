import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { describeReal } from '../tools';
import { Bench } from './bench';

describeReal('commands that are interrupted, or whose calls fail', () => {
  const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(users, (name) => (name <= 'carol' ? ['Active', 'Active'] : ['Active']));
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  /** The older key of a user, which the secret does not hold. */
  const otherOf = async (user: string) => (await bench.see(user)).keys[0]?.id ?? '';

  /** Starts a command, and interrupts it while AWS answers a call. */
  async function interruptedAt(wanted: string, signal: NodeJS.Signals | 'closed pipe', words: readonly string[]) {
    let isOpen = false;
    const running = bench.start(words);
    bench.proxy.faults = async ({ action }) => {
      if (action !== wanted || isOpen) return undefined;
      isOpen = true;
      if (signal === 'closed pipe') running.closePipe();
      else running.signal(signal);
      // The signal arrives before the answer.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return undefined;
    };
    const ended = await running.ended;
    return [ended.status, ended.stderr] as const;
  }
  const unchanged = [130, 'Interrupted. Nothing was changed.\n'] as const;

  test.each([
    ['status', ['status'], 'states:ListExecutions'],
    ['resolve', ['resolve', 'alice', '--delete', 'OTHER'], 'secretsmanager:GetSecretValue'],
    ['hold', ['hold', 'dave'], 'states:ListExecutions'],
  ] as const)('%s changes nothing after a signal, and says so', async (_, words, action) => {
    const other = await otherOf('alice');
    const typed = words.map((word) => (word === 'OTHER' ? other : word));
    const before = await bench.see('alice');
    expect(await interruptedAt(action, 'SIGINT', typed)).toEqual(unchanged);
    expect(await interruptedAt(action, 'SIGTERM', typed)).toEqual(unchanged);
    expect((await bench.see('alice')).keys).toEqual(before.keys);
    expect(bench.proxy.counts['iam:DeleteAccessKey']).toBeUndefined();
    expect(bench.proxy.counts['states:StopExecution']).toBeUndefined();
  });

  test.each(['SIGINT', 'SIGTERM', 'closed pipe'] as const)(
    '%s while a key is deleted: it is, and is said',
    async (how) => {
      const user = { SIGINT: 'alice', SIGTERM: 'bob', 'closed pipe': 'carol' }[how];
      const other = await otherOf(user);
      const [status, stderr] = await interruptedAt('iam:DeleteAccessKey', how, ['resolve', user, '--delete', other]);
      expect([status, stderr]).toEqual([0, `Deleted ${other}.\n`]);
      expect((await bench.see(user)).keys).toHaveLength(1);
    },
  );

  test.each(['SIGINT', 'SIGTERM', 'closed pipe'] as const)('%s while an execution is stopped: it is', async (how) => {
    const user = { SIGINT: 'dave', SIGTERM: 'erin', 'closed pipe': 'frank' }[how];
    await bench.holdingAt('GracePeriod', () => bench.call('rotate', user, '--no-wait'));
    const [status, stderr] = await interruptedAt('states:StopExecution', how, ['hold', user]);
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Stopped \w+\+[0-9a-f-]+, which ran since .*\n$/)]);
    expect((await bench.see(user)).keys).toHaveLength(2);
  });

  test('a closed pipe does not end status early', async () => {
    const [status, stderr] = await interruptedAt('states:ListExecutions', 'closed pipe', ['status']);
    expect([status, stderr]).toEqual([1, '']);
  });

  describe('when AWS does not answer well', () => {
    const always = (wanted: string, error: string) => {
      bench.proxy.faults = ({ action }) => (action === wanted ? { kind: 'refuse', error, status: 403 } : undefined);
    };

    /** Gives a user one key again, which the secret holds. */
    async function renewed(userName: string): Promise<void> {
      await bench.account.clear({ userName, secretName: `${userName}/aws`, keys: [] });
      await bench.account.prepare({ userName, secretName: `${userName}/aws`, keys: ['Active'] });
    }

    test.each([
      ['resolve', 'iam:ListAccessKeys', 'ExpiredToken', 'expired'],
      ['resolve', 'iam:ListAccessKeys', 'AccessDenied', 'not allowed'],
      ['hold', 'states:ListExecutions', 'ExpiredTokenException', 'expired'],
      ['hold', 'states:ListExecutions', 'AccessDeniedException', 'not allowed'],
    ])('%s: %s answers %s', async (command, action, error, words) => {
      always(action, error);
      const { status, stdout, stderr } = await bench.call(command, 'dave');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/^[a-z]+:\w+: [^\n]+\n$/);
      expect(stderr).toContain(words);
    });

    test.each([
      ['resolve', 'iam:ListAccessKeys', 'Throttling'],
      ['hold', 'states:ListExecutions', 'ThrottlingException'],
    ])('%s repeats a throttled call', async (command, wanted, error) => {
      let left = 2;
      bench.proxy.faults = ({ action }) =>
        action === wanted && left-- > 0 ? { kind: 'refuse', error, message: 'Rate exceeded' } : undefined;
      expect((await bench.call(command, 'dave')).stderr).not.toContain('hrottl');
      expect(left).toBeLessThan(0);
    });

    test('hold: an execution that a second operator stopped first', async () => {
      await renewed('dave');
      await bench.holdingAt('GracePeriod', () => bench.call('rotate', 'dave', '--no-wait'));
      bench.proxy.faults = async ({ action, body }) => {
        if (action !== 'states:StopExecution') return undefined;
        const [, executionArn] = /"executionArn":"([^"]*)"/.exec(body) ?? [];
        await bench.account.clients.sfn.send(new StopExecutionCommand({ executionArn }));
        return undefined;
      };
      const { stderr } = await bench.call('hold', 'dave');
      expect(stderr).toMatch(/^Stopped dave|^states:StopExecution: /);
      expect((await bench.see('dave')).keys).toHaveLength(2);
    });

    test('hold says what it stopped, also if what follows fails', async () => {
      await renewed('erin');
      await bench.holdingAt('GracePeriod', () => bench.call('rotate', 'erin', '--no-wait'));
      let isStopped = false;
      bench.proxy.faults = ({ action }) => {
        if (isStopped) return { kind: 'refuse', error: 'ExpiredTokenException', status: 403 };
        isStopped = action === 'states:StopExecution';
        return undefined;
      };
      const { status, stderr } = await bench.call('hold', 'erin');
      expect([status, stderr]).toEqual([2, expect.stringMatching(/^Stopped erin.*\n.*expired/)]);
    });

    test('hold: a lost answer to the stop stops it once', async () => {
      await renewed('frank');
      await bench.holdingAt('GracePeriod', () => bench.call('rotate', 'frank', '--no-wait'));
      let left = 1;
      bench.proxy.faults = ({ action }) =>
        action === 'states:StopExecution' && left-- > 0 ? { kind: 'lose-answer' } : undefined;
      expect((await bench.call('hold', 'frank')).status).toBe(0);
    });
  });
});
