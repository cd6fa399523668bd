import { actionContains, contains, normaliseResource } from '../../iam';
import { foldAscii } from '../../text/ascii';

/** Every resource of the AWS provider: in the root, and in the modules. */
const everyResource = ['aws_*.*', 'module.*.aws_*.*'];

/** Whether a pattern of addresses leaves out no resource of the AWS provider, or none that is in a module; `*` is its only wildcard. */
export function isEveryAddress(pattern: string): boolean {
  return !pattern.includes('?') && everyResource.some((all) => contains(pattern, all));
}

/** Whether a pattern of addresses stands for resources that it does not name: their type, or what the name begins with, is left open. */
export function isWideAddress(pattern: string): boolean {
  // An index says which of several resources of one name.
  const parts = pattern.replace(/\[.*$/s, '').split('.');
  const [type = '', name] = parts.slice(-2);
  return name === undefined ? type.includes('*') : type.includes('*') || name.startsWith('*');
}

/** Services that say who may do what. Their actions that only read are named like this. */
const administration = new Set(['iam', 'sts', 'organizations', 'account', 'sso', 'identitystore']);
const reads = ['Get*', 'List*', 'Describe*', 'Generate*', 'Simulate*'];
/** The shortest verbs that actions begin with have three letters: Get, Put, Add. */
const shortestVerb = 3;

/** Whether a pattern of actions stands for more than actions of one kind: of any service, of any verb, or any that administrate. */
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
 * Whether a pattern of resources leaves open what an ARN is for: its service, its account, the user or the role, or what the name
 * begins with.
 */
export function isWideResource(pattern: string): boolean {
  const [arn = '', partition = '', service = '', region = '', account = '', ...rest] =
    normaliseResource(pattern).split(':');
  if (hasWildcard(arn)) return true;
  if (arn !== 'arn') return false; // it is the name of nothing
  if ([partition, service, account].some(hasWildcard)) return true;
  // A wildcard crosses colons, so that after one the account is where it seems to be only if it looks like one.
  if (hasWildcard(region) && !/^(?:\d{12}|aws|\$\{account\})?$/.test(account)) return true;
  const name = rest.join(':');
  if (service === 'iam') return hasWildcard(name);
  return /^[*?]/.test(withoutType.has(service) ? name : name.replace(/^[A-Za-z][A-Za-z0-9-]*[:/]/, ''));
}

/** Whether a pattern takes every text, but for a few that are too short. */
export function isAnything(pattern: string): boolean {
  return /^[*?]*\*[*?]*$/.test(pattern);
}

export function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}
