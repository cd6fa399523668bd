import { isStartOfExecution } from '../../iam';
import { attribute, nestedBlocks, textOf, Unknown, type Resource } from '../../model';
import { addressMatches, isIgnored, placeOf, type Context, type JudgedRole } from '../context';
import { declaredElsewhere } from '../naming/elsewhere';
import { soughtRole } from '../naming/sought-role';
import { mentionIn, resourcesThatName, type Mention } from '../role-mentions/role-references';
import { ofType } from '../of-type';
import type { Found, Rule } from '../rule';
import { trustingOf } from '../role-mentions/assumable-roles';

export const onlyNamedUses: Rule = {
  id: 'only-named-uses',
  severity: 'critical',
  claim: 'Only the uses that the contract names run as the role or trust it.',
  rationale:
    'Somebody who edits a resource that runs as the role acts as the role: a second machine, a schedule, a function, an instance profile. And a role or ' +
    'a resource that trusts it gives it rights that its own policies do not show.',
  remedy: 'Give it a separate role, or name it under "uses" in the contract.',
  needs: 'identities',
  leavesOut:
    'a use of the role by the resource, and a value of it that is not known and may be the role; never a trust policy that is known to admit the role.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_lambda_function: {
          helper: { function_name: 'helper', role: 'arn:aws:iam::111122223333:role/keyturn-staging-execution' },
        },
      },
    },
  },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [...usesOf(context, role), ...trustedBy(context, role)]);
  },
};

function usesOf(context: Context, role: JudgedRole): Found[] {
  const mention = mentionIn(context.model, { identity: soughtRole(role), roles: role.roles });
  return resourcesThatName(context.model).flatMap((resource): Found[] => {
    if (resource.mode === 'data' || role.roles.includes(resource)) return [];
    const found = mention(resource);
    if (found === undefined || isNamed(role, resource) || isLeftOut(context, resource, found)) return [];
    const { attribute: name, unknown } = found;
    const place = { ...placeOf(context, resource, name), contract: role.contract.name, contractPointer: '/uses' };
    if (unknown !== undefined) {
      return [
        {
          verdict: 'undecided',
          place,
          message: `Keyturn cannot decide whether ${resource.address} ${useIn(name)} role "${role.roleName}" in ${name}, because ${name} is not known: ${unknown.reason}`,
          why: `contract "${role.contract.name}" lists the uses of the role, and this may be another one`,
          ...declaredElsewhere(
            `Build ${name} from the account and the name of its role, so that it is known before the apply`,
            { address: resource.address, attribute: name },
          ),
        },
      ];
    }
    return [
      {
        verdict: 'fail',
        place,
        message: `${resource.address} uses role "${role.roleName}" in ${name}`,
        request: `${resource.type === 'aws_iam_role' ? 'sts:AssumeRole from it to' : 'a call made by it as'} ${role.roleArn}`,
        why: `contract "${role.contract.name}" lists the uses of the role, and this is not one of them`,
        remedy: onlyNamedUses.remedy,
      },
    ];
  });
}

/** A contract can leave out a use, and a value that is not known. That another role admits this one is a grant. */
function isLeftOut(context: Context, { type, address }: Resource, { attribute: name, unknown }: Mention): boolean {
  const isGrant = type === 'aws_iam_role' && name === 'assume_role_policy' && unknown === undefined;
  return !isGrant && isIgnored(context, onlyNamedUses.id, address);
}

function useIn(attributeName: string): string {
  return attributeName === 'assume_role_policy' ? 'trusts' : attributeName === 'name' ? 'makes' : 'uses';
}

/** Roles that the role can assume because they admit everybody, or admit it without its name. */
function trustedBy(context: Context, role: JudgedRole): Found[] {
  const trusting = trustingOf(role);
  return ofType(context.model, 'aws_iam_role').flatMap((resource): Found[] => {
    if (role.roles.includes(resource)) return [];
    const trusted = trusting(resource);
    if (trusted.length === 0 || isNamed(role, resource)) return [];
    const isOpen = trusted.some(({ as }) => as === undefined);
    const isAnswered = isOpen && isIgnored(context, onlyNamedUses.id, resource.address);
    return trusted
      .filter(({ as }) => as !== undefined || !isAnswered)
      .map(({ statement, as, problem }): Found => {
        const place = {
          ...placeOf(context, resource, 'assume_role_policy'),
          statement,
          contract: role.contract.name,
          contractPointer: '/uses',
        };
        const remedy = 'List the allowed principals in its trust policy, or name it under "uses" in the contract.';
        if (as === undefined) {
          const message = `Keyturn cannot decide whether role "${role.roleName}" can assume ${resource.address}: ${problem ?? ''}`;
          return { verdict: 'undecided', place, message, remedy };
        }
        return {
          verdict: 'fail',
          place,
          message: `role "${role.roleName}" can assume ${resource.address}, whose trust policy admits ${as}`,
          request: `sts:AssumeRole for ${resource.address} as ${role.roleArn}`,
          why: `contract "${role.contract.name}" does not cover the rights of the other role`,
          remedy,
        };
      });
  });
}

/**
 * A universal target calls any operation of AWS as the role of the schedule; the contract of schedules is about starting the machine.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
const universal = /^arn:[^:]*:scheduler:::/;

/** Whether the contract names this resource as one that runs as the role. */
function isNamed({ contract, machine }: JudgedRole, resource: Resource): boolean {
  if (machine?.resource === resource) return true;
  return contract.uses.some((use) => {
    if (use.kind === 'machine') {
      return resource.type === 'aws_sfn_state_machine' && textOf(resource.values, 'name') === use.name;
    }
    if (use.kind === 'address') return addressMatches(use.pattern, resource.address);
    if (resource.type !== 'aws_scheduler_schedule' || textOf(resource.values, 'group_name') !== use.group) return false;
    const [target] = nestedBlocks(resource.values, 'target');
    const arn = target === undefined || target instanceof Unknown ? undefined : attribute(target, 'arn');
    return typeof arn === 'string' && (!universal.test(arn) || isStartOfExecution(arn));
  });
}
