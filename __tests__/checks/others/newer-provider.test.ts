import { spoken, type Loose } from '../sample';
import { allow, contractOf, judgeStranger, stackOf } from './stranger';

const grant = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] };
const contract = contractOf([grant], { subject: { role: 'worker' }, uses: [] });

function stackWith(version: string, resources: Loose): Loose {
  const stack = stackOf([allow(grant.actions, grant.resources)], resources);
  stack.terraform.required_providers.aws.version = version;
  return stack as object;
}

test.each<[string, Loose]>([
  ['an argument', { aws_sqs_queue: { q: { name: 'q', colour: 'blue' } } }],
  ['a type', { aws_colour: { c: { name: 'blue' } } }],
])('%s of a newer provider is undecided, and the message names the versions', (_, resources) => {
  const check = judgeStranger(stackWith('6.99.0', resources), contract);
  expect(spoken(check)).toEqual(['known-types undecided']);
  expect(check.findings.map(({ message }) => message).join()).toMatch(
    /the list describes versions 5\.100\.0 and 6\.\d+\.\d+ of the AWS provider, and this input demands "6\.99\.0"/,
  );
});
