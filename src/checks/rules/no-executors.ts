import { placeOf } from '../context';
import { executionOf } from '../resource-types';
import type { Found, Rule } from '../rule';

export const noExecutors: Rule = {
  id: 'no-executors',
  severity: 'high',
  claim: 'Applying this input runs no program and no template that could change IAM by itself.',
  rationale:
    'A provisioner, an external program or a stack inside the stack acts with the credentials of the apply, and does not show what it ' +
    'does. https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax',
  remedy: 'Remove it from this stack.',
  needs: 'resources',
  beforePlan: 'also',
  example: {
    of: 'stack',
    change: {
      resource: { aws_iam_role: { execution: { provisioner: [{ 'local-exec': { command: './after.sh' } }] } } },
    },
  },
  judge(context) {
    const provisioners = context.model.constructs
      .filter(({ kind }) => kind === 'provisioner')
      .map(({ description, address, pointer }): Found => ({
        verdict: 'undecided',
        place: {
          input: context.model.file,
          ...(address === undefined ? {} : { address }),
          ...(pointer === undefined ? {} : { pointer }),
        },
        message: `${description}, which can run any program with the credentials of the apply`,
        remedy: noExecutors.remedy,
      }));
    const resources = context.model.resources.flatMap((resource): Found[] => {
      const execution = executionOf(resource);
      if (execution === undefined) return [];
      return [
        {
          verdict: 'undecided',
          place: placeOf(context, resource),
          message: `${resource.address} ${execution}`,
          remedy: noExecutors.remedy,
        },
      ];
    });
    return [...provisioners, ...resources];
  },
};
