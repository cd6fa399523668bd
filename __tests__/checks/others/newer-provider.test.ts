import { spoken, type Loose } from '../sample';
import { allow, contractOf, judgeStranger, stackOf } from './stranger';

const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const contract = contractOf([grant], { subject: { role: 'worker' }, uses: [] });

function stackWith(version: string, resources: Loose): Loose {
  const stack = stackOf([allow(grant.actions, grant.resources)], resources);
  stack.terraform.required_providers.aws.version = version;
  return stack as object;
}

const stream = (setting: unknown): Loose => ({
  aws_cloudwatch_log_stream: { s: { name: 's', log_group_name: 'g', colour: setting } },
});

test.each<[string, string, Loose]>([
  ['an argument of a type with a policy', '6.99.0', { aws_sqs_queue: { q: { name: 'q', colour: 'blue' } } }],
  ['a type', '6.99.0', { aws_colour: { c: { name: 'blue' } } }],
  ['an argument with an ARN', '6.99.0', stream('arn:aws:iam::111122223333:root')],
  ['an argument with the name of the role', '6.99.0', stream('worker')],
  ['an argument with a part of what the contract names', '6.99.0', stream({ role: 'x' })],
  ['an argument of a listed version', '5.100.0', stream('blue')],
  ['an argument of a version that can be a listed one', '~> 6.0', stream('blue')],
])('%s (%s) is undecided, and the message names the versions', (_, version, resources) => {
  const check = judgeStranger(stackWith(version, resources), contract);
  expect(spoken(check)).toEqual(['known-types undecided']);
  const message = check.findings.map((one) => one.message).join();
  expect(message).toMatch(/the list describes versions 5\.100\.0 and 6\.\d+\.\d+ of the AWS provider/);
  expect(message).toContain(`this input demands ${JSON.stringify(version)}`);
});

test('a setting of a newer provider is an assumption, which --strict does not accept', () => {
  const stack = stackWith('6.99.0', stream('blue'));
  const check = judgeStranger(stack, contract);
  expect(spoken(check)).toEqual([]);
  expect(check.premises.join()).toMatch(
    /The argument "colour" of aws_cloudwatch_log_stream grants nothing; the list describes versions 5\.100\.0 and /,
  );
  expect(spoken(judgeStranger(stack, contract, { strict: true }))).toContain('known-types fail');
  expect(spoken(judgeStranger(stack, contract, { strict: ['known-types'] }))).toEqual(['known-types fail']);
});
