import {
  actionMatches,
  permissionsOf,
  hasVariables,
  isInert,
  normaliseResource,
  overlaps,
  surelyContains,
  unmetConditions,
  widenVariables,
  type Condition,
  type PolicyVersion,
  type Statement,
} from '../../iam';
import { attribute } from '../../model';
import { callsIn } from '../calls/calls';
import { isRotation } from '../calls/rotation';
import { ofMissing, type Context, type JudgedRole } from '../context';
import { hasPolicyVariables } from '../grants/containment';
import { acceptedPolicy } from '../identities/accepted-policies';
import { allowStatementsOf, type AllowStatement, type PolicySource } from '../grants/grants';
import { updateSecret } from '../../workflow/operations';
import { unusableKeys } from '../secret-keys/judge';
import type { Found, Rule } from '../rule';
import { judgedMachines, placeOfState, type MachineWithRole } from '../machines';

export const callsGranted: Rule = {
  id: 'calls-granted',
  severity: 'medium',
  claim: 'The role is allowed to make every call of the machine.',
  rationale:
    'A call without a grant fails in the middle of a rotation. A Deny, a boundary or a condition that the ' +
    'contract does not know can also stop a call. https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html',
  remedy: "Grant what the machine calls, on the contract's resources.",
  example: {
    of: 'policy',
    change: {
      Statement: [
        { Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: 'arn:aws:iam::111122223333:user/backup-agent' },
      ],
    },
  },
  judge(context) {
    const machines = judgedMachines(context);
    if (machines.length === 0) return undefined;
    return machines.flatMap((one) => judgeMachine(context, one));
  },
};

/** Each call once: a machine makes the same one in many states. */
function judgeMachine(context: Context, one: MachineWithRole): Found[] {
  const unread = one.role.policies.filter(({ document }) => document === undefined);
  const isAccepted = (source: PolicySource) => acceptedPolicy(context, one.role.contract, source.arn)?.holds === true;
  if (!unread.every(isAccepted)) return []; // that is undecided already
  const calls = callsIn(one.machine.definition).filter(({ credentials }) => credentials === undefined);
  const unknown = new Set(calls.filter(({ rights }) => rights === undefined).map(({ called }) => called));
  const actions = new Set(calls.flatMap(({ rights }) => rights?.needed ?? []));
  return [
    ...[...unknown].map((called) => unknownAction(context, one, called)),
    ...[...actions].flatMap((action) => [
      ...perhapsByAws(judgeCall(context, one, action), unread),
      ...(action === updateSecret.iamAction ? unusableKeys(context, one.role) : []),
    ]),
  ];
}

/** A policy of AWS that the contract accepts may grant a call that no visible policy grants. */
function perhapsByAws(found: readonly Found[], [policy]: readonly PolicySource[]): Found[] {
  if (policy === undefined) return [...found];
  const why = `${policy.arn ?? 'a managed policy'}, which the contract accepts, may grant it`;
  return found.map((one): Found => (one.verdict === 'fail' ? { ...one, verdict: 'note', why } : one));
}

function unknownAction(context: Context, one: MachineWithRole, resource: string): Found {
  return {
    verdict: 'undecided',
    place: placeOfState(context, one),
    message: `machine "${one.machine.name}" calls ${JSON.stringify(resource)}, and the IAM action for it is not known`,
    remedy: isRotation(one)
      ? 'Remove the call: a rotation does not need it.'
      : 'Use an integration that Step Functions documents, or judge the role alone, without the machine.',
  };
}

function judgeCall(context: Context, one: MachineWithRole, iamAction: string): Found[] {
  const { policies, roleName, contract } = one.role;
  const grants = allowStatementsOf(policies).filter((grant) => allows(grant, iamAction));
  const place = placeOfState(context, one);
  if (grants.length === 0) {
    const message = `machine "${one.machine.name}" calls ${iamAction}, but role "${roleName}" is not allowed to`;
    return [
      {
        verdict: ofMissing(context),
        place,
        message,
        remedy: `Allow ${iamAction} in the role's policy, on the resources that contract "${contract.name}" lists.`,
      },
    ];
  }
  return doubts(one.role, grants, iamAction).map((doubt) => ({
    verdict: 'undecided',
    place,
    message: `Keyturn cannot decide whether role "${roleName}" can call ${iamAction}: ${doubt}`,
    remedy:
      context.model.madeFrom === undefined
        ? 'Remove it, or add it to the contract.'
        : 'Revert the settings, or add it to the contract.',
  }));
}

/** Whether a statement allows the action on any resource that the service defines for it. */
function allows({ statement, document }: AllowStatement, iamAction: string): boolean {
  if (actionIn(statement, iamAction) === statement.action.negated) return false;
  for (const { resource } of permissionsOf(statement, document.version)) {
    if (!isInert({ action: iamAction, resource })) return true;
  }
  return false;
}

function actionIn({ action }: Statement, iamAction: string): boolean {
  return action.patterns.some((pattern) => actionMatches(pattern, iamAction));
}

/** Things that can stop a granted call. */
function doubts(role: JudgedRole, grants: readonly AllowStatement[], iamAction: string): string[] {
  const lines = role.contract.identity.filter(({ actions }) => actions.some((one) => actionMatches(one, iamAction)));
  const demanded = lines.flatMap(({ conditions }) =>
    conditions.map((one): Condition => ({ ...one, values: [...one.values] })),
  );
  const isConditional = grants.every(({ statement, document }) =>
    statement.conditions.some((condition) => !isDemanded(condition, demanded, hasPolicyVariables(document))),
  );
  const resources = lines.flatMap((line) => line.resources);
  const isDenied = role.policies.some(({ document }) =>
    document?.statements.some((statement) => denies(statement, document.version, iamAction, resources)),
  );
  const isBounded = role.roles.some(
    ({ values }) => ![undefined, null, ''].some((none) => attribute(values, 'permissions_boundary') === none),
  );
  return [
    ...(isConditional ? ['every grant of it has a condition that is not in the contract'] : []),
    ...(isDenied ? ['a Deny covers it'] : []),
    ...(isBounded ? ['the role has a permissions boundary'] : []),
  ];
}

/** Whether the contract requires the condition or an implied one; a Null next to ForAllValues only requires the key. */
function isDemanded(condition: Condition, demanded: readonly Condition[], sameVariables: boolean): boolean {
  return demanded.some(
    (one) =>
      unmetConditions([one], [condition], sameVariables).length === 0 ||
      (condition.operator === 'Null' && one.key.toLowerCase() === condition.key.toLowerCase()),
  );
}

/** Whether a Deny covers the action on a resource of the calls; on any resource if the contract names none. */
function denies(
  statement: Statement,
  version: PolicyVersion | undefined,
  iamAction: string,
  resources: readonly string[],
): boolean {
  const { effect, action, resource } = statement;
  if (effect === 'Allow' || actionIn(statement, iamAction) === action.negated) return false;
  if (resource === undefined || resources.length === 0) return true;
  if (!resource.negated) {
    const patterns = resource.patterns.map((pattern) => normaliseResource(widenVariables(pattern, version)));
    return resources.some((one) => patterns.some((pattern) => overlaps(pattern, one)));
  }
  // The value of a variable is not known before the request.
  const spared = resource.patterns.filter((pattern) => !hasVariables(pattern, version));
  return !resources.every((one) => spared.some((pattern) => surelyContains(pattern, one)));
}
