import type { AcceptedRight, Contract, DemandedCondition, TrustLine } from './contract';
import { hasWildcard, isAnything, isEveryAddress, isWideAction, isWideAddress, isWideResource } from './wide-patterns';
import { hasLetterOrDigit } from '../../text/ascii';

/** A very wide line of a contract. */
interface WideLine {
  /** The path, such as `identity[0]`. */
  readonly path: string;
  /** The reasons why it is wide, in words. */
  readonly what: readonly string[];
}

/** The very wide lines of a contract without a reason. */
export function wideLinesOf(contract: Contract): WideLine[] {
  const { identity, resourcePolicies, policy, trust, uses, acceptedUsers } = contract;
  const lines = [
    { path: 'subject', reason: undefined, what: widthOfSubject(contract) },
    ...identity.map((line) => at(`identity[${line.index}]`, line, [...ofActions(line), ...ofResources(line)])),
    ...resourcePolicies.map((line) =>
      at(`resourcePolicies[${line.index}]`, line, [
        ...ofActions(line),
        ...(line.on.kind === 'arn' ? ofResources({ resources: [line.on.pattern] }) : ofAddress(line.on.pattern)),
      ]),
    ),
    ...policy.map((line) => at(`policy[${line.index}]`, line, ofActions(line))),
    ...trust.map((line) => at(`trust[${line.index}]`, line, widthOfTrust(line))),
    ...uses.map((use, index) => at(`uses[${index}]`, use, use.kind === 'address' ? ofAddress(use.pattern) : [])),
    ...acceptedUsers.flatMap(({ index, rights = [] }) =>
      rights.map((right) => at(`acceptedUsers[${index}].rights[${right.index}]`, right, widthOfRight(right))),
    ),
  ];
  return lines.filter(({ reason, what }) => reason === undefined && what.length > 0);
}

interface Line {
  readonly reason: string | undefined;
}

function at(path: string, { reason }: Line, what: readonly string[]): WideLine & Line {
  return { path, reason, what };
}

/** A name without a fixed part matches every role. */
function widthOfSubject({ subject }: Contract): string[] {
  const name = subject.kind === 'address' || subject.kind === 'resource' ? subject.address : subject.name;
  if (hasLetterOrDigit(name.replaceAll(/\$\{\w+\}/g, ''))) return [];
  return [`${name} matches every ${subject.kind === 'machine' ? 'state machine' : 'role'}`];
}

function widthOfRight(right: AcceptedRight): string[] {
  return right.kind === 'managed-policy' ? [] : [...ofActions(right), ...ofResources(right)];
}

interface ActionsUnderConditions {
  readonly actions: readonly string[];
  readonly conditions: readonly DemandedCondition[];
}

function ofActions({ actions, conditions }: ActionsUnderConditions): string[] {
  return [
    ...actions.filter(isWideAction).map((one) => `${one} is more than actions of one kind`),
    ...conditions.filter(isOpen).map(({ operator, key }) => `${operator} ${key} does not identify the requester`),
  ];
}

/** Keys for the resource, the account or the principal of a request. */
const callers = /^aws:(?:Source|Principal)(?:Arn|Account)$/i;

/** A pattern that matches every value; for a key that names a principal, also one that does not identify it. */
function isOpen({ operator, key, values }: DemandedCondition): boolean {
  if (!/(?:StringLike|ArnLike|ArnEquals)(?:IfExists)?$/.test(operator)) return false;
  return values.some((value) => isAnything(value) || (callers.test(key) && isWideResource(value)));
}

function ofResources({ resources }: { readonly resources: readonly string[] }): string[] {
  return resources.filter(isWideResource).map((one) => `${one} does not identify the owner or the resource`);
}

function ofAddress(pattern: string): string[] {
  if (isEveryAddress(pattern)) return [`${pattern} matches every resource`];
  return isWideAddress(pattern) ? [`${pattern} does not identify the type or the name of the resource`] : [];
}

/**
 * Services that send the ARN of the calling resource. Other services may or may not do so.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
 */
const sendTheSource = new Set(['states.amazonaws.com', 'scheduler.amazonaws.com', 'events.amazonaws.com']);

function widthOfTrust({ principal, conditions }: TrustLine): string[] {
  const { type, value } = principal;
  const open = conditions
    .filter(({ values }) => values.some(hasWildcard))
    .map(({ key, values }) => `the condition on ${key} is the pattern ${values.filter(hasWildcard).join(', ')}`);
  const names = (key: RegExp): boolean => conditions.some((condition) => key.test(condition.key));
  if (type === 'Service' && sendTheSource.has(value.toLowerCase()) && !names(/^aws:SourceArn$/i))
    return [...open, `${value} can use the role for any resource, because there is no condition on aws:SourceArn`];
  if (type === 'AWS' && isAccount(value) && !names(/^aws:PrincipalArn$/i))
    return [...open, `${value} includes every user and role that the account allows to assume roles`];
  if (type === 'Federated' && !names(value.includes(':saml-provider/') ? /^saml:/i : /:(?:sub|user_id|amr)$/i))
    return [...open, `${value} signs in many users, and no condition limits them`];
  return open;
}

/**
 * An account trusts its users and roles to its administrators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function isAccount(principal: string): boolean {
  return /^(?:\d+|\$\{account\})$/.test(principal) || /^arn:[^:]*:iam:[^:]*:[^:]*:root$/i.test(principal);
}
