import { actionContains, actionMatches, contains, normaliseResource, overlaps, type Statement } from '../../iam';
import type { Right } from '../identities/rights';

/** What of a right makes its user too powerful to be rotated; nothing, or why it cannot be told. */
type PowerOfUser = { readonly power: string } | { readonly problem: string } | undefined;

/** Actions of IAM that read; every other writes, or hands rights on. */
const reads = ['iam:Get*', 'iam:List*', 'iam:Generate*', 'iam:Simulate*'];

/**
 * Managed policies of AWS that write IAM, and some that do not. Of any other it is not known here what it holds.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/
 */
const powerful = new Set([
  'AdministratorAccess',
  'IAMFullAccess',
  'PowerUserAccess',
  'job-function/SystemAdministrator',
]);
const harmless = new Set([
  'AmazonDynamoDBReadOnlyAccess',
  'AmazonEC2ContainerRegistryPowerUser',
  'AmazonEC2ContainerRegistryReadOnly',
  'AmazonEC2ReadOnlyAccess',
  'AmazonS3FullAccess',
  'AmazonS3ReadOnlyAccess',
  'AmazonSESFullAccess',
  'AmazonSNSFullAccess',
  'AmazonSQSFullAccess',
  'AmazonSQSReadOnlyAccess',
  'CloudWatchReadOnlyAccess',
  'IAMReadOnlyAccess',
  'ReadOnlyAccess',
  'SecurityAudit',
  'job-function/ViewOnlyAccess',
]);

/** A write to IAM, the assuming of any role, or administration. */
export function powerOf(right: Right): PowerOfUser {
  if ('problem' in right) return { problem: right.problem };
  if ('document' in right) {
    const power = right.document.statements.map(powerOfStatement).find((found) => found !== undefined);
    return power === undefined ? undefined : { power };
  }
  const [, name] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(right.arn) ?? [];
  if (name === undefined) return { problem: `the document of ${right.arn} is not in this input` };
  if (powerful.has(name)) return { power: name };
  return harmless.has(name) ? undefined : { problem: `what AWS writes into ${name} is not known here` };
}

function powerOfStatement({ effect, action, resource }: Statement): string | undefined {
  if (effect === 'Deny') return undefined;
  const resources = resource === undefined || resource.negated ? ['*'] : resource.patterns.map(readingOf);
  if (resources.some(isOfIam)) {
    const write = action.negated
      ? ['*'].find(() => !action.patterns.some((one) => actionContains(one, 'iam:*')))
      : action.patterns.find(writesIam);
    if (write !== undefined) return action.negated ? `all actions but ${action.patterns.join(', ')}` : write;
  }
  const assumes = action.patterns.some((one) => actionMatches(one, 'sts:AssumeRole')) !== action.negated;
  return assumes && resources.some(isEveryRole) ? 'sts:AssumeRole on every role' : undefined;
}

function writesIam(pattern: string): boolean {
  return overlaps(pattern.toLowerCase(), 'iam:*') && !reads.some((read) => actionContains(read, pattern));
}

/** A variable may stand for anything. */
function readingOf(resource: string): string {
  return normaliseResource(resource.replace(/\$\{[^}]*\}?/g, '*'));
}

function isOfIam(resource: string): boolean {
  const [arn = '', partition = '', service] = resource.split(':');
  return service === undefined || /[*?]/.test(arn + partition) || overlaps(service, 'iam');
}

function isEveryRole(resource: string): boolean {
  const rest = resource.split(':').slice(5);
  return rest.length === 0 || contains(rest.join(':'), 'role/?*');
}

/** What a right says, as lines to be read. */
export function shownRight(right: Right): string[] {
  const { resource } = right;
  if (resource.sensitive.size > 0) return [`what ${resource.address} says, which is sensitive`];
  if ('problem' in right) return [`what ${resource.address} says: ${right.problem}`];
  if ('arn' in right) return [`what ${right.arn} says`];
  return right.document.statements
    .filter(({ effect }) => effect === 'Allow')
    .map(({ action, resource: on }) => {
      const actions = `${action.negated ? 'all but ' : ''}${action.patterns.join(', ')}`;
      const resources = `${on?.negated === true ? 'all but ' : ''}${on?.patterns.join(', ') ?? '*'}`;
      return `${actions} on ${resources}`;
    });
}
