import { actionMatches, normaliseResource, overlaps, type Statement } from '../../iam';
import { textOf, type Model } from '../../model';
import type { JudgedRole } from '../context';
import { arnPatterns } from '../resource-policies/named-role';
import { namedRole } from '../resource-policies/grants';

/** Calls that change what the role may do or who may assume it, and that hand it on. */
const onRole = [
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:PassRole',
  'iam:PutRolePermissionsBoundary',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:DeleteRole',
];
/** Calls that change a managed policy that the role has. */
const onPolicy = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'];
/** Calls that change what runs as the role, and that start it. */
export const starting = ['states:StartExecution', 'states:StartSyncExecution'];
const onMachine = ['states:UpdateStateMachine', ...starting];

/** A call that somebody may make on a role, on a policy of it, or on its machine. */
export interface Power {
  readonly action: string;
  readonly on: string;
}

interface WriteTarget {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly shown: string;
}

/** What can be done to a role, and by which resources a policy may name it. */
export function writeTargetsOf(model: Model, role: JudgedRole): readonly WriteTarget[] {
  const { machine, policies, roleArn } = role;
  const managed = policies.flatMap(({ arn }) => arn ?? []);
  const machineArn = machine === undefined ? undefined : arnOfMachine(model, role);
  return [
    {
      actions: onRole,
      resources: arnPatterns(namedRole(role)).filter((arn) => arn.includes(':iam:')),
      shown: roleArn,
    },
    ...managed.map((arn) => ({ actions: onPolicy, resources: [arn], shown: arn })),
    ...(machineArn === undefined
      ? []
      : [{ actions: onMachine, resources: [machineArn, `${machineArn}:*`], shown: machineArn }]),
  ];
}

function arnOfMachine(model: Model, { machine, roleArn }: JudgedRole): string | undefined {
  if (machine === undefined) return undefined;
  const arn = textOf(machine.resource.values, 'arn');
  if (typeof arn === 'string') return arn;
  const [, partition = 'aws', , , account = '*'] = roleArn.split(':');
  const region = model.providers.find(({ key }) => key === machine.resource.providerKey)?.region;
  return `arn:${partition}:states:${typeof region === 'string' ? region : '*'}:${account}:stateMachine:${machine.name}`;
}

/** What of it a statement allows; conditions and Deny statements take nothing away, as they are easily met or undone. */
export function powersIn(
  { effect, action, resource }: Pick<Statement, 'effect' | 'action' | 'resource'>,
  targets: readonly WriteTarget[],
): Power[] {
  if (effect === 'Deny') return [];
  const isNamed = (name: string): boolean =>
    action.patterns.some((pattern) => actionMatches(pattern, name)) !== action.negated;
  const reaches = ({ resources }: WriteTarget): boolean =>
    resource === undefined ||
    resource.negated ||
    resource.patterns.some((pattern) => {
      const reading = normaliseResource(pattern.replace(/\$\{[^}]*\}?/g, '*'));
      return resources.some((one) => overlaps(reading, one));
    });
  return targets.flatMap((target) => {
    const actions = target.actions.filter(isNamed);
    return actions.length > 0 && reaches(target) ? actions.map((name) => ({ action: name, on: target.shown })) : [];
  });
}

/** Managed policies of AWS that allow some of it everywhere. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ */
const ofAws: ReadonlyMap<string, readonly string[]> = new Map([
  ['AdministratorAccess', ['*']],
  ['IAMFullAccess', ['iam:*']],
  ['PowerUserAccess', ['states:*']],
  ['AWSStepFunctionsFullAccess', ['states:*']],
]);

/** What of it a managed policy of AWS allows; of those that are not in the table nothing is known. */
export function powersOfAws(arn: string, targets: readonly WriteTarget[]): Power[] {
  const [, name = ''] = /^arn:[\w-]+:iam::aws:policy\/(?:[\w/+=,.@-]*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  const patterns = ofAws.get(name) ?? [];
  return powersIn({ effect: 'Allow', action: { negated: false, patterns: [...patterns] } }, targets);
}
