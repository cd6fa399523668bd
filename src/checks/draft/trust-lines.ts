import type { Condition, Statement } from '../../iam';
import type { Resource } from '../../model';
import { trustPolicyOf } from '../policy-index';
import { todo, unsaid, type Left } from './left';

const memberOf = { Service: 'service', AWS: 'aws', Federated: 'federated' } as const;

/** A line for each who may assume the role; where none is known, and for everybody, one that is to be decided. */
export function trustLines(role: Resource, left: Left): object[] {
  const { address, sensitive } = role;
  const reading = trustPolicyOf(role);
  if (reading.kind === 'absent' || reading.kind === 'unknown' || sensitive.has('assume_role_policy'))
    return [placeholder(left.add(`${address}: who may assume it is not known, or not to be printed`))];
  if (reading.kind === 'refused') return [placeholder(left.add(`${address}: ${reading.problem}`))];
  const allowing = reading.document.statements.filter(({ effect }) => effect === 'Allow');
  const lines = allowing.flatMap((statement) => linesOfStatement(statement, address, left));
  return lines.length > 0 ? lines : [placeholder(left.add(`${address}: nobody may assume it`))];
}

/** Stands where a line would: it lets nobody in, and says what is to be decided. */
export function placeholder(reason: string): object {
  return { reason, aws: 'TODO', action: 'sts:AssumeRole' };
}

function linesOfStatement({ principal, action, conditions, index }: Statement, address: string, left: Left): object[] {
  const where = `statement ${index} of the trust policy of ${address}`;
  if (principal?.negated !== false)
    return [placeholder(left.add(`${where} lets in everybody but some, which no contract can`))];
  if (action.negated) return [placeholder(left.add(`${where} allows every action but some, which no contract can`))];
  const exact = conditions.filter(isExact);
  const others = conditions.filter((condition) => !isExact(condition));
  const reasons = others.map(({ operator, key }) =>
    left.add(`${where} has conditions that no contract can demand (${operator} ${key})`),
  );
  return principal.principals.flatMap(({ type, value }) => {
    if (type === '*' || type === 'CanonicalUser' || /[*?]/.test(value) || value.includes('${'))
      return [placeholder(left.add(`${where} lets in ${value}, which no contract can`))];
    return action.patterns.map((one) => {
      if (!/^sts:[A-Za-z]+$/.test(one))
        return placeholder(left.add(`${where} allows ${value} ${one}, which no contract can; name the action`));
      return {
        reason: [todo('why it may use the role'), ...reasons].join('; '),
        [memberOf[type]]: value,
        action: one,
        conditions: Object.fromEntries(exact.map(({ key, values: [only] }) => [key, only])),
      };
    });
  });
}

/** A condition of which a contract can name the one value. */
function isExact({ operator, key, values: [only = '', ...more] }: Condition): boolean {
  const isNamed = ['StringEquals', 'ArnEquals', 'StringLike', 'ArnLike'].includes(operator) && more.length === 0;
  return isNamed && /\S/.test(only) && !only.includes('${') && unsaid(key) === key;
}
