import { deploymentOf } from '../../../src/terraform';
import { InputError } from '../../../src/input-error';

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
  return deploymentOf(JSON.stringify(value), 'cdk.tf.json');
}

describe('deploymentOf', () => {
  test('reads machine, role, policies and schedules, and follows references', () => {
    expect(read(stack())).toEqual({
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
      ].map((schedule) => ({ ...schedule, input: schedule.input.replace('$${', '${') })),
    });
  });

  test("takes Terraform's escapes out of the definition", () => {
    const escaped = {
      rotation: { name: 'm', role_arn: `arn:aws:iam::${account}:role/r`, definition: '{"Comment":"$${x} %%{y} $.z"}' },
    };
    expect(read(stack({ aws_sfn_state_machine: escaped })).definition).toBe('{"Comment":"${x} %{y} $.z"}');
  });

  test('takes a schedule without for_each by the user in its input', () => {
    const alone = { rotation: { schedule_expression: 'rate(1 day)', target: [{ input: '{"userName":"ci"}' }] } };
    expect(read(stack({ aws_scheduler_schedule: alone })).schedules).toEqual([
      { userName: 'ci', expression: 'rate(1 day)', input: '{"userName":"ci"}' },
    ]);
  });

  test.each([
    ['no machine', stack({ aws_sfn_state_machine: {} }), 'cdk.tf.json: holds no state machines; one is expected'],
    [
      'no resources',
      { terraform: {} },
      'cdk.tf.json: not a synthesised stack: no "resource" in it; give a cdk.tf.json that "cdktf synth" wrote',
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

  test.each([
    ['{"resource": ', 'line 1, column 14: The text ends where a value should follow'],
    ['{\n "a": 1,\n}', 'line 3, column 1: Found "}" where a key in double quotes should be'],
    ['nothing', 'line 1, column 1: Found "n" where a value should be'],
    ['{"a": [1, 2', 'line 1, column 12: The text ends where a comma or "]" should follow'],
    ['{"a": 1, "a": 2, "resource": {}}', 'line 1, column 10: The key "a" is repeated in one object'],
    ['['.repeat(513) + ']'.repeat(513), 'line 1, column 513: The text nests deeper than 512 levels'],
  ])('says where %s is not JSON', (text, line) => {
    expect(() => deploymentOf(text, 'cdk.tf.json')).toThrow(InputError.of(`cdk.tf.json: ${line}`));
  });
});
