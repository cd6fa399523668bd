import { InputError } from '../../../src/input-error';
import { readModel } from '../../../src/inputs';
import { deploymentFrom } from '../../../src/terraform';

const account = '111122223333';
const definition = '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}';

function stack(resource: object = {}): Record<string, unknown> {
  return {
    '//': { metadata: { stackName: 'keyturn-test' } },
    terraform: { required_providers: { aws: { source: 'aws' } } },
    provider: { aws: [{ region: 'eu-west-1', allowed_account_ids: [account] }] },
    resource: {
      aws_iam_role: { execution: { name: 'keyturn-test-execution', assume_role_policy: '{}' } },
      aws_iam_role_policy: {
        execution: {
          name: 'keyturn-test-execution',
          role: '${aws_iam_role.execution.name}',
          policy: '{"Version":"2012-10-17"}',
        },
        other: { name: 'other', role: 'somebody-else', policy: '{}' },
      },
      aws_sfn_state_machine: {
        rotation: { name: 'keyturn-test', role_arn: '${aws_iam_role.execution.arn}', definition },
      },
      aws_scheduler_schedule: {
        rotation: {
          for_each: {
            'ci-deployer': { expression: 'cron(0 9 1 * ? *)', input: '{"userName":"ci-deployer","note":"$${x}"}' },
            'report-mailer': { expression: 'rate(90 days)', input: '{"userName":"report-mailer"}' },
          },
          schedule_expression: '${each.value["expression"]}',
          target: { arn: 'x', input: '${each.value.input}' },
        },
      },
      ...resource,
    },
  };
}

function read(value: unknown) {
  return deploymentFrom(readModel(typeof value === 'string' ? value : JSON.stringify(value), 'cdk.tf.json'));
}

/** A schedule that says nothing about its times. */
const always = { timezone: 'UTC', startDate: undefined, windowMinutes: 0, isEnabled: true };

describe('deploymentFrom', () => {
  test('reads machine, role, policies and schedules, and follows references', () => {
    expect(read(stack())).toEqual({
      templates: [],
      stackName: 'keyturn-test',
      machineName: 'keyturn-test',
      machineArn: `arn:aws:states:eu-west-1:${account}:stateMachine:keyturn-test`,
      roleName: 'keyturn-test-execution',
      partition: 'aws',
      region: 'eu-west-1',
      accountId: account,
      definition,
      rolePolicies: ['{"Version":"2012-10-17"}'],
      schedules: [
        {
          userName: 'ci-deployer',
          expression: 'cron(0 9 1 * ? *)',
          input: '{"userName":"ci-deployer","note":"$${x}"}',
        },
        { userName: 'report-mailer', expression: 'rate(90 days)', input: '{"userName":"report-mailer"}' },
      ].map((schedule) => ({ ...always, ...schedule, input: schedule.input.replace('$${', '${') })),
    });
  });

  test("takes Terraform's escapes out of the definition", () => {
    const escaped = {
      rotation: { name: 'm', role_arn: `arn:aws:iam::${account}:role/r`, definition: '{"Comment":"$${x} %%{y} $.z"}' },
    };
    expect(read(stack({ aws_sfn_state_machine: escaped })).definition).toBe('{"Comment":"${x} %{y} $.z"}');
  });

  test('reads the time zone, the start, the window and the state of a schedule', () => {
    const schedule = {
      ...{ schedule_expression: 'rate(1 day)', schedule_expression_timezone: 'Europe/Berlin', state: 'DISABLED' },
      ...{ start_date: '2030-01-01T00:00:00Z', target: [{ input: '{"userName":"ci"}' }] },
      flexible_time_window: [{ mode: 'FLEXIBLE', maximum_window_in_minutes: 15 }],
    };
    expect(read(stack({ aws_scheduler_schedule: { rotation: schedule } })).schedules).toMatchObject([
      { timezone: 'Europe/Berlin', startDate: '2030-01-01T00:00:00Z', windowMinutes: 15, isEnabled: false },
    ]);
  });

  test('takes a schedule without for_each by the user in its input', () => {
    const alone = { rotation: { schedule_expression: 'rate(1 day)', target: [{ input: '{"userName":"ci"}' }] } };
    expect(read(stack({ aws_scheduler_schedule: alone })).schedules).toEqual([
      { ...always, userName: 'ci', expression: 'rate(1 day)', input: '{"userName":"ci"}' },
    ]);
  });

  test.each<[what: string, value: unknown, line: string]>([
    ['no machine', stack({ aws_sfn_state_machine: {} }), 'cdk.tf.json: contains no state machines; one is expected'],
    [
      'a plan',
      { format_version: '1.2', resource_changes: [] },
      'cdk.tf.json: not a synthesised stack; give a cdk.tf.json that "cdktf synth" wrote',
    ],
    [
      'a definition that nobody knows yet',
      stack({
        aws_sfn_state_machine: { m: { name: 'm', role_arn: 'arn:aws:iam::1:role/r', definition: '${file("x")}' } },
      }),
      'cdk.tf.json: definition of aws_sfn_state_machine.m is not known before the apply: the expression "file("x")" is not a plain reference',
    ],
  ])('refuses %s in one line', (_, value, line) => {
    expect(() => read(value)).toThrow(InputError.of(line));
  });

  const provider = { region: 'eu-west-1', allowed_account_ids: [account] };
  const machine = { name: 'm', role_arn: `arn:aws:iam::${account}:role/r`, definition };
  const withMachine = (more: object) => stack({ aws_sfn_state_machine: { m: { ...machine, ...more } } });

  test.each<[what: string, value: unknown, line: string]>([
    ['a module', { ...stack(), module: { x: { source: './x' } } }, 'the configuration has a "module" block. Write the'],
    ['a block that is not understood', { ...stack(), extra: {} }, 'the configuration has a block "extra" that is not'],
    [
      'a dynamic block that cannot be followed',
      withMachine({ dynamic: { tracing_configuration: { for_each: '${data.x.y.z}', content: {} } } }),
      'aws_sfn_state_machine.m has dynamic blocks. Write the nested blocks out.',
    ],
    [
      'a count that is not known',
      withMachine({ count: '${var.x}' }),
      'aws_sfn_state_machine.m has a count that is not',
    ],
    [
      'ignored changes',
      withMachine({ lifecycle: { ignore_changes: ['definition'] } }),
      'aws_sfn_state_machine.m ignores',
    ],
    [
      'a key that is repeated',
      JSON.stringify(stack()).replace('"resource":', '"resource":{},"resource":'),
      'line 1, column 206: The key "resource" is repeated in one object; Terraform may read both, and only the last was judged. Remove',
    ],
    [
      'a region that is not known',
      { ...withMachine({}), provider: { aws: [{ ...provider, region: '${var.region}' }] } },
      'the region of the provider "aws" is not known before the apply: "var.region" is not known before the apply',
    ],
  ])('refuses %s, and says what to do', (_, value, line) => {
    expect(() => read(value)).toThrow(`cdk.tf.json: ${line}`);
  });

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
  const calling = (input: object) => {
    const target = { arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution', input: JSON.stringify(input) };
    return { ...stack({ aws_scheduler_schedule: { ci: { schedule_expression: 'rate(30 days)', target } } }) };
  };

  test('takes the input of an execution out of a call of StartExecution', () => {
    const input = '{"userName":"ci-deployer"}';
    const schedules = read(calling({ StateMachineArn: 'arn', Name: 'ci', Input: input })).schedules;
    expect(schedules).toEqual([{ ...always, userName: 'ci-deployer', expression: 'rate(30 days)', input }]);
  });

  test('refuses a call of StartExecution without an input', () => {
    expect(() => read(calling({ StateMachineArn: 'arn' }))).toThrow(
      'cdk.tf.json: the input of aws_scheduler_schedule.ci has no Input for the execution, which StartExecution expects as a text',
    );
  });

  test('follows the defaults of variables', () => {
    const variable = { region: { default: 'eu-north-1' } };
    const value = { ...stack(), variable, provider: { aws: [{ ...provider, region: '${var.region}' }] } };
    expect(read(value).region).toBe('eu-north-1');
  });

  test('takes no data source for what is deployed', () => {
    expect(read({ ...stack(), data: { aws_sfn_state_machine: { other: { name: 'other' } } } }).machineName).toBe(
      'keyturn-test',
    );
  });
});
