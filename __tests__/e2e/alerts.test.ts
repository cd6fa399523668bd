import { main } from '../../src/cli/main';
import { statusChange } from './aws-events';
import { environmentOf } from './account';
import { EventBus, type Listener } from './event-bus';
import { changesOf } from './plans';
import { succeeded, type Plan } from './project';
import { accountId, environment, region, settingsFor, Stage } from './stage';
import { describeReal } from './tools';

const alerts = { subscribers: ['on-call@example.com', `arn:aws:sqs:${region}:${accountId}:inbox`] };
const name = `keyturn-${environment}`;

describeReal('alerts', () => {
  let stage: Stage;
  let plan: Plan;
  let listener: Listener;
  let bus: EventBus;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice']));
    const { project, emulator } = stage;
    await project.deploy(environment);
    project.configure(settingsFor(['alice'], { alerts }));
    await project.synth();
    plan = await project.plan(environment);
    succeeded(await project.applyPlan(environment));
    bus = new EventBus({ accountId, region, endpoint: emulator.url });
  });
  afterAll(() => stage.close());

  test('replace nothing that is deployed, and change only the schedules and their role', () => {
    const touched = Object.entries(changesOf(plan)).filter(([, change]) => change !== 'create');
    expect(Object.fromEntries(touched)).toEqual({
      'aws_iam_role_policy.schedule': 'update policy',
      'aws_scheduler_schedule.rotation["alice"]': 'update target.dead_letter_config',
    });
  });

  test('leave nothing to do', async () => {
    const again = await stage.project.terraform(environment, 'plan', '-input=false', '-detailed-exitcode');
    expect(again.code).toBe(0);
  });

  test('are all found by keyturn status', async () => {
    let stdout = '';
    const before = { ...process.env };
    Object.assign(process.env, environmentOf(stage.account.place));
    const io = { stdout: (text: string) => void (stdout += text), stderr: () => undefined, isTerminal: false };
    try {
      await main(['status', '--json', '--no-secrets'], { ...io, cwd: stage.project.folder, now: new Date() });
    } finally {
      process.env = before;
    }
    const { environments } = JSON.parse(stdout) as { environments: readonly object[] };
    expect(environments[0]).toMatchObject({
      alertProblems: [],
      senderVerified: true,
      alerts: {
        deadLetters: [{ messages: 0 }, { messages: 0 }],
        subscriptions: [{ confirmed: true }, { confirmed: true }],
      },
    });
  });

  describe('of an execution', () => {
    const execution = { machineArn: `arn:aws:states:${region}:${accountId}:stateMachine:${name}`, name: 'alice-1' };

    beforeAll(async () => {
      listener = await bus.listen(`${name}-alerts`);
    });

    test('go to the topic, with the role', () => {
      expect(listener.target).toMatchObject({
        Arn: `arn:aws:sns:${region}:${accountId}:${name}-alerts`,
        RoleArn: `arn:aws:iam::${accountId}:role/${name}-alerts`,
      });
    });

    test.each([
      ['FAILED', false],
      ['FAILED', true],
      ['TIMED_OUT', false],
      ['ABORTED', true],
      ['PENDING_REDRIVE', false],
    ])('%s name the execution and nothing else, with a customer key: %s', async (status, withKey) => {
      await bus.put(statusChange(status, execution, withKey));
      expect(await listener.heard()).toEqual([
        {
          alert: 'A rotation did not succeed',
          environment,
          stateMachine: name,
          execution: 'alice-1',
          status,
          console: `https://${region}.console.aws.amazon.com/states/home?region=${region}#/v2/executions/details/arn:aws:states:${region}:${accountId}:execution:${name}:alice-1`,
        },
      ]);
    });

    test('are silent about executions that run or succeed, and about another machine', async () => {
      await bus.put(statusChange('RUNNING', execution));
      await bus.put(statusChange('SUCCEEDED', execution, true));
      await bus.put(statusChange('FAILED', { ...execution, machineArn: `${execution.machineArn}-other` }));
      expect(await listener.heard()).toEqual([]);
    });
  });
});
