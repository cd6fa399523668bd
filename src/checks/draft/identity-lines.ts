import type { Statement, PolicyVersion } from '../../iam';
import { demandedOf, lineOfStatement } from '../contract/line-of-statement';
import { allowStatementsOf, type AllowStatement, type PolicySource } from '../grants/grants';
import { todo, unsaid, type Left } from './left';

/** A line for each Allow statement; parts that a line cannot express are TODOs. */
export function identityLines(policies: readonly PolicySource[], left: Left): object[] {
  // A policy that may be for another role is a question, not a line.
  const unknown = policies.filter(
    (policy) => policy.document === undefined && policy.answers === undefined && !isOfAws(policy),
  );
  return [
    ...unknown.map(({ resource, problem }) =>
      placeholder(left.add(`${resource.address}: its grants cannot be decided (${problem ?? 'unknown'})`)),
    ),
    ...allowStatementsOf(policies).map((grant) => lineOf(grant, left)),
  ];
}

/** Entries for the policies of AWS that the role has: people must decide about each. */
export function managedPolicies(policies: readonly PolicySource[]): object[] {
  const arns = new Set(policies.filter(isOfAws).map(({ arn }) => arn));
  return [...arns].map((arn) => ({
    arn,
    reason: todo('why the role needs everything that AWS writes into it'),
    owner: todo('who decides'),
    expires: todo('the last day'),
  }));
}

function isOfAws({ kind, arn, isSensitive }: PolicySource): boolean {
  return kind === 'managed' && !isSensitive && /^arn:[\w-]+:iam::aws:policy\//.test(arn ?? '');
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
    ...unsayable.map((one) => left.add(`${where} is on ${one}, which a contract cannot name`)),
  ];
  if (resources.length === 0) return placeholder(reasons.join('; '));
  return { reason: [todo('why the role needs it'), ...reasons].join('; '), ...line, resources };
}

/** The reason why a statement cannot become a line. */
function problemOf({ action, resource }: Statement): string | undefined {
  if (action.negated || resource?.negated === true)
    return 'uses NotAction or NotResource; rewrite it with Action and Resource first';
  const wide = action.patterns.filter((one) => !/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(one));
  return wide.length === 0 ? undefined : `allows ${wide.join(', ')}, which a contract cannot express; name the service`;
}

function conditionsOf({ conditions }: Statement, version: PolicyVersion | undefined): string[] {
  return conditions
    .filter((condition) => demandedOf(condition, version) === undefined)
    .map(
      ({ operator, key }) =>
        `has a condition that a contract cannot express (${unsaid(operator)} ${unsaid(key)}); the line omits it`,
    );
}

/** A placeholder for a line: it allows nothing, and names the decision to make. */
function placeholder(reason: string, resources: readonly string[] = []): object {
  return { reason, actions: ['service:TODO'], resources: resources.length === 0 ? ['TODO'] : resources };
}
