import { graceOf, keyIdOf, readTarget } from '../../src/operations/start';
import { defaultStrategy, strategies, traitsOf } from '../../src/workflow';

const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test';

test('both kinds of targets start the same execution', () => {
  const input = { userName: 'alice', secretName: 'alice/aws' };
  const templated = readTarget({ arn: machine, input: JSON.stringify(input) }, 'alice');
  const request = {
    StateMachineArn: machine,
    Name: 'alice+<aws.scheduler.execution-id>',
    Input: JSON.stringify(input),
  };
  const universal = readTarget(
    { arn: 'arn:aws:scheduler:::aws-sdk:sfn:startExecution', input: JSON.stringify(request) },
    'alice',
  );
  expect(templated).toEqual({ machineArn: machine, input });
  expect(universal).toEqual(templated);
});

test.each([
  ['[]', machine],
  ['{', machine],
  ['{}', 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage'],
])('%s for %s is refused in one line', (input, arn) => {
  expect(() => readTarget({ arn, input }, 'alice')).toThrow(/schedule/);
});

test('numbers and ids of options', () => {
  const waiting = { strategy: defaultStrategy, maxGracePeriodSeconds: 100 };
  expect(graceOf('60', waiting)).toBe(60);
  expect(graceOf(undefined, waiting)).toBeUndefined();
  for (const text of ['101', '-1', '1.5', '', 'x']) expect(() => graceOf(text, waiting)).toThrow('--grace: must be');
  for (const strategy of strategies.filter((one) => !traitsOf(one).hasGracePeriod))
    expect(() => graceOf('60', { ...waiting, strategy })).toThrow(
      `--grace: has no effect with the strategy ${strategy}`,
    );
  expect(keyIdOf('--leaked', 'AKIAIOSFODNN7EXAMPLE')).toBe('AKIAIOSFODNN7EXAMPLE');
  expect(() => keyIdOf('--leaked', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY')).toThrow(/^--leaked: must be the id/);
});
