import { pureFunctions } from '../before-plan/functions';
import type { Found, Rule } from '../rule';

export const planReadsNoFiles: Rule = {
  id: 'plan-reads-no-files',
  severity: 'critical',
  claim: 'No expression of the stack calls a function that reads a file, or a function that is not known to be pure.',
  rationale:
    'Terraform evaluates functions while it plans: filebase64("/proc/self/environ") in an output or a tag puts the credentials of the plan ' +
    'into it. https://developer.hashicorp.com/terraform/language/functions/filebase64',
  remedy: 'Write the value into the stack, for example with TypeScript when it is synthesised.',
  needs: 'resources',
  beforePlan: 'only',
  example: {
    of: 'stack before a plan',
    change: { output: { x: { value: '${filebase64("/proc/self/environ")}' } } },
  },
  judge({ model }) {
    return model.written?.().calls.flatMap(({ name, reason = '', pointer }): Found[] => {
      const place = { input: model.file, pointer };
      const { remedy } = planReadsNoFiles;
      if (name === undefined) return [{ verdict: 'undecided', place, message: notUnderstood(reason), remedy }];
      if (pureFunctions.has(name)) return [];
      return [{ verdict: 'fail', place, message: `an expression calls ${name}(), ${whatItMayDo(name)}`, remedy }];
    });
  },
};

function notUnderstood(reason: string): string {
  return `Keyturn cannot decide which functions a text calls: ${reason}`;
}

function whatItMayDo(name: string): string {
  if (name.startsWith('provider::')) return 'which runs code of a provider';
  if (/^(?:file|templatefile|pathexpand|abspath)/.test(name)) return 'which reads from the machine that runs the plan';
  return 'which is not known to be pure';
}
