import { textOf, Unknown, type Resource } from '../../model';
import { blockOf, modulesOf } from '../../model/address';
import { isIgnored, ofMissing, placeOf, type Context } from '../context';
import { isSameName } from '../naming/identity-names';
import { environmentIn } from '../contract/parameters';
import type { Found, Rule } from '../rule';

export const covered: Rule = {
  id: 'covered',
  severity: 'high',
  claim: 'Every contract has its subject in the input, and every role and machine of the input has its contract.',
  rationale: 'A check without a subject proves nothing, and a role without a contract was not reviewed.',
  remedy: 'Write a contract for it in policies/, or list it under "ignored" in a contract, with the reason.',
  leavesOut: 'a role or a machine that is not the subject of a contract.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_role: {
          more: {
            name: 'more',
            assume_role_policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}',
          },
        },
      },
    },
  },
  judge(context) {
    if (context.model.nothingRemains) return undefined;
    return [
      ...absent(context),
      ...twice(context),
      ...otherwiseNamed(context),
      ...(context.coverAll ? withoutContract(context) : []),
    ];
  },
};

function absent(context: Context): Found[] {
  const problems = context.subjectProblems.map(({ contract, message, remedy, resource, verdict }): Found => ({
    verdict: verdict ?? 'undecided',
    place: {
      ...(resource === undefined ? { input: context.model.file } : placeOf(context, resource)),
      contract: contract.name,
      contractPointer: '/subject',
    },
    message,
    remedy,
  }));
  const found = context.judged.length + context.judgedResources.length + problems.length;
  if (context.contracts.length > 0 && found > 0) return problems;
  const message = 'this input contains no subject of a contract, so nothing was judged';
  return [...problems, { verdict: 'undecided', place: { input: context.model.file }, message, remedy: covered.remedy }];
}

/** Two contracts for one role or one resource contradict each other. */
function twice(context: Context): Found[] {
  return [...rolesTwice(context), ...resourcesTwice(context)];
}

function resourcesTwice(context: Context): Found[] {
  return context.judgedResources.flatMap(({ resource, contract }, index): Found[] => {
    const earlier = context.judgedResources.slice(0, index).find((other) => other.resource === resource);
    if (earlier === undefined) return [];
    return [
      {
        verdict: 'undecided',
        place: { ...placeOf(context, resource), contract: contract.name, contractPointer: '/subject' },
        message: `${resource.address} is the subject of the contracts "${earlier.contract.name}" and "${contract.name}"`,
        remedy: 'Keep one contract for the resource in each environment.',
      },
    ];
  });
}

function rolesTwice(context: Context): Found[] {
  return context.judged.flatMap(({ roleName, roleArn, contract, machine }, index): Found[] => {
    const earlier = context.judged.slice(0, index).find((other) => isSameName(other.roleArn, roleArn));
    if (earlier === undefined) return [];
    const message =
      earlier.contract.name === contract.name
        ? `contract "${contract.name}" matches role "${roleName}" twice`
        : `role "${roleName}" is the subject of the contracts "${earlier.contract.name}" and "${contract.name}"`;
    const place = machine === undefined ? { input: context.model.file } : placeOf(context, machine.resource);
    return [
      {
        verdict: 'undecided',
        place: { ...place, contract: contract.name, contractPointer: '/subject' },
        message,
        remedy: 'Keep one contract for the role.',
      },
    ];
  });
}

/** If the machine is visible its role counts; the role name in the contract is for inputs without machines. */
function otherwiseNamed(context: Context): Found[] {
  return context.judged.flatMap(({ contract, machine, roleName }): Found[] => {
    const { subject } = contract;
    if (machine === undefined || subject.kind !== 'machine' || subject.role === undefined) return [];
    const environment = environmentIn(subject.name, machine.name, false) ?? '';
    const named = subject.role.replaceAll('${environment}', () => environment);
    if (isSameName(named, roleName)) return [];
    return [
      {
        verdict: 'note',
        place: {
          ...placeOf(context, machine.resource, 'role_arn'),
          contract: contract.name,
          contractPointer: '/subject',
        },
        message: `machine "${machine.name}" runs as role "${roleName}", but contract "${contract.name}" names role "${named}"`,
        remedy: 'Correct the name in the contract: an export of the account is searched for it.',
      },
    ];
  });
}

function withoutContract(context: Context): Found[] {
  return context.model.resources.flatMap((resource): Found[] => {
    const kind = { aws_iam_role: 'role', aws_sfn_state_machine: 'state machine' }[resource.type];
    if (kind === undefined || resource.mode === 'data' || isCovered(context, resource)) return [];
    if (!mustBeCovered(context, resource) || isIgnored(context, covered.id, resource.address)) return [];
    const name = textOf(resource.values, 'name');
    const shown =
      typeof name === 'string'
        ? `"${name}"`
        : `whose name is not known${name instanceof Unknown ? ` (${name.reason})` : ''}`;
    return [
      {
        verdict: ofMissing(context),
        place: placeOf(context, resource),
        message: `${resource.address}: the ${kind} ${shown} is not the subject of a contract`,
        why: 'every role and every machine of this input needs a contract',
        remedy: covered.remedy,
      },
    ];
  });
}

/** A check of chosen roles leaves the contracts of all others to their owners. */
function mustBeCovered({ coverOnly }: Context, resource: Resource): boolean {
  return coverOnly?.has(modulesOf(resource.address) + blockOf(resource)) ?? true;
}

function isCovered({ judged, subjectProblems }: Context, resource: Resource): boolean {
  return (
    judged.some(({ roles, machine }) => roles.includes(resource) || machine?.resource === resource) ||
    subjectProblems.some((problem) => problem.resource === resource)
  );
}
