import { matches, witness } from '../iam';
import type { Pair } from './containment';
import type { Contract } from './contract';

/** Actions that show best what a wide grant means. */
const telling = [
  'iam:CreateAccessKey',
  'iam:AttachUserPolicy',
  'secretsmanager:GetSecretValue',
  'secretsmanager:UpdateSecret',
  'ses:SendEmail',
  'ses:SendRawEmail',
  'states:StartExecution',
  's3:GetObject',
  'sts:AssumeRole',
];

/** One request that the pair allows and the contract does not, such as "iam:CreateAccessKey on arn:…:user/administrator". */
export function exampleRequest({ action, resource }: Pair, contract: Contract): string | undefined {
  const lines = contract.identity;
  const allowedActions = lines.flatMap((line) => line.actions);
  const concreteAction = example(action, allowedActions, telling);
  if (concreteAction === undefined) return undefined;
  const ofAction = lines.filter((line) =>
    line.actions.some((one) => matches(one.toLowerCase(), concreteAction.toLowerCase())),
  );
  const concreteResource = example(
    resource,
    ofAction.flatMap((line) => line.resources),
    usersOf(contract),
  );
  return `${concreteAction} on ${concreteResource ?? resource}`;
}

/** ARNs that somebody would be alarmed to see. */
function usersOf({ trust }: Contract): string[] {
  const account = trust.sourceAccount;
  const partition = trust.sourceArn.split(':')[1] ?? 'aws';
  return [`arn:${partition}:iam::${account}:user/administrator`];
}

/** A text that the pattern matches, and none of the others if that is possible. */
function example(pattern: string, others: readonly string[], preferred: readonly string[]): string | undefined {
  if (!/[*?]/.test(pattern)) return pattern;
  const isOutside = (text: string): boolean => !others.some((other) => matches(other, text));
  const candidates = [
    ...preferred.filter((text) => matches(pattern, text)),
    ...others.flatMap((other) => witness(pattern, other) ?? []),
    witness(pattern, '') ?? pattern,
  ];
  return candidates.find(isOutside) ?? candidates[0];
}
