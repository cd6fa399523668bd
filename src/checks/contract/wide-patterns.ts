import { actionContains, contains, isShortArn, normaliseResource, parseOperator } from '../../iam';
import { foldAscii, hasLetterOrDigit } from '../../text/ascii';
import type { DemandedCondition } from './contract';

/** Every resource of the AWS provider: in the root, and in the modules. */
const everyResource = ['aws_*.*', 'module.*.aws_*.*'];

/** Whether a pattern of addresses matches all resources of the AWS provider, or all in modules; `*` is its only wildcard. */
export function isEveryAddress(pattern: string): boolean {
  return !pattern.includes('?') && everyResource.some((all) => contains(pattern, all));
}

/** Whether a pattern of addresses does not fix the type, or the beginning of the name, of its resources. */
export function isWideAddress(pattern: string): boolean {
  // An index selects one of several resources with one name.
  const parts = pattern.replace(/\[.*$/s, '').split('.');
  const [type = '', name] = parts.slice(-2);
  return name === undefined ? type.includes('*') : type.includes('*') || name.startsWith('*');
}

/** Services that manage permissions; their read-only actions have these names. */
const administration = new Set(['iam', 'sts', 'organizations', 'account', 'sso', 'identitystore']);
const reads = ['Get*', 'List*', 'Describe*', 'Generate*', 'Simulate*'];
/** The shortest verbs that actions begin with have three letters: Get, Put, Add. */
const shortestVerb = 3;

/** Whether a pattern matches more than one kind of actions: any service, any verb, or administrative actions. */
export function isWideAction(pattern: string): boolean {
  const folded = foldAscii(pattern);
  const colon = folded.indexOf(':');
  if (colon < 0) return hasWildcard(folded);
  const [service, name] = [folded.slice(0, colon), folded.slice(colon + 1)];
  if (hasWildcard(service)) return true;
  if (!hasWildcard(name)) return false;
  if (administration.has(service)) return !reads.some((read) => actionContains(read, name));
  return name.search(/[*?]/) < shortestVerb;
}

/** Services whose resources are their names, with no word for the type before them. */
const withoutType = new Set(['s3', 's3express', 'sns', 'sqs', 'execute-api']);

/**
 * Whether a pattern of resources does not fix the service, the account, the user or the role, or the beginning of the name.
 */
export function isWideResource(pattern: string): boolean {
  const [arn = '', partition = '', service = '', region = '', account = '', ...rest] =
    normaliseResource(pattern).split(':');
  if (hasWildcard(arn)) return true;
  if (arn !== 'arn') return false; // it does not name anything
  if (isShortArn(pattern)) return true; // AWS completes it with wildcards
  if ([partition, service, account].some(hasWildcard)) return true;
  // A wildcard crosses colons, so that after one the account is where it seems to be only if it looks like one.
  if (hasWildcard(region) && !/^(?:\d{12}|aws|\$\{account\})?$/.test(account)) return true;
  const name = rest.join(':');
  if (service === 'iam') return hasWildcard(name);
  return /^[*?]/.test(withoutType.has(service) ? name : name.replace(/^[A-Za-z][A-Za-z0-9-]*[:/]/, ''));
}

/** Whether a pattern matches every text, except a few that are too short. */
export function isAnything(pattern: string): boolean {
  return /^[*?]*\*[*?]*$/.test(pattern);
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * Keys by which AWS itself says who calls: the identity, its account or organisation, or the resource and account that a service calls for.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const callerKeys: ReadonlySet<string> = new Set([
  ...['aws:principalarn', 'aws:principalaccount', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:userid'],
  ...['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths'],
  ...['kms:calleraccount'],
]);

const positive: ReadonlySet<string> = new Set([
  ...['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnEquals', 'ArnLike'],
]);

/** Whether a condition leaves out most callers: it fails without its key, and none of its values matches everything. */
export function namesCallers({ key, operator, values }: DemandedCondition): boolean {
  const parsed = parseOperator(operator);
  return (
    parsed !== undefined &&
    !parsed.ifExists &&
    parsed.set !== 'ForAllValues' &&
    positive.has(parsed.comparison) &&
    callerKeys.has(key.toLowerCase()) &&
    values.every((value) => hasLetterOrDigit(value.replace(/^arn:aws(?:-[a-z]+)*:/, '')))
  );
}
