import { inputKinds, isUndecided, remedies, type Construct } from '../../model';
import { isIgnored } from '../context';
import type { Found, Rule } from '../rule';

/** Remedies for a stack, which a plan does not need. */
const remediesWithPlan: typeof remedies = {
  ...remedies,
  'ignore-changes': 'Remove ignore_changes, or judge the plan, which shows the kept values.',
  module: 'Judge the plan, which shows what is inside a module.',
  sibling: 'Move it out of the folder, or judge the plan, which includes it.',
};

export const wholeInput: Rule = {
  id: 'whole-input',
  severity: 'high',
  claim:
    'The input is complete and unambiguous: it shows everything that an apply would do, or everything in the account.',
  rationale:
    'Terraform reads all files of a folder as one configuration, merges overrides, expands modules and dynamic blocks, and takes repeated ' +
    'keys; a plan can be targeted or aborted, and an export filtered. Keyturn cannot judge what the input does not show. ' +
    'https://developer.hashicorp.com/terraform/language/files',
  remedy: 'Judge a plan of the whole configuration.',
  leavesOut: 'a part of the resource that the input does not show.',
  example: { of: 'plan', change: { complete: false } },
  judge(context) {
    const { model } = context;
    return model.constructs
      .filter(isUndecided)
      .filter(({ address }) => address === undefined || !isIgnored(context, wholeInput.id, address))
      .map((construct) => ({
        verdict: 'undecided',
        place: placeOfConstruct(model.file, construct),
        message: construct.description,
        remedy: inputKinds[model.kind].remedyIfNotWhole ?? remediesWithPlan[construct.kind],
      }));
  },
};

function placeOfConstruct(input: string, { address, pointer }: Construct): Found['place'] {
  return {
    input,
    ...(address === undefined ? {} : { address }),
    ...(pointer === undefined ? {} : { pointer }),
  };
}
