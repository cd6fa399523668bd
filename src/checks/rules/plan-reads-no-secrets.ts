import { attribute, type ValueObject } from '../../model';
import type { Found, Rule } from '../rule';

/** Data sources of the AWS provider that contain only names, and documents that are made from their own arguments. */
const harmless: ReadonlySet<string> = new Set([
  ...['aws_arn', 'aws_caller_identity', 'aws_default_tags', 'aws_iam_policy_document', 'aws_partition', 'aws_region'],
  ...['aws_regions', 'aws_service', 'aws_service_principal'],
]);

export const planReadsNoSecrets: Rule = {
  id: 'plan-reads-no-secrets',
  severity: 'critical',
  claim: `Every data source is one of ${[...harmless].join(', ')}.`,
  rationale:
    'Terraform reads data sources while it plans, with the credentials of the plan, and an output or a tag can contain what they read: a ' +
    'secret, the state of another project, the answer of a program. https://developer.hashicorp.com/terraform/language/data-sources',
  remedy: 'Remove the data source, and write the values that the stack needs.',
  needs: 'resources',
  beforePlan: 'only',
  example: {
    of: 'stack before a plan',
    change: { data: { aws_secretsmanager_secret_version: { x: { secret_id: 'ci-deployer/aws' } } } },
  },
  judge(context) {
    // Blocks, not their instances: count and for_each are left to Terraform.
    return context.model.written?.().blocks.flatMap(({ type: block, labels, body, pointer }): Found[] => {
      const [type = '', name = ''] = labels;
      if (block !== 'data' || (harmless.has(type) && isOfAws(body))) return [];
      const address = `data.${type}.${name}`;
      const message = `${address} is read while the stack is planned, and it may contain a secret`;
      const place = { input: context.model.file, address, pointer };
      return [{ verdict: 'fail', place, message, remedy: planReadsNoSecrets.remedy }];
    });
  },
};

/** Whether a data source belongs to the provider in the name of its type. `same-providers` compares the source of that provider. */
function isOfAws(body: ValueObject): boolean {
  const provider = attribute(body, 'provider') ?? 'aws';
  return typeof provider === 'string' && /^aws(?:\.|$)/.test(provider);
}
