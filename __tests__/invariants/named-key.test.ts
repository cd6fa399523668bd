import { runExecution } from '../simulator/run-executions';
import type { Json } from '../../src/json';
import type { World } from '../../src/simulator';
import { buildWorkflow, strategies, traitsOf, type Strategy } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { beginnings, input, rolePolicy, userName, worldOf } from './worlds';

const gone = 'AKIAQQQQQQQQQQQQQQQQ';
const day = 86_400;

const beginning = (name: string): World => {
  const found = beginnings.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no beginning ${name}`);
  return worldOf(found);
};

const idsOf = (world: World) =>
  world.users.flatMap(({ keys }) => keys.filter(({ deletedAt }) => deletedAt === undefined).map(({ id }) => id));

function run(strategy: Strategy, world: World, given: Json) {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const ran = runExecution({ definition, rolePolicies: [rolePolicy], world, input: given });
  const entered = ran.trace.flatMap((each) => (each.kind === 'entered' ? [each.state] : []));
  return { ...ran, last: entered.at(-1), seconds: (ran.endedAt - ran.startedAt) / 1000 };
}

describe.each(strategies)('%s, with a key that must go', (strategy) => {
  const { mayDie } = traitsOf(strategy);

  it.each(['one key, in the secret', 'one inactive key'])(
    'replaces the only key without a grace period: %s',
    (name) => {
      const world = beginning(name);
      const [old = ''] = idsOf(world);
      const { status, world: after, seconds } = run(strategy, world, { userName, accessKeyId: old });
      expect(status).toBe('SUCCEEDED');
      expect(idsOf(after)).toHaveLength(1);
      expect(idsOf(after)).not.toContain(old);
      expect(after.mails).toHaveLength(1);
      expect(seconds).toBeLessThan(3600);
    },
  );

  it.each([0, 1])('deletes key %d of two before it creates one, and keeps the other as the strategy says', (index) => {
    const world = beginning('two active keys, the newer in the secret');
    const ids = idsOf(world);
    const { status, world: after, seconds } = run(strategy, world, { ...input, accessKeyId: ids[index] ?? '' });
    expect(status).toBe('SUCCEEDED');
    expect(idsOf(after)).not.toContain(ids[index]);
    expect(idsOf(after).includes(ids[1 - index] ?? '')).toBe(traitsOf(strategy).keepsPrevious);
    if (traitsOf(strategy).hasGracePeriod) expect(seconds).toBeGreaterThan(day);
  });

  it.each(['no key', 'one key, in the secret', 'two active keys, the newer in the secret'])(
    'changes nothing and sends nothing if the key is gone: %s',
    (name) => {
      const world = beginning(name);
      const { status, last, world: after } = run(strategy, world, { userName, accessKeyId: gone });
      expect([status, last]).toEqual(['SUCCEEDED', 'KeyAlreadyGone']);
      expect([after.users, after.secrets, after.mails]).toEqual([world.users, world.secrets, []]);
    },
  );

  it.each([{}, { secretName: 'stranger/aws' }])('leaves a user alone who is not configured: %j', (more) => {
    const world = beginning('one key, in the secret');
    const { status, last, trace } = run(strategy, world, { userName: 'stranger', accessKeyId: gone, ...more });
    expect([status, last]).toEqual(['SUCCEEDED', 'NotOurUser']);
    expect(trace.filter(({ kind }) => kind === 'called')).toEqual([]);
  });

  it.each<[string, Json]>([
    ['a number', 5],
    ['null', null],
    ['empty', ''],
    ['the word for no key', 'none'],
  ])('refuses an id that is %s', (_, accessKeyId) => {
    const { error } = run(strategy, beginning('one key, in the secret'), { ...input, accessKeyId });
    expect(error).toBe('AccessKeyIdRefused');
  });

  it('refuses the secret of another user as before', () => {
    const given = { userName, secretName: 'backup-agent/aws', accessKeyId: gone };
    expect(run(strategy, beginning('one key, in the secret'), given).error).toBe('PairRefused');
  });

  it('says in the mail that the key is deleted', () => {
    const world = beginning('one key, in the secret');
    const [old = ''] = idsOf(world);
    const definition = buildWorkflow(
      workflowOptions({ strategy, mail: { ...workflowOptions().mail, textBody: '{previousKey}' } }),
    );
    const { world: after } = runExecution({
      definition,
      rolePolicies: [rolePolicy],
      world,
      input: { userName, accessKeyId: old },
    });
    expect(after.mails[0]?.text).toMatch(
      mayDie ? /previous keys are deleted/ : new RegExp(`${old}, is deleted at once`),
    );
  });
});
