import { parseOperator, permissionsOf, type Condition, type PolicyVersion, type Statement } from '../../iam';
import type { ConditionJson } from './contract-json';

/** The line of a contract for a statement. */
interface LineOfStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly ConditionJson[];
}

/** The line of a statement. Conditions that a contract cannot express are left out, which makes the line wider. */
export function lineOfStatement(statement: Statement, version: PolicyVersion | undefined): LineOfStatement {
  const conditions = statement.conditions.flatMap((condition) => demandedOf(condition, version) ?? []);
  return {
    actions: statement.action.negated ? ['*'] : [...new Set(statement.action.patterns.map(lowerService))],
    resources: [...new Set(Array.from(permissionsOf(statement, version), ({ resource }) => resource))],
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

/** An action as a contract writes it: IAM ignores case, and a contract writes services in lower case. */
export function lowerService(action: string): string {
  const [service = '', ...name] = action.split(':');
  return [service.toLowerCase(), ...name].join(':');
}

/** Whether a contract can contain the value: without `${`, or with policy variables only. */
const sayable = /^(?:[^$]|\$(?!\{)|\$\{(?:[*?$]|[A-Za-z0-9-]+:[^{}]+)\})*$/;

/** A condition as a contract writes it; undefined if a contract cannot express it. */
export function demandedOf(
  { operator, key, values }: Condition,
  version: PolicyVersion | undefined,
): ConditionJson | undefined {
  if (parseOperator(operator) === undefined || values.length === 0 || key.includes('${')) return undefined;
  const isSayable = (value: string): boolean =>
    version === '2012-10-17' ? sayable.test(value) : !value.includes('${');
  if (!values.every(isSayable)) return undefined;
  return { key, operator, values, ...(operator.startsWith('ForAllValues:') ? { mayBeAbsent: true } : {}) };
}
