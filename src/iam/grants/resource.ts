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
  if (wildcard >= 0) return `${resource.slice(0, wildcard)}*`;
  return resource + ':*'.repeat(fieldsOfArn - fieldsIn(resource));
}

/** Memoized, because a policy can have thousands of resources that are compared many times. */
function fieldsIn(resource: string): number {
  let fields = 1;
  for (let at = resource.indexOf(':'); at >= 0; at = resource.indexOf(':', at + 1)) fields++;
  return fields;
}
