import type { Statement } from '../../iam';
import type { JudgedRole } from '../context';
import { arnPatterns } from '../resource-policies/named-role';
import { namedRole } from '../resource-policies/grants';
import { machineArnsOf } from '../subject/machine-arns';
import { once, onceForBoth } from '../../once';
import { documentOfAws } from '../identities/aws-policies';
import { mayBeOn, namesAction } from '../identities/statements';
import { changingPolicy, changingRole, passRole, startingMachine, updateStateMachine } from './escalation-ways';

/** Calls that change what the role can do or who can assume it, and calls that pass it on. */
const onRole: readonly string[] = [...changingRole, passRole];
/** Calls that change what runs as the role, and calls that start it. */
const onMachine: readonly string[] = [updateStateMachine, ...startingMachine];

/** A possible call on a role, on a policy of it, or on its machine. */
export interface Power {
  readonly action: string;
  readonly on: string;
}

interface WriteTarget {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly shown: string;
}

/** The calls on a role, with the resources by which a policy can name it. */
export const writeTargetsOf = once((role: JudgedRole): readonly WriteTarget[] => {
  const { policies, roleArn } = role;
  const managed = policies.flatMap(({ arn }) => arn ?? []);
  return [
    {
      actions: onRole,
      resources: arnPatterns(namedRole(role)).filter((arn) => arn.includes(':iam:')),
      shown: roleArn,
    },
    ...managed.map((arn) => ({ actions: changingPolicy, resources: [arn], shown: arn })),
    ...machineArnsOf(role).map((arn) => ({ actions: onMachine, resources: [arn, `${arn}:*`], shown: arn })),
  ];
});

/** The names among these that a statement names: few statements name any, and each is asked for every role. */
const namedOf = onceForBoth((action: Statement['action'], names: readonly string[]) =>
  names.filter((name) => namesAction({ action }, name)),
);

/** The calls that a statement allows. Conditions and Deny statements are ignored, because they are easily met or removed. */
export function powersIn(
  statement: Pick<Statement, 'effect' | 'action' | 'resource'>,
  targets: readonly WriteTarget[],
): Power[] {
  if (statement.effect === 'Deny') return [];
  return targets.flatMap(({ actions, resources, shown }) => {
    const named = namedOf(statement.action, actions);
    const isOn = named.length > 0 && resources.some((resource) => mayBeOn(statement, resource));
    return isOn ? named.map((action) => ({ action, on: shown })) : [];
  });
}

/** The calls that an AWS managed policy allows; none for an unknown policy. */
export function powersOfAws(arn: string, targets: readonly WriteTarget[]): Power[] {
  return (documentOfAws(arn)?.statements ?? []).flatMap((statement) => powersIn(statement, targets));
}
