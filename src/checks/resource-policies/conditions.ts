import { hasVariables, overlaps, parseArn, parseOperator, type Condition, type PolicyVersion } from '../../iam';
import { overlapsAcross } from '../identities/arn-overlap';
import { arnPatterns, type NamedRole } from './named-role';

/**
 * Whether a condition excludes every call of the role, so that a grant to everybody does not include it. Only keys that AWS itself sets
 * count, with an operator that fails if the key is absent; values that a caller can choose (an address, a tag, a network) exclude nobody.
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
    const reading = operator.comparison.startsWith('StringEquals')
      ? 'literal'
      : operator.comparison.startsWith('Arn')
        ? 'fields'
        : 'text';
    const isAdmitted = (value: string): boolean => hasVariables(value, version) || !test(value, reading, role);
    // The effect of a condition without values is not documented.
    return condition.values.length > 0 && !condition.values.some(isAdmitted);
  });
}

/** The wildcards of a value are plain characters, stay within a field of an ARN, or match any text. */
type Reading = 'literal' | 'fields' | 'text';

/** Whether this value excludes every call of the role. */
type KeepsOut = (value: string, reading: Reading, role: NamedRole) => boolean;

const otherAccount: KeepsOut = (value, reading, { accountId }) =>
  accountId !== '' && (reading === 'literal' ? value !== accountId : !overlaps(value, accountId));

/** For a session the key is the ARN of the role; the ARN of the session counts as a match too. */
const otherPrincipal: KeepsOut = (value, reading, role) =>
  (reading === 'literal' && /[*?]/.test(value)) ||
  arnPatterns(role).every((reading) => !overlaps(value.toLowerCase(), reading.toLowerCase()));

const onlyServices: KeepsOut = () => true;

/**
 * A call has `aws:SourceArn` only if a service makes it on behalf of a resource, not if a role makes it. An ARN that may be a state machine
 * does not count, because Step Functions calls with the role of its machine.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcearn
 */
const onBehalfOfOthers: KeepsOut = (value, reading) => {
  const service = parseArn(value)?.service.toLowerCase();
  if (service === undefined) return false;
  if (reading === 'text' && overlapsAcross(value, anyMachine)) return false;
  return !(reading === 'literal' ? service === 'states' : overlaps(service, 'states'));
};

/** The ARN of a state machine in any region and account. */
const anyMachine = 'arn:*:states:*-*-?:????????????:stateMachine:*';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
const tests: ReadonlyMap<string, KeepsOut> = new Map([
  ['aws:principalarn', otherPrincipal],
  ['aws:principalaccount', otherAccount],
  ['kms:calleraccount', otherAccount],
  ['aws:principalisawsservice', (value) => value.toLowerCase() === 'true'],
  ['aws:principalservicename', onlyServices],
  ['aws:sourcearn', onBehalfOfOthers],
  // The default policy of topics requires it; only services set it, to the account that they publish for.
  // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
  ['aws:sourceowner', onlyServices],
]);
