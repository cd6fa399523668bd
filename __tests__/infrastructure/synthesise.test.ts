import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { InputError } from '../../src/input-error';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { loadSettings } from '../../src/settings';
import { buildWorkflow } from '../../src/workflow';
import { environmentWith, userWith } from './environment';
import { filesOf, removeTemporaryFolders, temporaryFolder } from './folders';
import { addressesOf, resourceAt, schedulesOf, stackOf, type Stack } from './synthesised';
import { terraformText } from './terraform-text';
import { slowTest, testSome } from '../effort';

afterAll(removeTemporaryFolders);

const addresses = [
  'aws_cloudwatch_event_rule.alerts',
  'aws_cloudwatch_event_rule.guardduty',
  'aws_cloudwatch_event_target.alerts',
  'aws_cloudwatch_event_target.guardduty',
  'aws_cloudwatch_metric_alarm.alerts',
  'aws_iam_role.alerts',
  'aws_iam_role.events',
  'aws_iam_role.execution',
  'aws_iam_role.schedule',
  'aws_iam_role_policies_exclusive.alerts',
  'aws_iam_role_policies_exclusive.events',
  'aws_iam_role_policies_exclusive.execution',
  'aws_iam_role_policies_exclusive.schedule',
  'aws_iam_role_policy.alerts',
  'aws_iam_role_policy.events',
  'aws_iam_role_policy.execution',
  'aws_iam_role_policy.schedule',
  'aws_iam_role_policy_attachments_exclusive.alerts',
  'aws_iam_role_policy_attachments_exclusive.events',
  'aws_iam_role_policy_attachments_exclusive.execution',
  'aws_iam_role_policy_attachments_exclusive.schedule',
  'aws_kms_alias.history',
  'aws_kms_key.history',
  'aws_scheduler_schedule.rotation',
  'aws_scheduler_schedule_group.rotation',
  'aws_sfn_state_machine.rotation',
  'aws_sns_topic.alerts',
  'aws_sns_topic_subscription.alerts',
  'aws_sqs_queue.missed_starts',
  'aws_sqs_queue.undelivered_events',
];

describe('the sample settings', () => {
  const sample = loadSettings(join(__dirname, '..', '..', 'cdktf.json'));
  const folder = temporaryFolder();
  synthesise(sample, folder);
  const files = filesOf(folder);
  const stacks = sample.environments.map((environment) => ({
    environment,
    stack: JSON.parse(files[`stacks/keyturn-${environment.name}/cdk.tf.json`] ?? '') as Stack,
  }));

  it('become one stack an environment', () => {
    expect(Object.keys(files).sort()).toEqual(
      ['manifest.json', ...sample.environments.map(({ name }) => `stacks/keyturn-${name}/cdk.tf.json`)].sort(),
    );
  });

  it.each(stacks)('become the same few resources: $environment.name', ({ stack }) => {
    expect(addressesOf(stack).sort()).toEqual(addresses);
  });

  it.each(stacks)('become one schedule a user, keyed by the user: $environment.name', ({ environment, stack }) => {
    expect(Object.keys(schedulesOf(stack)).sort()).toEqual(environment.users.map(({ name }) => name).sort());
  });

  it.each(stacks)('name the account and the region to the provider: $environment.name', ({ environment, stack }) => {
    expect(stack.provider.aws).toEqual([
      expect.objectContaining({ region: environment.region, allowed_account_ids: [environment.accountId] }),
    ]);
  });

  slowTest('come out the same a second time, and from another folder', () => {
    const other = temporaryFolder();
    synthesise(sample, other);
    expect(filesOf(other)).toEqual(files);
    synthesise(sample, other);
    expect(filesOf(other)).toEqual(files);
  });

  it('leave no path of this machine behind', () => {
    for (const text of Object.values(files)) {
      expect(text).not.toContain(process.cwd());
      expect(text).not.toContain(folder);
      expect(text).not.toMatch(/stackTrace|node_modules|\.ts:\d/);
    }
  });
});

describe('a stack', () => {
  const environment = environmentWith({ tags: { team: 'platform' } });
  const stack = stackOf(environment);

  it('takes the provider from 5.100 to the last 6.x, and keeps its state next to the project', () => {
    expect(stack.terraform).toEqual({
      backend: { local: { path: '../../../terraform.keyturn-test.tfstate' } },
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
    });
  });

  it('tags everything, by the default tags of the provider', () => {
    expect(stack.provider.aws[0]?.['default_tags']).toEqual([
      { tags: { Application: 'keyturn', Environment: 'test', team: 'platform' } },
    ]);
  });

  it('has a Standard machine that waits for its role to be complete', () => {
    expect(resourceAt(stack, 'aws_sfn_state_machine.rotation')).toMatchObject({
      name: 'keyturn-test',
      type: 'STANDARD',
      publish: false,
      logging_configuration: { level: 'OFF' },
      tracing_configuration: { enabled: false },
      role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-execution',
      depends_on: [
        'aws_iam_role.execution',
        'aws_iam_role_policy.execution',
        'aws_iam_role_policies_exclusive.execution',
        'aws_iam_role_policy_attachments_exclusive.execution',
      ],
    });
  });

  it.each(['execution', 'schedule'])('closes the %s role: one inline policy, nothing attached', (role) => {
    const name = `keyturn-test-${role}`;
    expect(resourceAt(stack, `aws_iam_role.${role}`)).toMatchObject({ name });
    expect(resourceAt(stack, `aws_iam_role_policy.${role}`)).toMatchObject({ name, role: name });
    expect(resourceAt(stack, `aws_iam_role_policies_exclusive.${role}`)).toMatchObject({
      role_name: name,
      policy_names: [name],
    });
    expect(resourceAt(stack, `aws_iam_role_policy_attachments_exclusive.${role}`)).toMatchObject({
      role_name: name,
      policy_arns: [],
    });
  });

  it('has every IAM document in full before anything exists', () => {
    for (const role of ['execution', 'schedule']) {
      for (const text of [
        resourceAt(stack, `aws_iam_role.${role}`)['assume_role_policy'],
        resourceAt(stack, `aws_iam_role_policy.${role}`)['policy'],
      ]) {
        expect(text).not.toContain('${');
        expect(JSON.parse(String(text))).toHaveProperty('Statement');
      }
    }
  });

  it('starts rotations on time, in its own group, with a bounded retry', () => {
    expect(resourceAt(stack, 'aws_scheduler_schedule.rotation')).toMatchObject({
      group_name: 'keyturn-test',
      state: 'ENABLED',
      name: '${each.value.name}',
      schedule_expression: '${each.value.schedule_expression}',
      schedule_expression_timezone: '${each.value.schedule_expression_timezone}',
      start_date: '${each.value.start_date}',
      flexible_time_window: {
        mode: '${each.value.flexible_time_window_mode}',
        maximum_window_in_minutes: '${each.value.maximum_window_in_minutes}',
      },
      target: {
        arn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test',
        role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-schedule',
        input: '${each.value.input}',
        retry_policy: {
          maximum_event_age_in_seconds: '${each.value.maximum_event_age_in_seconds}',
          maximum_retry_attempts: '${each.value.maximum_retry_attempts}',
        },
      },
    });
    expect(resourceAt(stack, 'aws_scheduler_schedule.rotation')['depends_on']).toEqual(
      expect.arrayContaining([
        'aws_scheduler_schedule_group.rotation',
        'aws_sfn_state_machine.rotation',
        'aws_iam_role_policy.schedule',
      ]),
    );
  });

  it('shows an operator what was made and how to start a rotation by hand', () => {
    expect(Object.fromEntries(Object.entries(stack.output).map(([name, { value }]) => [name, value]))).toMatchObject({
      state_machine_arn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test',
      execution_role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-execution',
      schedule_role_arn: 'arn:aws:iam::111122223333:role/keyturn-test-schedule',
      schedule_group: 'keyturn-test',
      rotations: { 'ci-deployer': { secret: 'ci-deployer/aws', schedule: 'ci-deployer' } },
      start_commands: {
        'ci-deployer':
          'aws stepfunctions start-execution --region eu-central-1 ' +
          '--state-machine-arn arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test ' +
          '--input $(echo eyJ1c2VyTmFtZSI6ImNpLWRlcGxveWVyIiwic2VjcmV0TmFtZSI6ImNpLWRlcGxveWVyL2F3cyJ9 | base64 --decode)',
      },
    });
  });

  it.each(Object.entries(stack.output['start_commands']?.value ?? {}))(
    'has a command for %s that every tool shows as it is, and that a shell reads as it is meant',
    (user, command) => {
      // What Terraform, JSON and HTML put something else for.
      expect(command).not.toMatch(/["'\\<>&%`]|[$%][{]|[^\x20-\x7e]/);
      const shown = spawnSync('sh', ['-c', `aws() { for word; do echo "$word"; done; }; ${String(command)}`]);
      const words = shown.stdout.toString().split('\n');
      expect(words[words.indexOf('--input') + 1]).toBe(schedulesOf(stack)[user]?.['input']);
    },
  );
});

describe('a schedule', () => {
  const { schedule } = userWith({ name: 'any' });
  const users = [
    userWith({ name: 'plain' }),
    userWith({ name: 'patient', gracePeriodSeconds: 3600 }),
    userWith({ name: 'flexible', schedule: { ...schedule, flexibleWindowMinutes: 30 } }),
    userWith({ name: 'later', schedule: { ...schedule, startDate: '2027-01-01T00:00:00Z' } }),
    userWith({ name: 'a+b' }),
    userWith({ name: '0' }),
    userWith({ name: 'x=y,z@example.com' }),
  ];
  const rows = schedulesOf(stackOf(environmentWith({ users })));

  it.each([
    ['hands the pair to the machine', 'plain', { input: '{"userName":"plain","secretName":"plain/aws"}' }],
    [
      'hands over a grace period of the user',
      'patient',
      { input: '{"userName":"patient","secretName":"patient/aws","gracePeriodSeconds":3600}' },
    ],
    ['has no window unless asked for', 'plain', { flexible_time_window_mode: 'OFF', maximum_window_in_minutes: null }],
    [
      'has the window that is asked for',
      'flexible',
      { flexible_time_window_mode: 'FLEXIBLE', maximum_window_in_minutes: 30 },
    ],
    ['has no start date unless asked for', 'plain', { start_date: null }],
    ['has the start date that is asked for', 'later', { start_date: '2027-01-01T00:00:00Z' }],
    [
      'keeps its expression, zone and retries',
      'plain',
      {
        schedule_expression: 'cron(0 3 1 * ? *)',
        schedule_expression_timezone: 'Europe/Berlin',
        maximum_event_age_in_seconds: 900,
        maximum_retry_attempts: 10,
      },
    ],
  ])('%s', (_what, user, expected) => {
    expect(rows[user]).toMatchObject(expected);
  });

  it('is made for a user of any legal name', () => {
    expect(Object.keys(rows).sort()).toEqual(users.map(({ name }) => name).sort());
  });

  it.each(['__proto__', 'toString', 'constructor'])(
    'cannot be written for a user named %s, and that is said',
    (name) => {
      const folder = join(temporaryFolder(), 'out');
      const settings = { environments: [environmentWith({ users: [userWith({ name })] })] };
      expect(() => synthesise(settings, folder)).toThrow(
        new InputError([
          `environment "test": CDKTF cannot write a schedule for a user named "${name}"; rename the user`,
        ]),
      );
      expect(existsSync(folder)).toBe(false);
    },
  );
});

describe('settings', () => {
  const identities = (stack: Stack) =>
    ['aws_sfn_state_machine.rotation', 'aws_iam_role.execution', 'aws_iam_role.schedule'].map((address) => {
      const { name, type } = resourceAt(stack, address);
      return { name, type };
    });
  const unchanged = identities(stackOf(environmentWith()));

  testSome<[string, Parameters<typeof environmentWith>[0]]>([
    ['the strategy', { strategy: 'delete-first' }],
    ['the users', { users: [userWith({ name: 'somebody-else' })] }],
    ['the region', { region: 'us-east-1' }],
    ['the tags', { tags: { name: 'other' } }],
    ['the grace period', { gracePeriodSeconds: 60, maxGracePeriodSeconds: 60 }],
  ])('never change the name or the type of a machine or a role: %s', (_what, changes) => {
    expect(identities(stackOf(environmentWith(changes)))).toEqual(unchanged);
  });
});

describe('in every partition', () => {
  it.each([
    ['aws', 'us-east-1'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
  ])('%s: every ARN of the stack lies in it', (partition, region) => {
    const environment = environmentWith({ partition, region, users: [userWith({ name: 'x', path: '/a/b/' })] });
    const text = JSON.stringify(stackOf(environment));
    const arns = text.match(/arn:[^"\\ ]+/g) ?? [];
    expect(arns).toContain(`arn:${partition}:iam::111122223333:user/a/b/x`);
    expect(arns).toContain(`arn:${partition}:secretsmanager:${region}:111122223333:secret:x/aws-??????`);
    expect(arns).toContain(`arn:${partition}:states:${region}:111122223333:stateMachine:keyturn-test`);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });
});

describe('hostile texts reach AWS as they are', () => {
  testSome([
    ['a Terraform reference', '${aws_iam_role.execution.arn}'],
    ['a Terraform directive', '%{ for x in y }'],
    ['an escaped reference', '$${x} and $$${y} and %%{z}'],
    ['a token of cdktf', '${TfToken[TOKEN.0]} #{TfToken[TOKEN.1]} &{TfToken[TOKEN.2]}'],
    ['a number that hides a token of cdktf', '-1.8881545897087626e+289'],
    ['quotes and line breaks', `"quoted" 'single' \\ back\nslash\u2028`],
    ['markup', '<b>&amp;</b>'],
  ])('%s', (_what, hostile) => {
    const stack = stackOf(environmentWith(), {
      StartAt: 'Done',
      Comment: hostile,
      States: { [hostile]: { Type: 'Pass', Result: { [hostile]: [hostile] }, End: true } },
    });
    const { definition } = resourceAt(stack, 'aws_sfn_state_machine.rotation');
    expect(JSON.parse(terraformText(definition))).toEqual({
      StartAt: 'Done',
      Comment: hostile,
      States: { [hostile]: { Type: 'Pass', Result: { [hostile]: [hostile] }, End: true } },
    });
  });

  it('through the settings of the mail as well', () => {
    const environment = environmentWith();
    const hostile = '${x} %{y} ${TfToken[TOKEN.0]} -1.8881545897087626e+289';
    const notification = { ...environment.notification, subject: hostile, htmlBody: hostile, textBody: hostile };
    const folder = temporaryFolder();
    synthesise({ environments: [{ ...environment, notification }] }, folder);
    const text = readFileSync(join(folder, 'stacks', 'keyturn-test', 'cdk.tf.json'), 'utf8');
    const { definition } = resourceAt(JSON.parse(text) as Stack, 'aws_sfn_state_machine.rotation');
    expect(terraformText(definition)).toContain('1.8881545897087626e\\u002b289');
    expect(JSON.parse(terraformText(definition))).toEqual(
      buildWorkflow(workflowOptions({ ...environment, notification })),
    );
  });
});

describe('documents that AWS would refuse for their size', () => {
  it('stop the synthesis of every environment before anything is written', () => {
    const folder = join(temporaryFolder(), 'out');
    const users = Array.from({ length: 200 }, (_, index) => userWith({ name: `user-${index}` }));
    const settings = { environments: [environmentWith(), environmentWith({ name: 'large', users })] };
    expect(() => synthesise(settings, folder)).toThrow(/^environment "large": the execution role's policy has .*$/);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the output folder', () => {
  const settings = (...names: string[]) => ({ environments: names.map((name) => environmentWith({ name })) });

  it('is made where it does not exist', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    synthesise(settings('one'), folder);
    expect(readdirSync(join(folder, 'stacks'))).toEqual(['keyturn-one']);
  });

  it('is not touched by a synthesis that fails, and nothing stays next to it', () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'out');
    synthesise(settings('one', 'two'), folder);
    const before = filesOf(parent);
    const large = Array.from({ length: 200 }, (_, index) => userWith({ name: `user-${index}` }));
    expect(() => synthesise({ environments: [environmentWith({ name: 'one', users: large })] }, folder)).toThrow(
      InputError,
    );
    rmSync(join(folder, 'stacks', 'keyturn-one', 'cdk.tf.json'));
    mkdirSync(join(folder, 'stacks', 'keyturn-one', 'cdk.tf.json'));
    expect(() => synthesise(settings('two', 'one'), folder)).toThrow(
      /cdk\.tf\.json: cannot be written \(it is a folder\)/,
    );
    rmdirSync(join(folder, 'stacks', 'keyturn-one', 'cdk.tf.json'));
    const { 'out/stacks/keyturn-one/cdk.tf.json': gone, ...others } = before;
    expect(gone).toBeDefined();
    expect(filesOf(parent)).toEqual(others);
  });

  testSome<[string, (folder: string) => void]>([
    ['it is a file', (folder) => writeFileSync(folder, '')],
    [
      'a file is where its stacks belong',
      (folder) => {
        mkdirSync(folder);
        writeFileSync(join(folder, 'stacks'), '');
      },
    ],
    [
      'a folder is where a stack belongs',
      (folder) => mkdirSync(join(folder, 'stacks', 'keyturn-one', 'cdk.tf.json'), { recursive: true }),
    ],
  ])('that cannot be written is a problem of one line: %s', (_what, prepare) => {
    const folder = join(temporaryFolder(), 'out');
    prepare(folder);
    expect(() => synthesise(settings('one'), folder)).toThrow(InputError);
    expect(() => synthesise(settings('one'), folder)).toThrow(/^\S+out\S*: cannot be written \([a-z ]+\); give .+$/);
  });
});

describe('a paused schedule', () => {
  const alice = userWith({ name: 'alice' });
  const bob = userWith({ name: 'bob' });

  it('is disabled, and the others are enabled', () => {
    const paused = { ...alice, schedule: { ...alice.schedule, enabled: false as const } };
    const stack = stackOf(environmentWith({ users: [paused, bob] }));
    expect(resourceAt(stack, 'aws_scheduler_schedule.rotation')['state']).toBe('${each.value.state}');
    expect(schedulesOf(stack)['alice']).toMatchObject({ state: 'DISABLED' });
    expect(schedulesOf(stack)['bob']).toMatchObject({ state: 'ENABLED' });
  });

  it('changes nothing of a stack without one', () => {
    const stack = stackOf(environmentWith({ users: [alice, bob] }));
    expect(resourceAt(stack, 'aws_scheduler_schedule.rotation')['state']).toBe('ENABLED');
    expect(schedulesOf(stack)['alice']).not.toHaveProperty('state');
  });
});
