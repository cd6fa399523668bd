import { actionMatches } from '../../iam';
import { judgeGrant } from '../grants/containment';
import { placeOf, type Context } from '../context';
import { allowStatementsOf } from '../grants/grants';
import { actionPointer } from '../pointers';
import type { Found, Rule } from '../rule';
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

function uncalled(context: Context, one: MachineWithRole): Found[] {
  const called = callsOf(one).map(({ iamAction }) => iamAction);
  return allowStatementsOf(one.role.policies).flatMap((grant) => {
    const inside = judgeGrant(grant, one.role).filter((judgement) => judgement.kind === 'inside');
    const uncalledPairs = new Map(
      inside
        .filter(
          ({ line, pair }) =>
            line.withoutCall === undefined && !called.some((action) => actionMatches(pair.action, action)),
        )
        .map((judgement) => [judgement.pair.action, judgement]),
    );
    return [...uncalledPairs].map(([action, { pair, line }]): Found => ({
      verdict: 'fail',
      place: {
        ...placeOf(context, grant.source.resource, grant.source.attribute),
        statement: grant.statement.index,
        within: actionPointer(pair),
        contract: one.role.contract.name,
        contractPointer: `/identity/${line.index}`,
      },
      message: `role "${one.role.roleName}" can call ${action}, but machine "${one.machine.name}" never does`,
      remedy: `Remove ${action} from statement ${grant.statement.index} of ${grant.source.resource.address}, or give its line in the contract a reason in "withoutCall".`,
    }));
  });
}
