/** The inputs in which every role and machine must be the subject of a contract, from the narrowest choice to the widest. */
const coverages = ['stacks', 'ours', 'always'] as const;

export type Coverage = (typeof coverages)[number];

/** The amount that an input shows, from the least to the most. */
const views = ['document', 'identities', 'resources'] as const;

type View = (typeof views)[number];

/** The facts about every input of one kind. */
interface InputKindFacts {
  /** The noun, for the middle of a sentence. */
  readonly noun: string;
  /** The assumptions, which are printed with every verdict. */
  readonly premises: readonly string[];
  /** The limits of visibility of this kind; also printed with every verdict. */
  readonly notVisible: readonly string[];
  /**
   * The content of the input: one document; the users, groups, roles and policies of an account, as IAM lists them; or resources of Terraform, with
   * providers and machines. A rule that needs more is not applicable.
   */
  readonly shows: View;
  /** The origin of the values: a person, before any plan; Terraform, for a future apply; or AWS. */
  readonly stage: 'written' | 'planned' | 'applied';
  /** The narrowest choice of coverage that includes it. */
  readonly coverage: Coverage | 'never';
  /** Whether its texts are templates of Terraform, in which `$${` means `${`. */
  readonly hasTemplates?: true;
  /** The effect of a repeated key, after "the key stands twice;". */
  readonly repeatedKey: string;
  /** The remedy for an incomplete input. */
  readonly remedyIfNotWhole?: string;
  /** The remedy for a document that cannot be read, if the input shows documents as AWS has them. */
  readonly remedyIfUnread?: string;
}

const asAwsReturns = 'Correct the document, or give it unedited, as AWS returns it.';

/** The assumption about the contracts, which holds for every kind of input. */
export const aboutContracts = 'The contracts were reviewed; account, region and partition are those of the input.';

const commonPremises = ['AWS and the provider work as documented.', aboutContracts];

/** Every input kind. src/inputs recognises them. */
const registry = {
  stack: {
    noun: 'a stack',
    premises: [
      'Terraform or OpenTofu applies the stack unchanged, without variables, -var, TF_VAR_ or TF_CLI_ARGS from outside.',
      ...commonPremises,
    ],
    notVisible: [
      'the rest of the account: policies of resources, grants and roles of other stacks',
      'rights of the rotated users, unless they are in this stack',
    ],
    shows: 'resources',
    stage: 'written',
    coverage: 'stacks',
    hasTemplates: true,
    repeatedKey: 'Terraform may read both',
  },
  plan: {
    noun: 'a plan',
    premises: [
      'The plan was refreshed (it does not show -refresh=false) and is applied unchanged.',
      'If native configuration makes the name or ARN of an identity, or a trust policy, only from references, its value is that of one of them.',
      ...commonPremises,
    ],
    notVisible: [
      'grants from outside this plan: policies of resources, grants and roles of other stacks',
      'rights of the rotated users, unless they are in this plan',
      'lifecycle.ignore_changes, when a provisioner runs, and dynamic blocks of native configuration',
      'ephemeral resources: Terraform does not show them, and one of a function runs it',
    ],
    shows: 'resources',
    stage: 'planned',
    coverage: 'ours',
    repeatedKey: 'Terraform may read both',
  },
  state: {
    noun: 'a state',
    premises: ['The state shows the last refresh of Terraform, not the present state of AWS.', ...commonPremises],
    notVisible: ['manual changes since then', 'grants from outside this state', 'provisioners'],
    shows: 'resources',
    stage: 'applied',
    coverage: 'ours',
    repeatedKey: 'Terraform may read both',
  },
  export: {
    noun: 'an export',
    premises: [
      'The export is complete and was made with full read rights: a filter (--filter, --query) leaves no trace.',
      'The export shows the account at the time of the export; it does not contain that time.',
      ...commonPremises,
    ],
    notVisible: [
      'policies of resources (keys, queues, topics, secrets, buckets), grants of keys, and shares',
      'policies of the organisation, of sessions and of endpoints: they only restrict',
      'repeated keys of a stored document: the AWS CLI prints only the last',
      'state machines (so their calls are not judged), and functions, instances and schedules that run as the role',
    ],
    shows: 'identities',
    stage: 'applied',
    coverage: 'always',
    repeatedKey: 'it was edited, or is joined from several',
    remedyIfNotWhole: 'Export the complete account: aws iam get-account-authorization-details > account.json.',
    remedyIfUnread: asAwsReturns,
  },
  policy: {
    noun: 'a bare policy',
    remedyIfUnread: asAwsReturns,
    premises: ['The document is the only policy of the role that the contract names.', ...commonPremises],
    notVisible: [
      'everything else: other policies of the role, its trust policy, and what runs as it',
      'policies of resources and grants',
    ],
    shows: 'document',
    stage: 'written',
    coverage: 'never',
    repeatedKey: 'readers differ in which of the two counts',
  },
} satisfies Readonly<Record<string, InputKindFacts>>;

export type InputKind = keyof typeof registry;

export const inputKinds: Readonly<Record<InputKind, InputKindFacts>> = registry;

/** Whether inputs of this kind show as much as that. */
export function showsAtLeast(kind: InputKind, view: View): boolean {
  return views.indexOf(inputKinds[kind].shows) >= views.indexOf(view);
}

/** Whether inputs of this kind are what IAM lists of a whole account. */
export function isListedByIam(kind: InputKind): boolean {
  return inputKinds[kind].shows === 'identities';
}

/** Whether every role and machine of such an input must be the subject of a contract. */
export function isCoveredBy(kind: InputKind, chosen: Coverage): boolean {
  const { coverage } = inputKinds[kind];
  return coverage !== 'never' && coverages.indexOf(coverage) <= coverages.indexOf(chosen);
}
