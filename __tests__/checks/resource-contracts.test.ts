import { InputError } from '../../src/input-error';
import { readContract } from '../../src/checks';
import { judge, sampleContracts, sampleStack, spoken, type Loose } from './sample';
import { sampleExport } from '../inputs/sample';

/** Contracts for resources: the form of the contract, and inputs that the corpus does not have. */
const json = (more: object = {}) => ({
  version: 1,
  name: 'inbox',
  description: 'A queue.',
  subject: { resource: 'aws_sqs_queue.inbox' },
  policy: [{ service: 'sns.amazonaws.com', actions: ['sqs:SendMessage'] }],
  ...more,
});
const contract = (more?: object) => readContract(JSON.stringify(json(more)), 'inbox.json');

function problems(more: object): string {
  try {
    contract(more);
    return '';
  } catch (error) {
    return error instanceof InputError ? error.lines.join('\n') : String(error);
  }
}

const line = (more: object) => ({ policy: [{ actions: ['sqs:SendMessage'], ...more }] });

describe('the form', () => {
  test.each([
    ['a member of a role', { identity: [] }, 'identity: is for a role; the subject of this contract is a resource'],
    ['a role with a policy', { subject: { role: 'x' }, identity: [], uses: [], trust: { service: 'x', action: 'sts:AssumeRole' } }, 'policy: is for a resource; the subject of this contract is a role'], // prettier-ignore
    ['no lines', { policy: undefined }, 'policy: is missing'],
    [
      'two principals',
      line({ aws: '*', service: 'x' }),
      'policy[0]: must name one principal: a service, aws or federated',
    ],
    ['another type', { subject: { resource: 'aws_s3_bucket.x' } }, 'subject.resource: "aws_s3_bucket.x" is not the address of a key, topic, queue, secret or event bus; write it as "aws_kms_key.history"'], // prettier-ignore
    ['everybody', line({ aws: '*' }), 'policy[0].aws: "*" is everybody; add a condition that names the caller'],
    ['everybody who uses TLS', line({ aws: '*', conditions: [{ key: 'aws:SecureTransport', operator: 'Bool', values: ['true'] }] }), 'policy[0].aws: "*" is everybody'], // prettier-ignore
    ['any account', line({ aws: '*', conditions: [{ key: 'kms:CallerAccount', operator: 'StringLike', values: ['*'] }] }), 'policy[0].aws: "*" is everybody'], // prettier-ignore
    ['an account, or none', line({ aws: '*', conditions: [{ key: 'aws:PrincipalAccount', operator: 'StringEqualsIfExists', values: ['111122223333'] }] }), 'policy[0].aws: "*" is everybody'], // prettier-ignore
  ])('%s is refused', (_, more, words) => {
    expect(problems(more)).toContain(words);
  });

  test('everybody of an account is accepted', () => {
    const conditions = [{ key: 'aws:PrincipalAccount', operator: 'StringEquals', values: ['${account}'] }];
    expect(contract(line({ aws: '*', conditions })).policy).toHaveLength(1);
  });
});

const policy = (...services: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Deny', Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*' },
      ...services.map((one) => ({
        ...{ Effect: 'Allow', Principal: { Service: one }, Action: 'sqs:SendMessage', Resource: '*' },
      })),
    ],
  });
const [sns, sqs] = ['sns.amazonaws.com', 'sqs.amazonaws.com'];

/** A state with the queue, and its policy in one or two resources. */
function state(inline: string, separate?: string): Loose {
  const provider = 'registry.terraform.io/hashicorp/aws';
  const one = (type: string, attributes: object) => ({
    ...{ address: `${type}.inbox`, mode: 'managed', type, name: 'inbox', provider_name: provider },
    values: attributes,
  });
  const url = 'https://sqs.eu-central-1.amazonaws.com/111122223333/inbox';
  const arn = 'arn:aws:sqs:eu-central-1:111122223333:inbox';
  return {
    format_version: '1.0',
    terraform_version: '1.11.4',
    values: {
      root_module: {
        resources: [
          one('aws_sqs_queue', { name: 'inbox', id: url, url, arn, policy: inline }),
          ...(separate === undefined
            ? []
            : [one('aws_sqs_queue_policy', { queue_url: url, id: url, policy: separate })]),
        ],
      },
    },
  };
}

const ofState = (...given: Parameters<typeof state>) => judge(state(...given), [contract()], { coverAll: 'stacks' });

test('a state shows the policy of a separate resource twice', () => {
  expect(ofState(policy(sns)).findings).toEqual([]);
  expect(ofState(policy(sns), policy(sns)).verdict).toBe('pass');
  expect(spoken(ofState(policy(sns, sqs), policy(sns)))).toEqual([
    'resource-inside-contract fail',
    'one-resource-policy fail',
  ]);
});

test('an unused line is a note, and a failure if the rule is named', () => {
  const queue = { name: 'inbox', policy: policy() };
  const stack = sampleStack();
  stack.resource.aws_sqs_queue = { inbox: queue };
  const of = (options: object) => judge(stack, [...sampleContracts, contract()], options);
  expect(of({}).findings.map(({ message }) => message)).toEqual([
    'policy[0] of contract "inbox" allows sns.amazonaws.com sqs:SendMessage, but the policy of aws_sqs_queue.inbox does not',
  ]);
  expect(of({}).verdict).toBe('pass');
  expect(spoken(of({ strict: ['contract-used'] }))).toEqual(['contract-used fail']);
});

test('a contract for a resource that is not in the stack is undecided; an export shows none', () => {
  const contracts = [...sampleContracts, contract()];
  expect(spoken(judge(sampleStack(), contracts))).toEqual(['covered undecided']);
  expect(judge(sampleStack(), contracts).findings[0]?.message).toBe(
    'aws_sqs_queue.inbox, the subject of the contract, is not in this input',
  );
  const region = { given: { region: 'eu-central-1' } };
  expect(spoken(judge(sampleExport(), contracts, region))).toEqual(
    spoken(judge(sampleExport(), sampleContracts, region)),
  );
});

test('two contracts for one resource in one environment contradict each other', () => {
  const stack = sampleStack();
  stack.resource.aws_sqs_queue = { inbox: { name: 'inbox', policy: policy(sns) } };
  const contracts = [...sampleContracts, contract(), contract({ name: 'again' })];
  expect(spoken(judge(stack, contracts))).toEqual(['covered undecided']);
});
