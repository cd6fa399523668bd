import { plainText, textOf } from '../../model';
import { placeOf } from '../context';
import { isSameName, roleNameOf } from '../naming/identity-names';
import type { Rule } from '../rule';

export const roleStays: Rule = {
  id: 'role-stays',
  severity: 'high',
  claim: 'No machine keeps running as a role that this apply destroys.',
  rationale: 'Somebody who later creates a role with that name decides what the machine can do.',
  remedy: 'Destroy the machine as well, or keep the role.',
  needs: 'resources',
  example: {
    of: 'change',
    change: {
      'aws_iam_role.execution': { actions: ['delete'], before: { name: 'keyturn-staging-execution' }, after: null },
    },
  },
  judge(context) {
    const { destroyedRoles, resources } = context.model;
    if (destroyedRoles.length === 0) return undefined;
    return resources.flatMap((resource) => {
      const arn = resource.type === 'aws_sfn_state_machine' ? textOf(resource.values, 'role_arn') : undefined;
      if (typeof arn !== 'string' || !destroyedRoles.some((name) => isSameName(name, roleNameOf(arn)))) return [];
      if (
        resources.some(
          ({ type, values }) => type === 'aws_iam_role' && isSameName(plainText(values, 'name'), roleNameOf(arn)),
        )
      )
        return [];
      return [
        {
          verdict: 'undecided',
          place: placeOf(context, resource, 'role_arn'),
          message: `${resource.address} stays, and role "${roleNameOf(arn)}", which it runs as, is destroyed`,
          remedy: roleStays.remedy,
        },
      ];
    });
  },
};
