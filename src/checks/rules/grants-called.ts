import { actionMatches } from '../../iam';
import { judgeGrant } from '../grants/containment';
import { placeOf, type Context } from '../context';
import { allowStatementsOf } from '../grants/grants';
import { actionPointer } from '../pointers';
import type { Found, Rule } from '../rule';
import { callsIn, usedByMachine } from '../calls/calls';
import { isRotation } from '../calls/rotation';
import { asSureAs, callsOf, judgedMachines, type MachineWithRole } from '../machines';

export const grantsCalled: Rule = {
  id: 'grants-called',
  severity: 'medium',
  claim: 'The role is allowed only the calls of the machine.',
  rationale:
    'A grant that the machine never uses helps only an attacker. https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  remedy: 'Remove the grant, or give the contract line a reason in "withoutCall".',
  example: {
    of: 'states',
    change: {
      SendEmail: { Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys' },
      SendFailureEmail: { Resource: 'arn:aws:states:::aws-sdk:iam:listAccessKeys' },
    },
  },
  judge(context) {
    const machines = judgedMachines(context);
    if (machines.length === 0) return undefined;
    return machines.flatMap((one) => asSureAs(one, uncalled(context, one)));
  },
};

/** The actions that a machine uses, and the first call whose actions are not known. */
interface Used {
  readonly actions: readonly string[];
  readonly unknown: string | undefined;
}

function usedBy(one: MachineWithRole): Used {
  if (isRotation(one)) return { actions: callsOf(one).map(({ iamAction }) => iamAction), unknown: undefined };
  const calls = callsIn(one.machine.definition);
  const actions = calls.flatMap(({ rights, credentials }) => {
    if (credentials !== undefined) return ['sts:AssumeRole'];
    return rights === undefined ? [] : [...rights.needed, ...rights.useful];
  });
  const unknown = calls.find(({ rights, credentials }) => rights === undefined && credentials === undefined)?.called;
  return { actions: [...actions, ...usedByMachine(one.machine)], unknown };
}

function uncalled(context: Context, one: MachineWithRole): Found[] {
  const { actions: called, unknown } = usedBy(one);
  return allowStatementsOf(one.role.policies).flatMap((grant) => {
    const inside = judgeGrant(grant, one.role).filter((judgement) => judgement.kind === 'inside');
    const actions = new Set(inside.map(({ pair }) => pair.action));
    for (const action of actions) if (called.some((one) => actionMatches(action, one))) actions.delete(action);
    const uncalledPairs = new Map(
      inside
        .filter(({ line, pair }) => line.withoutCall === undefined && actions.has(pair.action))
        .map((judgement) => [judgement.pair.action, judgement]),
    );
    return [...uncalledPairs].map(([action, { pair, line }]): Found => ({
      verdict: unknown === undefined ? 'fail' : 'undecided',
      place: {
        ...placeOf(context, grant.source.resource, grant.source.attribute),
        statement: grant.statement.index,
        within: actionPointer(pair),
        contract: one.role.contract.name,
        contractPointer: `/identity/${line.index}`,
      },
      message:
        unknown === undefined
          ? `role "${one.role.roleName}" can call ${action}, but machine "${one.machine.name}" never does`
          : `role "${one.role.roleName}" can call ${action}, and Keyturn cannot decide whether machine "${one.machine.name}" does: it calls ${JSON.stringify(unknown)}`,
      remedy: `Remove ${action} from statement ${grant.statement.index} of ${grant.source.resource.address}, or give its line in the contract a reason in "withoutCall".`,
    }));
  });
}
