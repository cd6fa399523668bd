import type { InputKind } from '../terraform';

/** What is taken for granted of one kind of input, and what it cannot show; both are printed with every verdict. */
export interface Premises {
  readonly premises: readonly string[];
  readonly notVisible: readonly string[];
}

const common = [
  'AWS and the provider do what their documentation says.',
  'The contracts were reviewed; account, region and partition are those of the input.',
];

export const premisesOf: { readonly [kind in InputKind]: Premises } = {
  stack: {
    premises: [
      'The stack is applied as it stands, by Terraform or OpenTofu, with no variables and no -var, TF_VAR_ or TF_CLI_ARGS from outside.',
      ...common,
    ],
    notVisible: [
      'what else is in the account: policies of resources, grants and roles of other stacks',
      'what the rotated users may do, unless they are in this stack',
    ],
  },
  plan: {
    premises: ['The plan was refreshed (nothing in it shows -refresh=false) and is applied as it stands.', ...common],
    notVisible: [
      'grants from outside this plan: policies of resources, grants and roles of other stacks',
      'what the rotated users may do, unless they are in this plan',
      'lifecycle.ignore_changes, when a provisioner runs, and dynamic blocks of native configuration',
    ],
  },
  state: {
    premises: ["The state is as of its last refresh: it is Terraform's memory, not AWS.", ...common],
    notVisible: ['what was changed by hand since', 'grants from outside this state', 'provisioners'],
  },
};
