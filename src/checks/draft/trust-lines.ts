import type { Condition, Statement } from '../../iam';
import type { Resource } from '../../model';
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
  const allowing = reading.document.statements.filter(({ effect }) => effect === 'Allow');
  const lines = allowing.flatMap((statement) => linesOfStatement(statement, address, left));
  return lines.length > 0 ? lines : [placeholder(left.add(`${address}: nobody can assume it`))];
}

/** A placeholder for a line: it admits nobody, and names the decision to make. */
export function placeholder(reason: string): object {
  return { reason, aws: 'TODO', action: 'sts:AssumeRole' };
}

function linesOfStatement({ principal, action, conditions, index }: Statement, address: string, left: Left): object[] {
  const where = `statement ${index} of the trust policy of ${address}`;
  if (principal?.negated !== false)
    return [placeholder(left.add(`${where} admits everybody with exceptions, which a contract cannot express`))];
  if (action.negated)
    return [placeholder(left.add(`${where} allows every action with exceptions, which a contract cannot express`))];
  const exact = conditions.filter(isExact);
  const others = conditions.filter((condition) => !isExact(condition));
  const reasons = others.map(({ operator, key }) =>
    left.add(`${where} has conditions that a contract cannot express (${operator} ${key})`),
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
        conditions: Object.fromEntries(exact.map(({ key, values: [only] }) => [key, only])),
      };
    });
  });
}

/** A condition with one value that a contract can name. */
function isExact({ operator, key, values: [only = '', ...more] }: Condition): boolean {
  const isNamed = ['StringEquals', 'ArnEquals', 'StringLike', 'ArnLike'].includes(operator) && more.length === 0;
  return isNamed && /\S/.test(only) && !only.includes('${') && unsaid(key) === key;
}
