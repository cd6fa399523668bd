/** Something in the input that can change what an apply does and that a list of resources does not show. */
export interface Construct {
  readonly kind:
    | 'module'
    | 'provisioner'
    | 'dynamic'
    | 'count'
    | 'for-each'
    | 'too-many'
    | 'block'
    | 'ignore-changes'
    | 'sibling'
    | 'source'
    | 'repeated-key'
    | 'long-number'
    | 'not-whole'
    | 'not-said-by-opentofu'
    | 'not-said-by-old-terraform'
    | 'other-settings';
  /** The construct and its place, for people: `aws_iam_role.execution has a provisioner "local-exec"`. */
  readonly description: string;
  readonly address?: string;
  readonly pointer?: string;
}

/** The parts of a plan that its program writes into none, so that a person must know them. */
const unsaid: ReadonlySet<Construct['kind']> = new Set(['not-said-by-opentofu', 'not-said-by-old-terraform']);

/** Whether a person can say what the input does not: the program that made the plan never writes it. */
export function isUnsaid({ kind }: Construct): boolean {
  return unsaid.has(kind);
}

type UndecidedKind = Exclude<Construct['kind'], 'provisioner'>;

/** Whether the input does not show what the construct does. The input shows a provisioner as it will run. */
export function isUndecided(construct: Construct): construct is Construct & { readonly kind: UndecidedKind } {
  return construct.kind !== 'provisioner';
}

/** The change of the input that makes it show what the construct does. */
export const remedies: { readonly [kind in UndecidedKind]: string } = {
  block: 'Use only resources in the stack.',
  count: 'Write count as a number.',
  dynamic: 'Write the nested blocks out.',
  'for-each': 'Write for_each as a map with literal keys.',
  'ignore-changes': 'Remove ignore_changes.',
  'too-many': 'Split the configuration, or write fewer instances.',
  module: 'Write the resources of the module into the stack.',
  'not-whole': 'Plan again, completely and without -target.',
  'not-said-by-opentofu':
    'OpenTofu writes it into no plan. If you know that this plan was made without -target and -exclude and succeeded, say so with --assume-complete, which the report prints as its first assumption.',
  'not-said-by-old-terraform':
    'Plan with Terraform 1.8 or newer. If you know that this plan was made without -target and succeeded, say so with --assume-complete, which the report prints as its first assumption.',
  'other-settings': 'Run "npm run synth".',
  'repeated-key': 'Remove one of the two.',
  'long-number': 'Write it with at most 15 digits.',
  source: 'Give the configuration of the plan with --source, or omit --source.',
  sibling: 'Move it out of the folder.',
};
