import { DeleteAccessKeyCommand } from '@aws-sdk/client-iam';
import { describeReal } from '../tools';
import { Bench } from './bench';

describeReal('keyturn resolve in an emulator', () => {
  const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
  let bench: Bench;

  beforeAll(async () => {
    const haveOne = ['alice', 'heidi', 'ivan'];
    bench = await Bench.withUsers(users, (name) => (haveOne.includes(name) ? ['Active'] : ['Active', 'Active']));
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  /** The older key, which the secret does not hold, and the newer one, which it holds. */
  async function idsOf(name: string): Promise<[other: string, held: string]> {
    const [other, held] = (await bench.see(name)).keys;
    return [other?.id ?? '', held?.id ?? ''];
  }

  test('one key is nothing to resolve', async () => {
    const { status, stdout } = await bench.call('resolve', 'alice');
    expect([status, stdout]).toEqual([0, expect.stringContaining('nothing to resolve')]);
  });

  test('without a terminal it shows the keys, does nothing, and exits with 1', async () => {
    const [other, held] = await idsOf('bob');
    const { status, stdout } = await bench.call('resolve', 'bob');
    expect(status).toBe(1);
    expect(stdout).toContain(`${held}, Active`);
    expect(stdout).toContain(`Nobody uses ${other} any more`);
    for (const { secret } of bench.account.made) expect(stdout).not.toContain(secret);
    expect((await bench.see('bob')).keys).toHaveLength(2);
  });

  test('deactivates the key that the secret does not hold, then deletes it', async () => {
    const [other, held] = await idsOf('bob');
    const deactivated = await bench.call('resolve', 'bob', '--deactivate', other);
    expect([deactivated.status, deactivated.stderr]).toEqual([0, expect.stringContaining(`Deactivated ${other}`)]);
    expect((await bench.see('bob')).keys).toEqual([
      { id: other, status: 'Inactive' },
      { id: held, status: 'Active' },
    ]);
    const deleted = await bench.call('resolve', 'bob', '--delete', other, '--json');
    expect(JSON.parse(deleted.stdout)).toMatchObject({ situation: 'spare', keyInSecret: held, done: 'delete' });
    expect((await bench.see('bob')).keys).toEqual([{ id: held, status: 'Active' }]);
  });

  test('never touches the key in the secret, or another one', async () => {
    const [, held] = await idsOf('carol');
    const inSecret = await bench.call('resolve', 'carol', '--delete', held);
    expect([inSecret.status, inSecret.stderr]).toEqual([2, `${held}: the secret holds this key; nothing was done\n`]);
    expect((await bench.call('resolve', 'carol', '--delete', 'AKIAIOSFODNN7EXAMPLE')).stderr).toContain(
      'not a key of the user',
    );
    expect((await bench.see('carol')).keys).toHaveLength(2);
  });

  test('a secret that holds neither key: deactivates the one that is named, and then deletes it', async () => {
    await bench.account.store('judy/aws', 'judy', { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'x'.repeat(40) });
    const [older, newer] = await idsOf('judy');
    const look = await bench.call('resolve', 'judy', '--json');
    expect([look.status, JSON.parse(look.stdout)]).toMatchObject([1, { situation: 'secret-dead', otherKey: null }]);
    expect((await bench.call('resolve', 'judy', '--delete', older)).stderr).toContain('deactivate it first');
    expect((await bench.call('resolve', 'judy', '--deactivate', newer)).status).toBe(0);
    const inactive = await bench.call('resolve', 'judy');
    expect([inactive.status, inactive.stdout]).toEqual([1, expect.stringContaining(`Nobody can use ${newer}`)]);
    expect((await bench.call('resolve', 'judy', '--delete', newer)).status).toBe(0);
    expect((await bench.see('judy')).keys).toEqual([{ id: older, status: 'Active' }]);
  });

  test('does nothing if the secret cannot be read', async () => {
    const [other] = await idsOf('carol');
    bench.proxy.faults = ({ action }) =>
      action.startsWith('secretsmanager:') ? { kind: 'refuse', error: 'AccessDeniedException' } : undefined;
    const { status, stdout } = await bench.call('resolve', 'carol', '--delete', other);
    expect([status, stdout]).toEqual([2, expect.stringContaining('not known which key the secret holds')]);
  });

  test('deletes no key whose last use is not known', async () => {
    const [other] = await idsOf('carol');
    bench.proxy.faults = ({ action }) =>
      action === 'iam:GetAccessKeyLastUsed' ? { kind: 'refuse', error: 'AccessDenied', status: 403 } : undefined;
    const { status, stderr } = await bench.call('resolve', 'carol', '--delete', other);
    expect([status, stderr]).toEqual([2, expect.stringContaining('deactivate it first')]);
    expect((await bench.see('carol')).keys).toHaveLength(2);
  });

  test('a second operator who was faster: nothing is done', async () => {
    const [other] = await idsOf('carol');
    let lists = 0;
    bench.proxy.faults = async ({ action }) => {
      if (action === 'iam:ListAccessKeys' && ++lists === 2)
        await bench.account.clients.iam.send(new DeleteAccessKeyCommand({ UserName: 'carol', AccessKeyId: other }));
      return undefined;
    };
    const { status, stderr } = await bench.call('resolve', 'carol', '--delete', other);
    expect([status, stderr]).toEqual([2, expect.stringContaining('changed meanwhile; nothing was done')]);
  });

  test('a lost answer to the deletion is not a failure', async () => {
    const [other] = await idsOf('dave');
    let left = 1;
    bench.proxy.faults = ({ action }) =>
      action === 'iam:DeleteAccessKey' && left-- > 0 ? { kind: 'lose-answer' } : undefined;
    expect((await bench.call('resolve', 'dave', '--delete', other)).status).toBe(0);
    expect((await bench.see('dave')).keys).toHaveLength(1);
  });

  test('at a terminal it asks, and an empty answer leaves everything', async () => {
    for (const [answer, left] of [
      ['\r', 2],
      ['yes\r', 2],
      ['delete\r', 1],
    ] as const) {
      const running = bench.start(['resolve', 'erin'], { atTerminal: true });
      await running.prints(/Enter to leave it/);
      running.type(answer);
      await running.ended;
      expect((await bench.see('erin')).keys).toHaveLength(left);
    }
  });

  test('the two keys of a rotation in its grace period are not resolved by hand or on schedule', async () => {
    for (const [name, begin] of [
      ['heidi', () => bench.call('rotate', 'heidi', '--no-wait')],
      ['ivan', () => bench.account.startAsScheduled('keyturn-test', 'ivan', '9a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e')],
    ] as const) {
      await bench.holdingAt('GracePeriod', begin);
      const [other] = await idsOf(name);
      const { status, stdout } = await bench.call('resolve', name, '--delete', other);
      expect([status, stdout]).toEqual([2, expect.stringContaining('A rotation runs since')]);
      expect((await bench.see(name)).keys).toHaveLength(2);
      bench.director.resume();
      await bench.director.ended(bench.director.started.at(-1)?.execution ?? '');
    }
  });

  test('an execution whose history cannot be read may be the one', async () => {
    const [other] = await idsOf('frank');
    await bench.holdingAt('WaitForOtherRotations', () =>
      bench.account.startAsScheduled('keyturn-test', 'grace', '1a3b1c0e-7f2d-4c5b-8a6e-0d1f2b3c4d5e'),
    );
    bench.proxy.faults = ({ action }) =>
      action === 'states:GetExecutionHistory' ? { kind: 'refuse', error: 'KmsAccessDeniedException' } : undefined;
    const { status, stdout } = await bench.call('resolve', 'frank', '--delete', other);
    expect([status, stdout]).toEqual([2, expect.stringContaining('may rotate this user')]);
  });
});
