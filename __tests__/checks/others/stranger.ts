import { checkModel, readContract, type Check, type CheckOptions } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { digest, type Loose } from '../sample';

/** Inputs that Keyturn did not make: a role, its policies and its machine, as people write them. */
const account = '111122223333';
const region = 'eu-west-1';

export const allow = (
  actions: string | readonly string[],
  resources: string | readonly string[] = '*',
  condition?: object,
) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources,
  ...(condition === undefined ? {} : { Condition: condition }),
});

export const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const trustOf = (service: string): string =>
  document({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  });

/** A stack with one role `worker`, closed by both exclusive resources. */
export function stackOf(statements: readonly object[], resources: Loose = {}, service = 'states.amazonaws.com'): Loose {
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: { aws: [{ region, allowed_account_ids: [account] }] },
    resource: {
      aws_iam_role: { worker: { name: 'worker', assume_role_policy: trustOf(service) } },
      aws_iam_role_policy: { worker: { name: 'work', role: 'worker', policy: document(...statements) } },
      aws_iam_role_policies_exclusive: { worker: { role_name: 'worker', policy_names: ['work'] } },
      aws_iam_role_policy_attachments_exclusive: { worker: { role_name: 'worker', policy_arns: [] } },
      ...resources,
    },
  };
}

/** The same with a machine that runs as the role. */
export function machineOf(definition: object, statements: readonly object[], machine: Loose = {}): Loose {
  return stackOf(statements, {
    aws_sfn_state_machine: {
      work: {
        name: 'work',
        role_arn: `arn:aws:iam::${account}:role/worker`,
        definition: JSON.stringify(definition),
        ...machine,
      },
    },
  });
}

interface Line {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly [member: string]: unknown;
}

export const line = (...actions: readonly string[]): Line => ({ actions, resources: ['*'] });

export function contractOf(identity: readonly object[], others: Loose = {}): Loose {
  return {
    version: 1,
    name: 'worker',
    description: 'The worker of the reports team.',
    subject: { machine: 'work', role: 'worker' },
    identity,
    trust: {
      service: 'states.amazonaws.com',
      action: 'sts:AssumeRole',
      conditions: { 'aws:SourceAccount': '${account}' },
    },
    uses: [{ machine: 'work' }],
    ...others,
  };
}

/** Judges as `keyturn check INPUT --contract CONTRACT` does. */
export function judgeStranger(input: Loose, contract: Loose, options: Partial<CheckOptions> = {}): Check {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const contracts = [contract].flat().map((one: Loose) => readContract(JSON.stringify(one), 'contract.json'));
  const all: CheckOptions = { today: '2026-11-23', coverAll: 'stacks', digest, given: { account, region }, ...options };
  return checkModel(readModel(text, 'input.json'), contracts, all);
}
