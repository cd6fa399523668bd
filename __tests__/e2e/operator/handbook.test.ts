import { execFileSync } from 'node:child_process';
import type { CallMoment, Fault } from '../../../src/simulator';
import { handbook } from '../../../src/operations/handbook';
import { environmentOf } from '../account';
import { describeReal, hasAwsCli } from '../tools';
import { Bench } from './bench';

const fails = (error: string, cause = 'refused'): Fault => ({ kind: 'fail-before', error, cause });
const lost = (error: string): Fault => ({ kind: 'lose-answer', error, cause: 'connection reset' });

/** What goes wrong with the calls of each state, so that an execution ends with an outcome. */
const ways: readonly (readonly [outcome: string, faults: Readonly<Record<string, Fault>>])[] = [
  ['KeysNotListed', { ListAccessKeys: fails('Iam.IamException', 'is not authorized to perform this action') }],
  ['UserNotFound', { ListAccessKeys: fails('Iam.NoSuchEntityException') }],
  ['CreateNotAllowed', { CreateAccessKey: fails('Iam.IamException', 'is not authorized to perform this action') }],
  ['CreateAnswerLost', { CreateAccessKey: fails('Iam.SdkClientException') }],
  ['LostKeyDeleted', { CreateAccessKey: lost('Iam.SdkClientException') }],
  [
    'LostKeyStays',
    { CreateAccessKey: lost('Iam.SdkClientException'), DeleteLostKey: fails('Iam.ServiceFailureException') },
  ],
  ['NotStored', { UpdateSecret: fails('SecretsManager.ResourceNotFoundException') }],
  [
    'NewKeyStays',
    {
      UpdateSecret: fails('SecretsManager.ResourceNotFoundException'),
      TakeUnstoredKeyBack: fails('Iam.ServiceFailureException'),
    },
  ],
  [
    'NotKnownWhetherStored',
    {
      UpdateSecret: lost('SecretsManager.SdkClientException'),
      AskWhetherStored: fails('SecretsManager.SdkClientException'),
    },
  ],
  ['NewKeyNotConfirmed', { ConfirmNewKey: fails('Iam.ServiceFailureException') }],
  ['PreviousKeyStays', { DeletePreviousKey: fails('Iam.ServiceFailureException') }],
  [
    'RotatedNobodyTold',
    { SendEmail: fails('Ses.MessageRejectedException'), SendFailureEmail: fails('Ses.MessageRejectedException') },
  ],
];

describeReal('the way out of an outcome, with the commands that the handbook names', () => {
  const users = [...ways.map(([outcome]) => outcome.toLowerCase()), 'twoactivekeys', 'aborted', 'back'];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(users, (name) => (name === 'twoactivekeys' ? ['Active', 'Active'] : ['Active']));
  });
  afterEach(() => bench.calm());
  afterAll(() => bench.close());

  /** Follows the handbook, and demands one key, which the secret holds, and a status without a problem of its keys. */
  async function follow(outcome: string, user: string): Promise<void> {
    for (const step of handbook[outcome] ?? []) {
      if (step === 'resolve') {
        const { stdout } = await bench.call('resolve', user, '--json');
        const { situation, otherKey } = JSON.parse(stdout) as { situation: string; otherKey: string | null };
        if (situation === 'spare')
          expect((await bench.call('resolve', user, '--delete', otherKey ?? '')).status).toBe(0);
        else expect(situation).toBe('one-key');
      }
      if (step === 'rotate') expect((await bench.call('rotate', user)).status).toBe(0);
    }
    const { keys, versions } = await bench.see(user);
    const current = versions.find(({ labels }) => labels.includes('AWSCURRENT'));
    expect(keys).toEqual([{ id: current?.keyId, status: 'Active' }]);
  }

  test.each(ways)('%s', async (outcome, faults) => {
    const user = outcome.toLowerCase();
    bench.director.faults = ({ state }: CallMoment) => faults[state];
    const { status, stdout } = await bench.call('rotate', user);
    bench.director.faults = () => undefined;
    expect([status, stdout]).toEqual([1, expect.stringContaining(`FAILED  ${outcome}\n`)]);
    expect(stdout).toContain('What to do: ');
    await follow(outcome, user);
  });

  test('TwoActiveKeys', async () => {
    const { stdout } = await bench.call('rotate', 'twoactivekeys');
    expect(stdout).toContain('What to do: keyturn resolve twoactivekeys; then keyturn rotate twoactivekeys');
    await follow('TwoActiveKeys', 'twoactivekeys');
  });

  /** Holds a rotation in its grace period. Returns the ids of the previous and the new key, and what the command prints. */
  async function holdRotation(user: string) {
    await bench.holdingAt('GracePeriod', () => bench.call('rotate', user, '--no-wait'));
    const { stdout } = await bench.call('hold', user);
    bench.director.resume();
    const [previous, created] = (await bench.see(user)).keys;
    return { previous: previous?.id ?? '', created: created?.id ?? '', stdout };
  }

  test('ABORTED', async () => {
    await holdRotation('aborted');
    await follow('ABORTED', 'aborted');
  });

  // The emulator leaves AWSCURRENT on two versions if the secret is updated after a label was moved, so nothing is rotated after this.
  test('going back to the previous key', async () => {
    const { previous, created, stdout } = await holdRotation('back');
    const [, command = ''] = /^ {2}(aws secretsmanager .*)$/m.exec(stdout) ?? [];
    expect(command).toContain('--secret-id back/aws');
    if (!hasAwsCli()) return;
    const [program = '', ...words] = command.split(' ');
    execFileSync(program, words, { env: environmentOf(bench.account.place) });
    expect((await bench.call('resolve', 'back', '--delete', previous)).stderr).toContain('the secret holds this key');
    expect((await bench.call('resolve', 'back', '--delete', created)).status).toBe(0);
    expect((await bench.see('back')).keys).toEqual([{ id: previous, status: 'Active' }]);
  });
});
