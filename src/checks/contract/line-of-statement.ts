import { parseOperator, permissionsOf, type Condition, type PolicyVersion, type Statement } from '../../iam';
import type { ConditionJson } from './contract-json';

/** What a statement allows, as a line of a contract says it. */
interface LineOfStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: readonly ConditionJson[];
}

/** The line of a statement. Conditions that no contract can demand are left out, which makes the line the wider one. */
export function lineOfStatement(statement: Statement, version: PolicyVersion | undefined): LineOfStatement {
  const conditions = statement.conditions.flatMap((condition) => demandedOf(condition) ?? []);
  return {
    actions: statement.action.negated ? ['*'] : [...new Set(statement.action.patterns.map(lowerService))],
    resources: [...new Set(Array.from(permissionsOf(statement, version), ({ resource }) => resource))],
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

function lowerService(action: string): string {
  const [service = '', ...name] = action.split(':');
  return [service.toLowerCase(), ...name].join(':');
}

/** A condition as a contract demands it; undefined where it stops nothing for certain. */
export function demandedOf({ operator, key, values }: Condition): ConditionJson | undefined {
  const known = parseOperator(operator);
  if (known === undefined || known.ifExists || known.comparison === 'Null' || values.length === 0) return undefined;
  if (values.some((value) => value.includes('${'))) return undefined;
  return { key, operator, values, ...(operator.startsWith('ForAllValues:') ? { mayBeAbsent: true } : {}) };
}
