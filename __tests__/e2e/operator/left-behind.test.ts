import { allKeys, isWritable, keyInSecret, liveKeys } from '../../../src/explorer/model/world-queries';
import type { Subject } from '../../../src/explorer/model/subject';
import { handbook } from '../../../src/operations/handbook';
import { subjectFor } from '../../explorer/support';
import { allCases, leftBehind, type Left } from '../../operations/left-behind';
import { describeReal } from '../tools';
import type { MadeKey } from '../world';
import { Bench } from './bench';

/** A state that the explorer leaves behind, as far as commands can see it. */
interface Situation {
  /** They have the same steps in the handbook. */
  readonly outcomes: readonly string[];
  /** Oldest first. */
  readonly keys: readonly ('Active' | 'Inactive')[];
  /** The index of the key in the secret; -1 if it holds another one. */
  readonly held: number;
  /** The same for the previous version; undefined if there is none. */
  readonly previous: number | undefined;
}

/** Worlds in which two keys have different ages and the secret can be written: what is to be corrected is not for a command. */
function situationsIn(states: readonly Left[], subject: Subject): readonly Situation[] {
  const usable = states.filter(({ world }) => world.users.length > 0 && isWritable(world, subject));
  const all = usable.flatMap(({ outcome, world }): Situation[] => {
    if (outcome === 'KeysNotComparable') return [];
    const live = liveKeys(world, subject);
    const keys = allKeys(world, subject).filter(({ id }) => live.includes(id));
    const indexOf = (id: string | undefined) => keys.findIndex((key) => key.id === id);
    const before = world.secrets[0]?.versions.find(({ labels }) => labels.includes('AWSPREVIOUS'))?.value;
    const previous = before === undefined ? undefined : indexOf(/AKIA[A-Z0-9]{16}/.exec(before)?.[0]);
    const held = indexOf(keyInSecret(world, subject));
    return [
      {
        outcomes: [outcome],
        keys: keys.map(({ status }) => (status === 'Active' ? status : 'Inactive')),
        held,
        previous,
      },
    ];
  });
  const groups = new Map<string, Situation>();
  for (const each of all) {
    const { outcomes, ...state } = each;
    const key = JSON.stringify([state, stepsOf(each)]);
    const known = groups.get(key)?.outcomes ?? [];
    groups.set(key, { ...each, outcomes: [...new Set([...known, ...outcomes])] });
  }
  return [...groups.values()];
}

const stepsOf = ({ outcomes: [outcome = ''] }: Situation) => handbook[outcome] ?? [];

const outdated: MadeKey = { id: 'AKIAIOSFODNN7EXAMPLE', secret: 'x'.repeat(40) };

describeReal('the commands of the handbook, from the states that the explorer leaves for each outcome', () => {
  const subject = subjectFor({ strategy: 'overlap' });
  const situations = situationsIn(leftBehind(allCases(subject), subject), subject);
  // The policy of a role holds about eighty users.
  const named = situations.map((situation, index) => [`user-${index % 50}`, situation] as const);
  const users = [...new Set(named.map(([name]) => name))];
  let bench: Bench;

  beforeAll(async () => {
    bench = await Bench.withUsers(users, () => []);
  });
  afterAll(() => bench.close());

  async function prepare(user: string, { keys, held, previous }: Situation): Promise<void> {
    const secretName = `${user}/aws`;
    await bench.account.clear({ userName: user, secretName, keys: [] });
    await bench.account.prepare({ userName: user, secretName, keys: [] });
    const made: MadeKey[] = [];
    for (const status of keys) made.push(await bench.account.makeKey(user, status));
    if (previous !== undefined) await bench.account.store(secretName, user, made[previous] ?? outdated);
    await bench.account.store(secretName, user, made[held] ?? outdated);
  }

  /** Does what `keyturn resolve` offers; of two active keys that the secret does not hold, a person names one. */
  async function resolve(user: string): Promise<void> {
    const { stdout } = await bench.call('resolve', user, '--json');
    const { otherKey, situation } = JSON.parse(stdout) as { otherKey: string | null; situation: string };
    if (otherKey !== null) expect((await bench.call('resolve', user, '--delete', otherKey)).status).toBe(0);
    else if (situation === 'secret-dead') {
      const newest = (await bench.see(user)).keys.at(-1)?.id ?? '';
      expect((await bench.call('resolve', user, '--deactivate', newest)).status).toBe(0);
    }
  }

  test('there are enough of them', () => {
    expect(situations.length).toBeGreaterThan(25);
    expect(new Set(situations.flatMap(({ outcomes }) => outcomes)).size).toBeGreaterThan(12);
  });

  test.each(named)('%s: %j', async (user, situation) => {
    await prepare(user, situation);
    const steps = stepsOf(situation);
    for (const step of steps) {
      if (step === 'resolve') await resolve(user);
      if (step === 'rotate') await rotate(user);
    }
    if (!steps.includes('rotate')) await rotate(user);
    const { keys, versions } = await bench.see(user);
    const current = versions.find(({ labels }) => labels.includes('AWSCURRENT'));
    expect(keys).toEqual([{ id: current?.keyId, status: 'Active' }]);
  });

  /** Two active keys that were there before have an entry of their own. */
  async function rotate(user: string): Promise<void> {
    const first = await bench.call('rotate', user);
    if (first.status === 0) return;
    expect(first.stdout).toContain('FAILED  TwoActiveKeys');
    await resolve(user);
    expect((await bench.call('rotate', user)).status).toBe(0);
  }
});
