import type { Statement, PolicyVersion } from '../../iam';
import { demandedOf, lineOfStatement } from '../contract/line-of-statement';
import { allowStatementsOf, type AllowStatement, type PolicySource } from '../grants/grants';
import { todo, unsaid, type Left } from './left';

/** A line for each statement that allows something; what a line cannot say stands in it as a TODO. */
export function identityLines(policies: readonly PolicySource[], left: Left): object[] {
  const unknown = policies.filter(({ document }) => document === undefined);
  return [
    ...unknown.map(({ resource, problem }) =>
      placeholder(left.add(`${resource.address}: what it grants cannot be told (${problem ?? 'unknown'})`)),
    ),
    ...allowStatementsOf(policies).map((grant) => lineOf(grant, left)),
  ];
}

function lineOf({ source, statement, document }: AllowStatement, left: Left): object {
  const where = `statement ${statement.index} of ${source.resource.address}`;
  if (source.isSensitive) return placeholder(left.add(`${where} is sensitive, and is not printed`));
  const problem = problemOf(statement);
  const line = lineOfStatement(statement, document.version);
  const resources = line.resources.filter((one) => !one.includes('${'));
  if (problem !== undefined) return placeholder(left.add(`${where} ${problem}`), resources);
  const unsayable = line.resources.filter((one) => one.includes('${'));
  const reasons = [
    ...conditionsOf(statement, document.version).map((one) => left.add(`${where} ${one}`)),
    ...unsayable.map((one) => left.add(`${where} is on ${one}, which no contract can name`)),
  ];
  if (resources.length === 0) return placeholder(reasons.join('; '));
  return { reason: [todo('why the role needs it'), ...reasons].join('; '), ...line, resources };
}

/** Why a statement is no line. */
function problemOf({ action, resource }: Statement): string | undefined {
  if (action.negated || resource?.negated === true)
    return 'allows everything but what it names; write it with Action and Resource first';
  const wide = action.patterns.filter((one) => !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(one));
  return wide.length === 0 ? undefined : `allows ${wide.join(', ')}, which no contract can; name the service`;
}

function conditionsOf({ conditions }: Statement, version: PolicyVersion | undefined): string[] {
  return conditions
    .filter((condition) => demandedOf(condition, version) === undefined)
    .map(
      ({ operator, key }) =>
        `has a condition that no contract can demand (${unsaid(operator)} ${unsaid(key)}); the line stands without it`,
    );
}

/** Stands where a line would: it allows nothing, and says what is to be decided. */
function placeholder(reason: string, resources: readonly string[] = []): object {
  return { reason, actions: ['service:TODO'], resources: resources.length === 0 ? ['TODO'] : resources };
}
