import type { Construct } from '../../model';
import { isIgnored, type Context } from '../context';
import type { Found, Rule } from '../rule';

const remedies: { readonly [kind in Construct['kind']]?: string } = {
  block: 'Write the stack with resources alone.',
  count: 'Write count as a number.',
  dynamic: 'Write the nested blocks out.',
  export: 'Export the account whole: aws iam get-account-authorization-details > account.json.',
  'for-each': 'Write for_each as a map with literal keys.',
  'ignore-changes': 'Remove ignore_changes, or judge the plan, which shows what is kept.',
  module: 'Judge the plan, which shows what is inside a module.',
  plan: 'Plan again, whole and without -target.',
  'repeated-key': 'Remove one of the two.',
  source: 'Give with --source the configuration that the plan was made of, or leave --source out.',
  sibling: 'Move it out of the folder, or judge the plan, which has all of it.',
};

export const wholeInput: Rule = {
  id: 'whole-input',
  severity: 'high',
  claim:
    'The input shows everything that an apply would do, or all that is in the account, and can be read in one way only.',
  rationale:
    'Terraform reads all files of a folder as one configuration, merges overrides, expands modules and dynamic blocks, and takes repeated ' +
    'keys together; a plan may be narrowed or broken off, and an export cut. What is not in sight cannot be judged. ' +
    'https://developer.hashicorp.com/terraform/language/files',
  remedy: 'Judge a plan of the whole configuration.',
  example: { of: 'plan', change: { complete: false } },
  judge(context) {
    return context.model.constructs
      .filter(({ kind, address }) => kind !== 'provisioner' && (address === undefined || !isIgnored(context, address)))
      .map((construct) => finding(context, construct));
  },
};

function finding({ model }: Context, { kind, description, address, pointer }: Construct): Found {
  return {
    verdict: 'undecided',
    place: {
      input: model.file,
      ...(address === undefined ? {} : { address }),
      ...(pointer === undefined ? {} : { pointer }),
    },
    message: description,
    remedy: (model.kind === 'export' ? remedies.export : remedies[kind]) ?? wholeInput.remedy,
  };
}
