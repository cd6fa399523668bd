import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  UpdateScheduleCommand,
  type GetScheduleCommandOutput,
} from '@aws-sdk/client-scheduler';
import { DeleteResourcePolicyCommand, PutResourcePolicyCommand } from '@aws-sdk/client-secrets-manager';
import { DescribeStateMachineCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { describeReal } from '../tools';
import { accountId, Auditor, stack, users } from './auditor';

/** A fault in the account: it is planted, and gives what takes it back. */
type Plant = () => Promise<() => Promise<unknown>>;

describeReal('keyturn audit of an account that Terraform made', () => {
  const role = `${stack}-execution`;
  let auditor: Auditor;

  beforeAll(async () => {
    auditor = await Auditor.open();
    await untilDue('2032-04-01T01:00:00Z');
    await auditor.rotate(users.slice(0, 3));
  });
  afterEach(() => auditor.proxy.reset());
  afterAll(() => auditor.close());

  /** Lets time pass until a minute after a schedule fires. */
  async function untilDue(time: string): Promise<void> {
    const { director } = auditor.stage;
    director.pass((Date.parse(time) - director.now) / 1000 + 60);
    await Promise.resolve();
  }

  test('a clean account is clean', async () => {
    const { status, stderr, found, environment } = await auditor.audit();
    expect([found, status, stderr]).toEqual([[], 0, '']);
    const { keys, rotations, drift } = environment.parts;
    expect(rotations.rotations.map(({ user, outcome }) => [user, outcome])).toEqual(
      users.slice(0, 3).map(({ userName }) => [userName, 'rotated']),
    );
    expect(keys.users.map(({ user, keys: own }) => [user, own.length])).toEqual(
      users.map(({ userName }) => [userName, 1]),
    );
    expect(drift.notCompared).toEqual([]);
    expect((await auditor.call('audit')).stdout).toMatch(/^pass {2}1 environment, 0 problems$/m);
  });

  const faults: readonly (readonly [fault: string, plant: Plant, found: readonly string[]])[] = [
    [
      'the policy of the role was widened',
      async () => {
        const { iam } = auditor.stage.account.clients;
        const name = { RoleName: role, PolicyName: role };
        const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(name));
        const whole = decodeURIComponent(PolicyDocument);
        const policy = JSON.parse(whole) as { Statement: object[] };
        const more = { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' };
        const put = (document: string) => iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: document }));
        await put(JSON.stringify({ ...policy, Statement: [...policy.Statement, more] }));
        return () => put(whole);
      },
      [`roles grants-inside-contract ${role}`, `drift document-differs ${role}`],
    ],
    [
      'one more managed policy was attached',
      async () => {
        const { iam } = auditor.stage.account.clients;
        const PolicyDocument = JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
        });
        const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'more', PolicyDocument }));
        const attachment = { RoleName: role, PolicyArn: Policy?.Arn };
        await iam.send(new AttachRolePolicyCommand(attachment));
        return () => iam.send(new DetachRolePolicyCommand(attachment));
      },
      ['roles grants-inside-contract more', `drift document-extra ${role}`],
    ],
    [
      'the trust was changed',
      async () => {
        const { iam } = auditor.stage.account.clients;
        const { Role } = await iam.send(new GetRoleCommand({ RoleName: role }));
        const whole = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
        const put = (PolicyDocument: string) =>
          iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument }));
        await put(whole.replace('states.amazonaws.com', 'lambda.amazonaws.com'));
        return () => put(whole);
      },
      [`roles trust ${role}`, `drift document-differs ${role}`],
    ],
    [
      'a schedule was disabled',
      async () => {
        const whole = await scheduleOf('ci-deployer');
        await update({ ...whole, State: 'DISABLED' });
        return () => update(whole);
      },
      ['drift disabled ci-deployer'],
    ],
    [
      'a schedule was changed',
      async () => {
        const whole = await scheduleOf('ci-deployer');
        await update({ ...whole, ScheduleExpression: 'cron(0 3 1 1 ? *)' });
        return () => update(whole);
      },
      ['drift value-differs ci-deployer'],
    ],
    [
      'a schedule was deleted',
      async () => {
        const { scheduler } = auditor.stage.account.clients;
        const whole = await scheduleOf('ci-deployer');
        await scheduler.send(new DeleteScheduleCommand({ GroupName: stack, Name: 'ci-deployer' }));
        return () => scheduler.send(new CreateScheduleCommand(inputOf(whole)));
      },
      ['drift missing ci-deployer'],
    ],
    [
      'the definition was changed',
      async () => {
        const { sfn } = auditor.stage.account.clients;
        const { stateMachineArn } = { stateMachineArn: auditor.stage.machineArn };
        const { definition = '' } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
        const changed = JSON.parse(definition) as { States: Record<string, object> };
        changed.States['SendEmail'] = { ...changed.States['SendEmail'], Comment: 'changed by hand' };
        const put = (text: string) => sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition: text }));
        await put(JSON.stringify(changed));
        return () => put(definition);
      },
      [`drift state-changed ${stack}`],
    ],
    [
      'the subscription of the topic is missing',
      async () => {
        const sns = new SNSClient(emulated());
        const TopicArn = `arn:aws:sns:eu-central-1:${accountId}:${stack}-alerts`;
        const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
        for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
        return () => sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'on-call@example.com' }));
      },
      ['drift missing on-call@example.com', 'alerts no-subscriber -'],
    ],
    [
      'the rule of the alerts was disabled',
      async () => {
        const events = new EventBridgeClient(emulated());
        await events.send(new DisableRuleCommand({ Name: `${stack}-alerts` }));
        return () => events.send(new EnableRuleCommand({ Name: `${stack}-alerts` }));
      },
      [`drift disabled ${stack}-alerts`],
    ],
    [
      'the policy of the key was widened',
      async () => {
        const kms = new KMSClient(emulated());
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/${stack}-history` }));
        const name = { KeyId: KeyMetadata?.KeyId, PolicyName: 'default' };
        const { Policy: whole = '' } = await kms.send(new GetKeyPolicyCommand(name));
        const put = (Policy: string) => kms.send(new PutKeyPolicyCommand({ ...name, Policy }));
        await put(whole.replaceAll('"kms:DescribeKey"', '"kms:*"'));
        return () => put(whole);
      },
      [`drift document-differs ${stack}-history`],
    ],
    [
      'the policy of a secret lets somebody read it',
      async () => {
        const { secrets } = auditor.stage.account.clients;
        const SecretId = 'backup-agent/aws';
        const ResourcePolicy = JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${accountId}:role/developer` },
              Action: 'secretsmanager:GetSecretValue',
              Resource: '*',
            },
          ],
        });
        await secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy }));
        return () => secrets.send(new DeleteResourcePolicyCommand({ SecretId }));
      },
      ['readers who-can-read-the-keys SECRET'],
    ],
  ];

  test.each(faults)('%s', async (_, plant, expected) => {
    const heal = await plant();
    const { found, status } = await auditor.audit();
    await heal();
    expect(found.map((one) => one.replace(/aws-\w{6}$/, 'SECRET'))).toEqual(expected);
    expect(status).toBe(1);
    expect((await auditor.audit()).found).toEqual([]);
  });

  test('the policy that it prints is exactly what it calls', async () => {
    const printed = JSON.parse((await auditor.call('audit', '--print-policy')).stdout) as {
      readonly Statement: readonly { readonly Action: readonly string[]; readonly Resource: readonly string[] }[];
    };
    expect(auditor.proxy.calls).toEqual([]);
    await auditor.audit();
    const called = new Set(auditor.proxy.calls.map(({ action }) => iamAction(action)));
    // Everybody may ask who they are. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    called.delete('sts:GetCallerIdentity');
    expect([...called].sort()).toEqual(printed.Statement.flatMap(({ Action }) => Action).sort());
  });

  test.each([
    ['states:ListExecutions', 'AccessDeniedException', 'executions', 'denied'],
    ['iam:GetAccountAuthorizationDetails', 'AccessDenied', 'identities', 'denied'],
    ['secretsmanager:GetResourcePolicy', 'AccessDeniedException', 'secret-policy', 'denied'],
    ['sts:GetCallerIdentity', 'ExpiredToken', 'machine', 'no-credentials'],
  ])('%s refused with %s is named, and makes the verdict undecided', async (action, error, question, reason) => {
    auditor.proxy.faults = (call) => (call.action === action ? { kind: 'refuse', error, status: 403 } : undefined);
    const { environment, found, status } = await auditor.audit();
    expect([found, status]).toEqual([[], 2]);
    expect(environment.gaps).toContainEqual(expect.objectContaining({ question, reason }));
    expect((await auditor.call('audit')).stdout).toMatch(
      /^UNDECIDED {2}1 environment, 0 problems, \d+ questions? without/m,
    );
  });

  test('two keys within the grace period are by design; after a missed rotation and with an old key, they are problems', async () => {
    await untilDue('2032-05-01T01:00:00Z');
    await auditor.rotate(users.slice(1, 3));
    expect((await auditor.audit()).found).toEqual(['rotations missed ci-deployer']);
    auditor.stage.director.pass(60 * 86_400);
    const { found } = await auditor.audit('--since-days', '1');
    expect(found).toEqual(
      expect.arrayContaining(['keys key-too-old ci-deployer', 'controls security-hub-iam-3 ci-deployer']),
    );
  });

  function scheduleOf(Name: string): Promise<GetScheduleCommandOutput> {
    return auditor.stage.account.clients.scheduler.send(new GetScheduleCommand({ GroupName: stack, Name }));
  }

  function update(whole: GetScheduleCommandOutput): Promise<unknown> {
    return auditor.stage.account.clients.scheduler.send(new UpdateScheduleCommand(inputOf(whole)));
  }

  function emulated() {
    const credentials = { accessKeyId: 'emulated', secretAccessKey: 'emulated' };
    return { region: 'eu-central-1', endpoint: auditor.stage.emulator.url, credentials };
  }
});

/** What GetSchedule answers, as CreateSchedule and UpdateSchedule take it. */
function inputOf(whole: GetScheduleCommandOutput) {
  const { Name, GroupName, State, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target } = whole;
  return { Name, GroupName, State, ScheduleExpression, ScheduleExpressionTimezone, FlexibleTimeWindow, Target };
}

/** The action of IAM that a call needs. */
function iamAction(called: string): string {
  if (called === 'scheduler:GET /schedules') return 'scheduler:ListSchedules';
  if (called.startsWith('scheduler:GET /schedules/')) return 'scheduler:GetSchedule';
  return called.replace(/^monitoring:/, 'cloudwatch:');
}
