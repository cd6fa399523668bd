import { isArray, isObject as isJsonObject, JsonSyntaxError, parseJson, type Json } from '../../json';
import { attribute, isList, isObject, Unknown, type Resource, type Value } from '../../model';

/**
 * Whether an instance uses an argument (or a part of one, such as `details.policy`) in a way that may grant something. AWS computes an
 * argument that is not written, so it is unknown until the apply.
 */
export function isUsed({ values, configured }: Resource, path: string): boolean {
  const [name = path, part] = path.split('.');
  const value = attribute(values, name);
  if (value instanceof Unknown && configured !== undefined && !configured.has(name)) return false;
  if (part === undefined) return !isEmpty(value) && !grantsNothing(name, value);
  return partsOf(value, part).some((found) => !isEmpty(found) && !grantsNothing(part, found));
}

/** Null or empty. */
export function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (isList(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Every value with that name inside a value, and every unknown block, because it may contain one. */
function partsOf(value: Value | undefined, name: string): Value[] {
  if (value instanceof Unknown) return [value];
  if (isList(value)) return value.flatMap((item) => partsOf(item, name));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === name) return [inner];
    return inner instanceof Unknown ? [] : partsOf(inner, name);
  });
}

/** Harmless values of arguments that can grant. */
function grantsNothing(name: string, value: Value | undefined): boolean {
  if (value === false) return true;
  if (/(?:^|_)acl(?:_|$)/.test(name)) return typeof value === 'string' && ownersAcls.has(aclName(value));
  if (name === 'authorization_type') return value === 'AWS_IAM';
  if (name === 'body') return typeof value === 'string' && hasNoApiPolicy(value);
  if (name === 'create_table_default_permission') return leavesItToIam(value);
  return false;
}

/**
 * Whether an OpenAPI document has no resource policy. Only JSON can show that: YAML can write a name in many ways and is not parsed here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/openapi-extensions-policy.html
 */
function hasNoApiPolicy(text: string): boolean {
  try {
    return !namesIn(parseJson(text)).some((name) => /amazon-apigateway-policy/i.test(name));
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}

/** The names of all members, at any depth. */
function namesIn(value: Json): string[] {
  if (isArray(value)) return value.flatMap(namesIn);
  return isJsonObject(value) ? Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]) : [];
}

/** Canned ACLs that name only the owner or a service. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const ownersAcls = new Set(['none', 'private', 'bucket-owner-read', 'bucket-owner-full-control', 'log-delivery-write']);

/** Services write the same names differently: `bucketOwnerFullControl`, `BUCKET_OWNER_FULL_CONTROL`. */
function aclName(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

/** Lake Formation's value for "only IAM decides". https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html */
function leavesItToIam(value: Value | undefined): boolean {
  const principals = partsOf(value, 'data_lake_principal_identifier');
  return principals.length > 0 && principals.every((principal) => principal === 'IAM_ALLOWED_PRINCIPALS');
}
