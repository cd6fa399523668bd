import { actionMatches, type Statement } from '../../iam';
import { attribute } from '../../terraform';
import type { Operation } from '../../workflow/operations';
import { ofMissing, type Context, type JudgedRole } from '../context';
import { grantsOf, type Grant } from '../grants';
import type { Found, Rule } from '../rule';
import { callsOf, judgedMachines, placeOfState, type MachineWithRole } from './machines';

export const callsGranted: Rule = {
  id: 'calls-granted',
  severity: 'medium',
  claim: 'The role may make every call that the machine makes.',
  rationale:
    'A call without a grant fails when it is made, which is in the middle of a rotation. A Deny, a boundary or a condition that the ' +
    'contract does not know of may stop a call as well. https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html',
  remedy: "Grant what the machine calls, on the contract's resources.",
  judge(context) {
    const machines = judgedMachines(context);
    if (machines.length === 0) return undefined;
    return machines.flatMap((one) => callsOf(one).flatMap((operation) => judgeCall(context, one, operation)));
  },
};

function judgeCall(context: Context, one: MachineWithRole, { iamAction }: Operation): Found[] {
  const { policies, roleName, contract } = one.role;
  if (policies.some(({ document }) => document === undefined)) return []; // that is undecided already
  const grants = grantsOf(policies).filter(({ statement }) =>
    statement.action.patterns.some((pattern) => actionMatches(pattern, iamAction)),
  );
  const place = placeOfState(context, one);
  if (grants.length === 0) {
    const message = `machine "${one.machine.name}" calls ${iamAction}, which role "${roleName}" may not`;
    return [
      {
        verdict: ofMissing(context),
        place,
        message,
        remedy: `Allow ${iamAction} in the role's policy, on what contract "${contract.name}" lists.`,
      },
    ];
  }
  return doubts(one.role, grants, iamAction).map((doubt) => ({
    verdict: 'undecided',
    place,
    message: `whether role "${roleName}" may call ${iamAction} cannot be told: ${doubt}`,
    remedy: 'Remove it, or have the contract demand it.',
  }));
}

/** What may stop a call although it is granted. */
function doubts({ contract, policies, roles }: JudgedRole, grants: readonly Grant[], iamAction: string): string[] {
  const demanded = demandedKeys(contract, iamAction);
  const isConditional = grants.every(({ statement }) =>
    statement.conditions.some(({ key }) => !demanded.includes(key.toLowerCase())),
  );
  const isDenied = policies.some(({ document }) =>
    document?.statements.some((statement) => denies(statement, iamAction)),
  );
  const isBounded = roles.some(
    ({ values }) => ![undefined, null, ''].some((none) => attribute(values, 'permissions_boundary') === none),
  );
  return [
    ...(isConditional ? ['every grant of it has a condition that the contract does not know'] : []),
    ...(isDenied ? ['a Deny names it'] : []),
    ...(isBounded ? ['the role has a permissions boundary'] : []),
  ];
}

function denies({ effect, action }: Statement, iamAction: string): boolean {
  return effect === 'Deny' && action.patterns.some((pattern) => actionMatches(pattern, iamAction)) !== action.negated;
}

function demandedKeys({ identity }: JudgedRole['contract'], iamAction: string): string[] {
  const lines = identity.filter(({ actions }) => actions.some((action) => actionMatches(action, iamAction)));
  return lines.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase()));
}
