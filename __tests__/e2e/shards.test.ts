import { changesOf, unknownDocuments } from './plans';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

interface User {
  readonly name: string;
  readonly secretName: string;
  readonly shard?: string;
}

const shards = ['00', '01', '02', '03', '04'];
const first: readonly User[] = ['alice', 'bob', 'carol', 'dave'].map((name) => ({ name, secretName: `${name}/aws` }));
const inFirst = first.map((user) => ({ ...user, shard: '00' }));
const more = shards.flatMap((shard) =>
  Array.from({ length: shard === '00' ? 56 : 60 }, (_, index): User => {
    const name = `service-${shard}-${index}`;
    return { name, secretName: `${name}/aws`, shard };
  }),
);
const fleet = [...inFirst, ...more];

describeReal('an environment with shards', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(first));
    await stage.project.deploy(environment);
  });
  afterAll(() => stage.close());

  /** The changes of a plan for these users, which is applied. */
  async function apply(users: readonly User[]): Promise<Record<string, string>> {
    stage.project.configure(settingsFor(users));
    await stage.project.synth();
    const plan = await stage.project.plan(environment);
    expect(unknownDocuments(plan)).toEqual([]);
    const applied = await stage.project.applyPlan(environment);
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    return changesOf(plan);
  }

  async function expectNoChanges(): Promise<void> {
    expect(changesOf(await stage.project.plan(environment))).toEqual({});
  }

  test('takes over the machine, the role and the schedules of one without shards', async () => {
    expect(await apply(inFirst)).toEqual({
      'aws_iam_policy.execution["00-0"]': 'create',
      'aws_iam_role_policy_attachment.execution["00-0"]': 'create',
      'aws_iam_role_policy_attachments_exclusive.execution["00"]': 'update policy_arns',
      'aws_iam_role_policy.execution["00"]': 'update policy',
    });
    await expectNoChanges();
  });

  test('holds 300 users in five shards, and a user of each shard is rotated by its own machine', async () => {
    const changes = await apply(fleet);
    expect(Object.entries(changes).filter(([, change]) => change !== 'create')).toEqual([
      ['aws_iam_policy.execution["00-0"]', 'update policy'],
      ['aws_iam_role_policy.schedule', 'update policy'],
      ['aws_iam_role_policy_attachments_exclusive.execution["00"]', 'update policy_arns'],
      ['aws_sfn_state_machine.rotation["00"]', 'update definition'],
    ]);
    await expectNoChanges();

    for (const shard of shards) {
      const user = `service-${shard}-7`;
      await stage.account.prepare({ userName: user, secretName: `${user}/aws`, keys: ['Active'] });
      const execution = `rotation-${shard}`;
      await stage.account.startAsScheduled(`keyturn-${environment}`, user, execution);
      await stage.director.ended(execution);
      const machine = `keyturn-${environment}${shard === '00' ? '' : `-${shard}`}`;
      const arn = `arn:aws:states:${region}:${accountId}:execution:${machine}:${execution}`;
      expect((await stage.account.endingOf(arn)).status).toBe('SUCCEEDED');
    }
  }, 900_000);

  test('changes the users who come and go, and their shards alone', async () => {
    const [leaving] = more.slice(-1);
    const staying = fleet.filter((user) => user !== leaving);
    const changes = await apply([...staying, { name: 'newcomer', secretName: 'newcomer/aws', shard: '03' }]);
    const policies = Object.keys(changes).filter((address) => address.startsWith('aws_iam_policy.'));
    expect(policies).toEqual([expect.stringContaining('["03-'), expect.stringContaining('["04-')]);
    expect(changes).toEqual({
      ...Object.fromEntries(policies.map((address) => [address, 'update policy'])),
      'aws_scheduler_schedule.rotation["newcomer"]': 'create',
      [`aws_scheduler_schedule.rotation["${leaving?.name ?? ''}"]`]: 'delete',
      'aws_sfn_state_machine.rotation["03"]': 'update definition',
      'aws_sfn_state_machine.rotation["04"]': 'update definition',
    });
    await expectNoChanges();
  }, 900_000);
});
