import { ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import { changesOf } from './plans';
import { environment, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

/** All that hangs on a role, and all that hangs on the group of the schedules. */
const closed = (role: string) =>
  [
    'aws_iam_role',
    'aws_iam_role_policy',
    'aws_iam_role_policies_exclusive',
    'aws_iam_role_policy_attachments_exclusive',
  ].map((type) => `${type}.${role}`);
const scheduled = [
  'aws_scheduler_schedule_group.rotation',
  'aws_scheduler_schedule.rotation["alice"]',
  'aws_scheduler_schedule.rotation["bob"]',
];

describeReal('what hangs on a role or on the group of the schedules', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice', 'bob'], { tags: { team: 'platform' } }));
    await stage.project.deploy(environment);
  });
  afterAll(() => stage.close());

  async function nothingLeft(): Promise<void> {
    expect(changesOf(await stage.project.plan(environment))).toEqual({});
  }

  test('is replaced with it: the role has its policy at once, and the group its schedules', async () => {
    const { project, account } = stage;
    // Two, and never three: Terraform 1.11 adds what is triggered to the list of -replace, for several resources at once, and with three loses some.
    const causes = ['aws_iam_role.execution', 'aws_scheduler_schedule_group.rotation'];
    const plan = await project.plan(environment, ...causes.map((address) => `-replace=${address}`));
    const replaced = [...closed('execution'), ...scheduled];
    expect(changesOf(plan)).toEqual(Object.fromEntries(replaced.map((address) => [address, 'delete, create'])));
    expect((await project.applyPlan(environment)).code).toBe(0);

    const { iam, scheduler } = account.clients;
    const RoleName = `keyturn-${environment}-execution`;
    expect((await iam.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual([RoleName]);
    const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: `keyturn-${environment}` }));
    expect(Schedules.map(({ Name }) => Name).sort()).toEqual(['alice', 'bob']);
    await nothingLeft();
  });

  test('is not replaced, nor anything else, when a tag changes', async () => {
    const { project } = stage;
    project.configure(settingsFor(['alice', 'bob'], { tags: { team: 'security', owner: 'somebody' } }));
    await project.synth();
    const changes = changesOf(await project.plan(environment));
    expect(Object.keys(changes).sort()).toEqual([
      'aws_iam_role.execution',
      'aws_iam_role.schedule',
      'aws_scheduler_schedule_group.rotation',
      'aws_sfn_state_machine.rotation',
    ]);
    for (const change of Object.values(changes)) expect(change).toMatch(/^update (?:tags(?:_all)?\.\w+(?:, )?)+$/);
    expect((await project.applyPlan(environment)).code).toBe(0);
    await nothingLeft();
  });
});
