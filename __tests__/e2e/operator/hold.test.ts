import { describeReal } from '../tools';
import { Bench } from './bench';

describeReal('keyturn hold in an emulator', () => {
  const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(users);
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  const scheduled = (user: string, name: string) => () => bench.account.startAsScheduled('keyturn-test', user, name);

  test('nothing runs: nothing is stopped', async () => {
    const { status, stderr } = await bench.call('hold', 'alice');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('no execution waits for a grace period of this user'),
    ]);
  });

  test('keeps the previous key of an execution whose name shows the user, and the printed command goes back', async () => {
    await bench.holdingAt('GracePeriod', () => bench.call('rotate', 'alice', '--no-wait'));
    const before = await bench.see('alice');
    const { status, stdout } = await bench.call('hold', 'alice');
    expect(status).toBe(0);
    bench.director.resume();
    const after = await bench.see('alice');
    expect(after.keys).toEqual(before.keys);
    const versions = /--remove-from-version-id (\S+) --move-to-version-id (\S+)/.exec(stdout);
    expect(versions?.[1]).toMatch(/^[0-9a-f-]{36}$/);
    expect(stdout).toContain('keyturn resolve alice');
    expect((await bench.call('status', 'alice')).stdout).toContain('ABORTED');
  });

  test('finds the execution of a schedule by the time at which it created its key', async () => {
    await bench.holdingAt('GracePeriod', scheduled('bob', '9a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    const { status, stdout } = await bench.call('hold', 'bob', '--json');
    expect(status).toBe(0);
    const found = { stopped: expect.stringContaining(':9a3b1c0e-'), foundBy: 'time', previousKeyKept: true };
    expect(JSON.parse(stdout)).toMatchObject(found);
  });

  test('never asks for the data of an execution', async () => {
    await bench.holdingAt('GracePeriod', scheduled('erin', '1b3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    expect((await bench.call('resolve', 'erin')).stdout).toContain('A rotation runs since');
    expect((await bench.call('hold', 'erin')).status).toBe(0);
    for (const { action, body } of bench.proxy.calls) {
      if (action === 'states:DescribeExecution') expect(body).toContain('"includedData":"METADATA_ONLY"');
      if (action === 'states:GetExecutionHistory') expect(body).toContain('"includeExecutionData":false');
    }
    expect(bench.proxy.counts).toMatchObject({ 'states:GetExecutionHistory': 3, 'states:StopExecution': 1 });
  });

  test('names two that created a key at the same time, and takes one by its name', async () => {
    const names = ['2a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e', '3a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'] as const;
    await bench.holdingAt('GracePeriod', async () => {
      await Promise.all([scheduled('carol', names[0])(), scheduled('frank', names[1])()]);
    });
    const { status, stderr } = await bench.call('hold', 'carol');
    expect([status, stderr]).toEqual([2, expect.stringContaining('Name one with --execution:')]);
    for (const name of names) expect(stderr).toContain(`${name} since `);
    expect((await bench.call('hold', 'carol', '--execution', names[0])).status).toBe(0);
    expect((await bench.see('carol')).keys).toHaveLength(2);
  });

  test('stops nothing before the grace period', async () => {
    await bench.holdingAt('WaitForOtherRotations', scheduled('dave', '7a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    const { status, stderr } = await bench.call('hold', 'dave');
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('no execution waits for a grace period of this user'),
    ]);
    const named = await bench.call('hold', 'dave', '--execution', '7a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e');
    expect([named.status, named.stderr]).toEqual([2, expect.stringContaining('is at WaitForOtherRotations; nothing')]);
    bench.director.resume();
    await bench.director.ended('7a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e');
  });

  test('names the candidates if their histories cannot be read, and takes one by its name', async () => {
    await bench.holdingAt('GracePeriod', scheduled('dave', '6a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'));
    bench.proxy.faults = ({ action }) =>
      action === 'states:GetExecutionHistory' ? { kind: 'refuse', error: 'KmsAccessDeniedException' } : undefined;
    const { status, stderr } = await bench.call('hold', 'dave');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/6a3b1c0e-.*cannot read its history/)]);
    bench.proxy.reset();
    const named = await bench.call('hold', 'dave', '--execution', '6a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e');
    expect(named.status).toBe(0);
    expect((await bench.see('dave')).keys).toHaveLength(2);
  });
});
