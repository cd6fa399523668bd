import { customEvent, finding, statusChange } from './aws-events';
import { EventBus, type Listener } from './event-bus';
import { changesOf } from './plans';
import { succeeded } from './project';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

const name = `keyturn-${environment}`;
const events = {
  custom: { source: 'com.example.keys', detailType: 'Access key leaked' },
  guardDuty: {},
  successTarget: `arn:aws:sns:${region}:${accountId}:rotations`,
};
const alerts = { subscribers: ['on-call@example.com'], publishBy: 'topicPolicy', maximumKeyAgeDays: 100 };
const alice = { userName: 'alice', secretName: 'alice/aws' };

describeReal('events', () => {
  let stage: Stage;
  let bus: EventBus;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice']));
    await stage.project.deploy(environment);
    await stage.account.prepare({ ...alice, keys: ['Active'] });
    bus = new EventBus({ accountId, region, endpoint: stage.emulator.url });
  });
  afterAll(() => stage.close());

  /** Deploys other settings over what is there: the changes other than creations, and how a second plan ends. */
  async function change(more: object) {
    const { project } = stage;
    project.configure(settingsFor(['alice'], { ...more }));
    await project.synth();
    const changes = changesOf(await project.plan(environment));
    succeeded(await project.applyPlan(environment));
    const again = await project.terraform(environment, 'plan', '-input=false', '-detailed-exitcode');
    const touched = Object.fromEntries(Object.entries(changes).filter(([, one]) => one !== 'create'));
    return { touched, again: again.code };
  }

  test('add rules to a deployment, and change nothing that is there', async () => {
    expect(await change({ events })).toEqual({ touched: {}, again: 0 });
  });

  describe('that start a rotation', () => {
    let findings: Listener;
    let leaks: Listener;

    beforeAll(async () => {
      findings = await bus.listen(`${name}-guardduty`);
      leaks = await bus.listen(`${name}-custom`);
    });

    test('are sent to the machine, with the role', () => {
      for (const { target } of [findings, leaks])
        expect(target).toMatchObject({
          Arn: stage.machineArn,
          RoleArn: `arn:aws:iam::${accountId}:role/${name}-events`,
        });
    });

    test('become an input that replaces the key, and only once', async () => {
      const { keys } = await stage.account.see('alice', 'alice/aws');
      const accessKeyId = keys[0]?.id ?? '';
      await bus.put(finding({ userName: 'alice', accessKeyId }));
      await bus.put(customEvent({ userName: 'alice', accessKeyId, gracePeriodSeconds: 86_400 }));
      const inputs = [...(await findings.heard()), ...(await leaks.heard())];
      expect(inputs).toEqual([
        { userName: 'alice', accessKeyId },
        { userName: 'alice', accessKeyId },
      ]);
      const endings = [];
      for (const input of inputs) endings.push(await stage.endOf(await stage.startWith(input)));
      expect(endings.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      const seen = await stage.account.see('alice', 'alice/aws');
      expect(seen.keys.map(({ id }) => id)).not.toContain(accessKeyId);
      expect(seen.keys).toHaveLength(1);
    });

    test('change nothing if they name a foreign user, as sample findings do', async () => {
      await bus.put(finding({ userName: 'GeneratedFindingUserName', accessKeyId: 'GeneratedFindingAccessKeyId' }));
      const [input] = await findings.heard();
      const before = stage.director.called.length;
      expect(await stage.endOf(await stage.startWith(input))).toMatchObject({ status: 'SUCCEEDED' });
      expect(stage.director.called).toHaveLength(before);
    });

    test('do not include findings about roles, or events without a key', async () => {
      await bus.put(finding({ userName: 'alice', accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, 'AssumedRole'));
      await bus.put(customEvent({ userName: 'alice' }));
      expect([...(await findings.heard()), ...(await leaks.heard())]).toEqual([]);
    });
  });

  test('of executions that succeeded reach the applications, and no others', async () => {
    const reports = await bus.listen(`${name}-succeeded`);
    const execution = { machineArn: stage.machineArn, name: 'alice+d32c5kddcf5bb8c3' };
    for (const status of ['RUNNING', 'FAILED', 'TIMED_OUT']) await bus.put(statusChange(status, execution));
    await bus.put(statusChange('SUCCEEDED', execution, true));
    await bus.put(statusChange('SUCCEEDED', { ...execution, machineArn: `${execution.machineArn}-other` }));
    expect(await reports.heard()).toEqual([
      {
        event: 'A rotation succeeded',
        environment,
        stateMachine: name,
        execution: 'alice+d32c5kddcf5bb8c3',
        executionArn: stage.executionArn('alice+d32c5kddcf5bb8c3'),
      },
    ]);
  });

  test('everything else is added in place, and the schedules call StartExecution', async () => {
    const all = { alerts, events: { ...events, userInExecutionName: true } };
    const { touched, again } = await change(all);
    expect(again).toBe(0);
    expect(touched).toEqual({
      // The tests have put their queues in the place of these targets.
      'aws_cloudwatch_event_target.custom': expect.stringContaining('update') as unknown,
      'aws_cloudwatch_event_target.guardduty': expect.stringContaining('update') as unknown,
      'aws_cloudwatch_event_target.succeeded': expect.stringContaining('update') as unknown,
      'aws_iam_role_policy.schedule': 'update policy',
      'aws_scheduler_schedule.rotation["alice"]': 'update target.arn, target.dead_letter_config, target.input',
    });
    const execution = await stage.start('alice');
    expect(execution).toMatch(/^alice\+/);
    expect(await stage.endOf(execution)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
