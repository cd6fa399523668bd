import { settingsFor } from '../stage';
import { describeReal } from '../tools';
import { Bench } from './bench';

describeReal('keyturn hold in an emulator', () => {
  const users = ['alice', 'bob', 'carol', 'dave'];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.open(settingsFor(users));
    await bench.deploy();
    for (const userName of users)
      await bench.account.prepare({ userName, secretName: `${userName}/aws`, keys: ['Active'] });
  });
  afterEach(() => {
    bench.proxy.reset();
    bench.director.resume();
  });
  afterAll(() => bench.close());

  const see = (name: string) => bench.account.see(name, `${name}/aws`);

  /** Starts a rotation, which stands still in a state. */
  async function holdingAt(at: string, begin: () => Promise<unknown>): Promise<void> {
    bench.director.holdsAt = ({ state }) => state === at;
    const held = bench.director.held();
    await begin();
    await held;
  }
  const scheduled = (user: string, name: string) => () => bench.account.startAsScheduled('keyturn-test', user, name);

  test('nothing runs: nothing is stopped', async () => {
    const { status, stderr } = await bench.call('hold', 'alice');
    expect([status, stderr]).toEqual([2, expect.stringContaining('no execution runs for this user')]);
  });

  test('keeps the previous key of an execution whose name shows the user, and the printed command goes back', async () => {
    await holdingAt('GracePeriod', () => bench.call('rotate', 'alice', '--no-wait'));
    const before = await see('alice');
    const { status, stdout } = await bench.call('hold', 'alice');
    expect(status).toBe(0);
    bench.director.resume();
    const after = await see('alice');
    expect(after.keys).toEqual(before.keys);
    const versions = /--remove-from-version-id (\S+) --move-to-version-id (\S+)/.exec(stdout);
    expect(versions?.[1]).toMatch(/^[0-9a-f-]{36}$/);
    expect(stdout).toContain('keyturn resolve alice');
    expect((await bench.call('status', 'alice')).stdout).toContain('ABORTED');
  });

  test('finds the execution of a schedule by its input', async () => {
    await holdingAt('GracePeriod', async () => {
      await scheduled('bob', '9a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e')();
      await scheduled('carol', '8a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e')();
    });
    const { status, stdout } = await bench.call('hold', 'bob', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ stopped: expect.stringContaining(':9a3b1c0e-'), previousKeyKept: true });
  });

  test('stops nothing before the grace period', async () => {
    await holdingAt('WaitForOtherRotations', scheduled('dave', '7a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    const { status, stderr } = await bench.call('hold', 'dave');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/is at WaitForOtherRotations; nothing was stopped/)]);
    bench.director.resume();
    await bench.director.ended('7a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e');
  });

  test('names the candidates if their inputs cannot be read, and takes one by its name', async () => {
    await holdingAt('GracePeriod', scheduled('dave', '6a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    bench.proxy.faults = ({ action }) =>
      action === 'states:DescribeExecution' ? { kind: 'refuse', error: 'KmsAccessDeniedException' } : undefined;
    const { status, stderr } = await bench.call('hold', 'dave');
    expect([status, stderr]).toEqual([2, expect.stringContaining('--execution: 6a3b1c0e-')]);
    const named = await bench.call('hold', 'dave', '--execution', '6a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e');
    expect(named.status).toBe(0);
    expect((await see('dave')).keys).toHaveLength(2);
  });
});
