import type { Model } from '../../model';

/** What is assumed of a stack before it is planned, and what it does not show. */
export function assumedBeforePlan({ premises = [] }: Model): {
  readonly premises: string[];
  readonly notVisible: string[];
} {
  return {
    premises: [
      'The stack is planned unchanged, in a separate folder, with no variables and no -var, TF_VAR_ or TF_CLI_ARGS from outside.',
      'The stack of the base was reviewed: its backend, its providers and what its state holds.',
      'Terraform and the provider do what their documentation says; what the plan prints goes to a file that nobody else reads.',
      ...premises,
    ],
    notVisible: ['what the stack grants: judge the plan as well, without --before-plan'],
  };
}
