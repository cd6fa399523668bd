import type { Condition, PolicyVersion, Statement } from '../../iam';
import type { Resource } from '../../model';
import { demandedOf } from '../contract/line-of-statement';
import { trustPolicyOf } from '../policy-index';
import { todo, unsaid, type Left } from './left';

const memberOf = { Service: 'service', AWS: 'aws', Federated: 'federated' } as const;

/** A line for each principal that can assume the role; a placeholder for everybody, or if none is known. */
export function trustLines(role: Resource, left: Left): object[] {
  const { address, sensitive } = role;
  const reading = trustPolicyOf(role);
  if (reading.kind === 'absent' || reading.kind === 'unknown' || sensitive.has('assume_role_policy'))
    return [placeholder(left.add(`${address}: the principals that can assume it are not known or sensitive`))];
  if (reading.kind === 'refused') return [placeholder(left.add(`${address}: ${reading.problem}`))];
  const { document } = reading;
  const allowing = document.statements.filter(({ effect }) => effect === 'Allow');
  const lines = allowing.flatMap((statement) => linesOfStatement(statement, document.version, address, left));
  return lines.length > 0 ? lines : [placeholder(left.add(`${address}: nobody can assume it`))];
}

/** A placeholder for a line: it admits nobody, and names the decision to make. */
export function placeholder(reason: string): object {
  return { reason, aws: 'TODO', action: 'sts:AssumeRole' };
}

function linesOfStatement(
  { principal, action, conditions, index }: Statement,
  version: PolicyVersion | undefined,
  address: string,
  left: Left,
): object[] {
  const where = `statement ${index} of the trust policy of ${address}`;
  if (principal?.negated !== false)
    return [placeholder(left.add(`${where} admits everybody with exceptions, which a contract cannot express`))];
  if (action.negated)
    return [placeholder(left.add(`${where} allows every action with exceptions, which a contract cannot express`))];
  const { written, unsayable } = conditionsAsWritten(conditions, version);
  const reasons = unsayable.map(({ operator, key }) =>
    left.add(`${where} has conditions that a contract cannot express (${operator} ${key}); the line omits them`),
  );
  return principal.principals.flatMap(({ type, value }) => {
    if (type === '*' || type === 'CanonicalUser' || /[*?]/.test(value) || value.includes('${'))
      return [placeholder(left.add(`${where} admits ${value}, which a contract cannot express`))];
    return action.patterns.map((one) => {
      if (!/^sts:[A-Za-z]+$/.test(one))
        return placeholder(
          left.add(`${where} allows ${value} ${one}, which a contract cannot express; name the action`),
        );
      return {
        reason: [todo('why it can use the role'), ...reasons].join('; '),
        [memberOf[type]]: value,
        action: one,
        conditions: written,
      };
    });
  });
}

/** The conditions in the short form if each has one value for its key, else as a list; and those that a contract cannot express. */
function conditionsAsWritten(conditions: readonly Condition[], version: PolicyVersion | undefined) {
  const keys = new Set(conditions.map(({ key }) => key.toLowerCase()));
  if (keys.size === conditions.length && conditions.every(isShort))
    return { written: Object.fromEntries(conditions.map(({ key, values: [only] }) => [key, only])), unsayable: [] };
  const lines = conditions.map((condition) => ({ condition, line: demandedOf(condition, version) }));
  return {
    written: lines.flatMap(({ line }) => line ?? []),
    unsayable: lines.filter(({ line }) => line === undefined).map(({ condition }) => condition),
  };
}

/** Whether the short form means the same: an ARN is compared as one, everything else as a text, in which a wildcard is a character. */
function isShort({ operator, key, values: [only = '', ...more] }: Condition): boolean {
  if (more.length > 0 || !/\S/.test(only) || only.includes('${') || unsaid(key) !== key) return false;
  if (only.startsWith('arn:')) return ['ArnEquals', 'ArnLike'].includes(operator) || isExactText(operator, only);
  return isExactText(operator, only);
}

function isExactText(operator: string, text: string): boolean {
  return ['StringEquals', 'StringLike'].includes(operator) && !/[*?]/.test(text);
}
