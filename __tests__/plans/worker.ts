import { readContract, type Contract } from '../../src/checks';
import type { Files } from './terraform';

/**
 * A stranger's role, as small as a role can be: a function writes its log with it, and two exclusives close it. Variants change what they
 * are about and nothing else.
 */
export const region = 'eu-central-1';
/** The account that the sample names. */
export const account = '111122223333';
const logs = `arn:aws:logs:${region}:${account}:log-group:/worker:*`;

export function allowing(...statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export const writesLogs = { Sid: 'WriteLogs', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: logs };
export const everything = { Sid: 'Everything', Effect: 'Allow', Action: '*', Resource: '*' };
export const narrow = allowing(writesLogs);
export const wide = allowing(writesLogs, everything);

export const trustsLambda = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

interface Body {
  readonly [argument: string]: unknown;
}

interface Blocks {
  readonly [type: string]: { readonly [name: string]: Body };
}

export const role: Body = { name: 'worker', assume_role_policy: trustsLambda };
export const policy: Body = { name: 'logs', role: '${aws_iam_role.worker.name}', policy: narrow };

export const closing: Blocks = {
  aws_iam_role_policies_exclusive: {
    worker: { role_name: '${aws_iam_role.worker.name}', policy_names: ['${aws_iam_role_policy.logs.name}'] },
  },
  aws_iam_role_policy_attachments_exclusive: {
    worker: { role_name: '${aws_iam_role.worker.name}', policy_arns: [] },
  },
};

export const resources: Blocks = {
  aws_iam_role: { worker: role },
  aws_iam_role_policy: { logs: policy },
  ...closing,
};

const provider = { aws: { region, allowed_account_ids: [account] } };

/** A configuration in JSON of these resources, and what else stands at its root. */
export function configuration(blocks: Blocks = resources, more: object = {}): Files {
  const resource = Object.keys(blocks).length === 0 ? {} : { resource: blocks };
  return { 'main.tf.json': { provider, ...resource, ...more } };
}

/** The resources with some of them replaced. */
export function withBlocks(replaced: Blocks): Blocks {
  const types = new Set([...Object.keys(resources), ...Object.keys(replaced)]);
  return Object.fromEntries([...types].map((type) => [type, { ...resources[type], ...replaced[type] }]));
}

/** The resources without these types. */
export function withoutTypes(...types: readonly string[]): Blocks {
  return Object.fromEntries(Object.entries(resources).filter(([type]) => !types.includes(type)));
}

export function contractFor(subject: object, uses: readonly object[] = []): Contract {
  return readContract(
    JSON.stringify({
      version: 1,
      name: 'worker',
      description: 'What the worker runs as: it writes its own log.',
      subject,
      identity: [
        {
          actions: ['logs:PutLogEvents'],
          resources: ['arn:${partition}:logs:${region}:${account}:log-group:/worker:*'],
        },
      ],
      trust: { service: 'lambda.amazonaws.com', action: 'sts:AssumeRole', conditions: {} },
      uses,
    }),
    'policies/worker.json',
  );
}

export const workerContract = contractFor({ role: 'worker' });
