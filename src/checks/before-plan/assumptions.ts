import type { Model } from '../../model';

/** The assumptions about a stack before it is planned, and what the stack does not show. */
export function assumedBeforePlan({ premises = [] }: Model): {
  readonly premises: string[];
  readonly notVisible: string[];
} {
  return {
    premises: [
      'The stack is planned unchanged, in a separate folder, with no variables and no -var, TF_VAR_ or TF_CLI_ARGS from outside.',
      'The stack of the base was reviewed: its backend, its providers and the contents of its state.',
      'Terraform and the provider do what their documentation says; the output of the plan goes to a file that nobody else reads.',
      ...premises,
    ],
    notVisible: ['the grants of the stack: also judge the plan, without --before-plan'],
  };
}
