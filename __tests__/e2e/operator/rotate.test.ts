import { describeReal } from '../tools';
import { Bench } from './bench';

describeReal('keyturn rotate in an emulator', () => {
  const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi'];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(users);
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  /** No secret that anybody ever made is in a text. */
  function expectNoSecret(text: string): void {
    const answers = JSON.stringify(bench.director.called.map(({ answer }) => answer ?? null));
    const made = [...answers.matchAll(/"SecretAccessKey":"([^"]+)"/g)].flatMap(([, secret]) => secret ?? []);
    expect(made.length).toBeGreaterThan(0);
    for (const secret of [...bench.account.made.map((key) => key.secret), ...made]) expect(text).not.toContain(secret);
  }

  test('starts what the schedule starts, under the name of the user, and follows it to the end', async () => {
    const before = await bench.see('alice');
    const { status, stdout, stderr } = await bench.call('rotate', 'alice');
    expect([status, stdout]).toEqual([0, 'SUCCEEDED  the secret alice/aws holds a new key of alice\n']);
    expect(stderr).toMatch(/^Started alice\+[0-9a-f-]{36}\n/);
    const { input } = await bench.account.targetOf('keyturn-test', 'alice');
    expect(bench.director.started.at(-1)).toMatchObject({ input: JSON.parse(input) });
    const after = await bench.see('alice');
    expect(after.keys).toHaveLength(1);
    expect(after.keys[0]?.id).not.toBe(before.keys[0]?.id);
    expectNoSecret(stdout + stderr);
  });

  test('a failure names the outcome, and exits with 1', async () => {
    bench.director.faults = ({ state }) =>
      state === 'UpdateSecret'
        ? { kind: 'fail-before', error: 'SecretsManager.ResourceNotFoundException', cause: 'not found' }
        : undefined;
    const { status, stdout, stderr } = await bench.call('rotate', 'bob');
    expect(status).toBe(1);
    expect(stdout).toContain('FAILED  NotStored');
    expectNoSecret(stdout + stderr);
  });

  test('a failure whose error AWS withholds is read from the states', async () => {
    bench.director.faults = ({ state }) =>
      state === 'UpdateSecret'
        ? { kind: 'fail-before', error: 'SecretsManager.ResourceNotFoundException', cause: 'not found' }
        : undefined;
    bench.proxy.withhold = true;
    const { status, stdout } = await bench.call('rotate', 'bob', '--json');
    bench.proxy.withhold = false;
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ended: 'failed', error: 'NotStored', cause: null });
  });

  test('shows the wait of the grace period, detaches at a signal, and stops nothing', async () => {
    bench.director.holdsAt = ({ state }) => state === 'GracePeriod';
    const held = bench.director.held();
    const running = bench.start(['rotate', 'carol']);
    await held;
    await running.prints(/GracePeriod .* Waits until \d{4}-/);
    running.signal('SIGINT');
    const { status, stdout } = await running.ended;
    expect(status).toBe(130);
    expect(stdout).toContain('The execution runs: arn:aws:states:');
    expect((await bench.see('carol')).keys).toHaveLength(2);
    const second = await bench.call('rotate', 'carol');
    expect([second.status, second.stdout]).toEqual([2, '']);
    expect(second.stderr).toContain('a rotation runs since');
  });

  test('SIGTERM detaches as well, and a closed pipe ends nothing', async () => {
    bench.director.holdsAt = ({ state }) => state === 'GracePeriod';
    const held = bench.director.held();
    const running = bench.start(['rotate', 'dave']);
    await held;
    running.closePipe();
    running.signal('SIGTERM');
    expect((await running.ended).status).toBe(130);
  });

  test('--no-wait starts it and ends', async () => {
    const { status, stdout } = await bench.call('rotate', 'erin', '--no-wait', '--grace', '60', '--json');
    expect(status).toBe(0);
    const { execution, ended } = JSON.parse(stdout) as { execution: string; ended: string | null };
    expect(ended).toBeNull();
    const name = execution.split(':').at(-1) ?? '';
    await bench.director.ended(name);
    expect(bench.director.waited.find((each) => each.execution === name && each.state === 'GracePeriod')?.seconds).toBe(
      60,
    );
  });

  test('a lost answer of StartExecution starts one execution', async () => {
    let left = 1;
    bench.proxy.faults = ({ action }) =>
      action === 'states:StartExecution' && left-- > 0 ? { kind: 'lose-answer' } : undefined;
    const before = bench.director.started.length;
    const { status } = await bench.call('rotate', 'erin');
    expect(status).toBe(0);
    expect(bench.director.started.length - before).toBe(1);
  });

  test('a token that expires on the way: the execution continues, and the line says so', async () => {
    bench.proxy.faults = ({ action }) =>
      action === 'states:DescribeExecution'
        ? { kind: 'refuse', error: 'ExpiredTokenException', status: 403 }
        : undefined;
    const { status, stderr } = await bench.call('rotate', 'erin');
    expect(status).toBe(2);
    expect(stderr).toMatch(/expired.*the execution continues: arn:/);
    await bench.director.ended(/erin\+[0-9a-f-]+/.exec(stderr)?.[0] ?? '');
  });

  describe('--leaked', () => {
    test('without a terminal, somebody must say whether the key is deactivated', async () => {
      const [key] = (await bench.see('frank')).keys;
      const { status, stderr } = await bench.call('rotate', 'frank', '--leaked', key?.id ?? '');
      expect([status, stderr]).toEqual([2, expect.stringContaining('--deactivate now')]);
      expect(bench.proxy.counts['states:StartExecution']).toBeUndefined();
    });

    test('deactivates the key first, and replaces it without a grace period', async () => {
      const [key] = (await bench.see('frank')).keys;
      const { status, stderr } = await bench.call('rotate', 'frank', '--leaked', key?.id ?? '', '--deactivate', 'now');
      expect(status).toBe(0);
      expect(stderr).toContain(`Deactivated ${key?.id ?? '?'}`);
      const after = await bench.see('frank');
      expect(after.keys.map(({ id }) => id)).not.toContain(key?.id);
      const update = bench.proxy.calls.findIndex(({ action }) => action === 'iam:UpdateAccessKey');
      expect(update).toBeGreaterThan(-1);
      expect(update).toBeLessThan(bench.proxy.calls.findIndex(({ action }) => action === 'states:StartExecution'));
    });

    test('refuses what is not a key of the user, and never shows what it was given', async () => {
      const other = await bench.call('rotate', 'frank', '--leaked', 'AKIAIOSFODNN7EXAMPLE', '--deactivate', 'now');
      expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('nothing was started')]);
      const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
      const { stderr } = await bench.call('rotate', 'frank', '--leaked', secret);
      expect(stderr).toContain('--leaked: must be the id');
      expect(stderr).not.toContain(secret);
    });
  });

  test('--dry-run runs the deployed machine on the keys of the user, and changes nothing', async () => {
    const before = await bench.see('grace');
    const { status, stdout } = await bench.call('rotate', 'grace', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('nothing was started');
    expect(stdout).toContain('SUCCEEDED');
    // The secrets that are made up for the run are not words of the text.
    expect(stdout).not.toContain('[secret]');
    await bench.account.makeKey('grace');
    const two = await bench.call('rotate', 'grace', '--dry-run', '--json');
    expect(two.status).toBe(1);
    expect(JSON.parse(two.stdout).result.error).toBe('TwoActiveKeys');
    expect((await bench.see('grace')).keys[0]).toEqual(before.keys[0]);
    expect(bench.proxy.counts['states:StartExecution']).toBeUndefined();
    expectNoSecret(stdout + two.stdout);
  });

  test.each([
    [['rotate', 'alicia'], 'did you mean "alice"'],
    [['rotate', 'alice', '--grace', '1e9'], '--grace: must be a whole number'],
    [['rotate', 'alice', '--deactivate', 'now'], '--deactivate: say with --leaked'],
    [['rotate', 'alice', '--environment', 'prod'], '--environment'],
    [['rotate', 'alice', '--region', 'eu-west-1'], 'in eu-west-1; deploy the environment, which is in eu-central-1'],
    [['rotate', 'alice', '--region', 'frankfurt'], '--region: "frankfurt" is not an AWS region'],
    [['rotate', 'alice', '--profile', 'nobody'], '--profile: there is no profile "nobody"'],
    [['rotate', 'alice', '--endpoint-url', 'localhost:5000'], '--endpoint-url: must be an address'],
  ])('%j is refused in one line', async (words, why) => {
    const { status, stdout, stderr } = await bench.call(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(why);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
