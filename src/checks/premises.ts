import type { InputKind } from '../model';

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
    premises: [
      'The plan was refreshed (nothing in it shows -refresh=false) and is applied as it stands.',
      'Where native configuration makes the name or ARN of a role from one role and nothing else, it is that role.',
      ...common,
    ],
    notVisible: [
      'grants from outside this plan: policies of resources, grants and roles of other stacks',
      'what the rotated users may do, unless they are in this plan',
      'lifecycle.ignore_changes, when a provisioner runs, and dynamic blocks of native configuration',
      'ephemeral resources: Terraform leaves them out of what it shows, and one of a function runs it',
    ],
  },
  state: {
    premises: ["The state is as of its last refresh: it is Terraform's memory, not AWS.", ...common],
    notVisible: ['what was changed by hand since', 'grants from outside this state', 'provisioners'],
  },
  export: {
    premises: [
      'The account was exported whole, by whoever may see all of it: a filter (--filter, --query) leaves no trace.',
      'What the export shows is as of the time when it was made, of which it says nothing.',
      ...common,
    ],
    notVisible: [
      'policies of resources (keys, queues, topics, secrets, buckets), grants of keys, and shares',
      'policies of the organisation, of sessions and of endpoints: they only restrict',
      'keys that a stored document repeats: the AWS CLI prints the last of them',
      'state machines, so calls of a definition are not judged, and functions, instances and schedules that run as the role',
    ],
  },
  policy: {
    premises: ['The document is attached alone, to the role that the contract names.', ...common],
    notVisible: [
      'everything else: other policies of the role, who may assume it, and what runs as it',
      'policies of resources and grants',
    ],
  },
};
