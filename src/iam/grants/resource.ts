import { contains } from '../pattern/pattern';

const fieldsOfArn = 6;

/** Whether the resource has fewer fields than an ARN, so that it matches more than it says. */
export function isShortArn(resource: string): boolean {
  return resource !== '*' && fieldsIn(resource) < fieldsOfArn;
}

/**
 * A resource as AWS reads it: an ARN with fewer than six fields is completed with `*`, so `arn:aws:sqs` means every queue. A wildcard in a short ARN
 * may already match the colons that seem to be missing: the wildcard and everything after it become one `*`, which is never less than AWS's
 * interpretation.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function normaliseResource(resource: string): string {
  if (!isShortArn(resource)) return resource;
  const wildcard = resource.search(/[*?]/);
  return wildcard >= 0 ? `${resource.slice(0, wildcard)}*` : completed(resource);
}

/**
 * Whether AWS certainly takes everything of the target for a match of the resource. A Deny and a NotResource need this: what they spare is granted. Of
 * a short text, both readings must contain the target: as it is written, and with its missing fields; only a short ARN without a wildcard has one.
 */
export function surelyContains(resource: string, target: string): boolean {
  if (!isShortArn(resource)) return contains(resource, target);
  const isPlainArn = /^arn:[^*?]*$/.test(resource);
  return contains(completed(resource), target) && (isPlainArn || contains(resource, target));
}

function completed(resource: string): string {
  return resource + ':*'.repeat(fieldsOfArn - fieldsIn(resource));
}

/** Memoized, because a policy can have thousands of resources that are compared many times. */
function fieldsIn(resource: string): number {
  let fields = 1;
  for (let at = resource.indexOf(':'); at >= 0; at = resource.indexOf(':', at + 1)) fields++;
  return fields;
}
