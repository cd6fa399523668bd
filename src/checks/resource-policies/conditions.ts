import { hasVariables, overlaps, parseArn, parseOperator, type Condition, type PolicyVersion } from '../../iam';
import { arnPatterns, type NamedRole } from './named-role';

/**
 * Whether a condition keeps every call of the role out, so that a grant to everybody is none to it. Only what AWS itself says of the caller
 * counts, by an operator that fails where the key is absent; whatever a caller can choose (an address, a tag, a network) keeps nobody out.
 */
export function keepsOut(
  conditions: readonly Condition[],
  version: PolicyVersion | undefined,
  role: NamedRole,
): boolean {
  return conditions.some((condition) => {
    const operator = parseOperator(condition.operator);
    if (operator === undefined || operator.ifExists || operator.set === 'ForAllValues') return false;
    const test = tests.get(condition.key.toLowerCase());
    const isPositive = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase', 'ArnEquals', 'ArnLike', 'Bool'];
    if (test === undefined || !isPositive.includes(operator.comparison)) return false;
    const isLiteral = operator.comparison.startsWith('StringEquals');
    const isAdmitted = (value: string): boolean => hasVariables(value, version) || !test(value, isLiteral, role);
    // Of a condition without values it is not documented what it does.
    return condition.values.length > 0 && !condition.values.some(isAdmitted);
  });
}

/** Whether no call of the role has a value that this one admits. */
type KeepsOut = (value: string, isLiteral: boolean, role: NamedRole) => boolean;

const otherAccount: KeepsOut = (value, isLiteral, { accountId }) =>
  accountId !== '' && (isLiteral ? value !== accountId : !overlaps(value, accountId));

/** Of a session of a role the key is the ARN of the role; that of the session is taken to match as well. */
const otherPrincipal: KeepsOut = (value, isLiteral, role) =>
  (isLiteral && /[*?]/.test(value)) ||
  arnPatterns(role).every((reading) => !overlaps(value.toLowerCase(), reading.toLowerCase()));

const onlyServices: KeepsOut = () => true;

/**
 * A call carries `aws:SourceArn` only where a service makes it on behalf of a resource, and not where a role makes it. One that could be a
 * state machine is not relied on, as Step Functions calls with the role of its machine.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
const onBehalfOfOthers: KeepsOut = (value, isLiteral) => {
  const service = parseArn(value)?.service.toLowerCase();
  return service !== undefined && !(isLiteral ? service === 'states' : overlaps(service, 'states'));
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const tests: ReadonlyMap<string, KeepsOut> = new Map([
  ['aws:principalarn', otherPrincipal],
  ['aws:principalaccount', otherAccount],
  ['kms:calleraccount', otherAccount],
  ['aws:principalisawsservice', (value) => value.toLowerCase() === 'true'],
  ['aws:principalservicename', onlyServices],
  ['aws:sourcearn', onBehalfOfOthers],
  // What the policy that AWS gives every topic demands; only services set it, for the account that they publish for.
  // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  ['aws:sourceowner', onlyServices],
]);
