import type { Condition, Principal } from '../../iam';
import { attribute, isObject, nestedBlocks, textOf, textsOf, Unknown, type Resource, type Value } from '../../model';
import type { GrantType } from '../resource-types/policies';
import { aclGrants } from './acl';
import { isByDefault } from './defaults';
import { documentOfGrants, type Granted, type GrantWithoutDocument } from './statements';

/** Reads a resource that grants by its arguments as the statements that would grant the same. */
export function grantsWithoutDocument(resource: Resource, type: GrantType): GrantWithoutDocument[] {
  if (type.actions === 'bucket-acl') return aclGrants(resource);
  return type.principals.flatMap((name): GrantWithoutDocument[] => {
    const value = attribute(resource.values, name);
    if (value === undefined || value === null || value === '' || isByDefault(resource, name, value)) return [];
    const actions = actionsOf(resource, type.actions, name);
    if (typeof actions === 'string') return [{ attribute: name, problem: actions }];
    const conditions = type.actions === 'kms-grant' ? [] : conditionsOf(resource);
    const statements = type.actions === 'kms-grant' ? kmsStatements(resource, actions) : [{ actions, conditions }];
    if (value instanceof Unknown)
      return [{ attribute: name, unknownPrincipal: value, document: documentOfGrants(statements, []) }];
    if (typeof value !== 'string') return [{ attribute: name, problem: `${name} is not a text` }];
    return [{ attribute: name, document: documentOfGrants(statements, [principalOf(value)]) }];
  });
}

/**
 * A host name identifies a service, although a role's name can also end like one; everything else is read like an AWS principal of a
 * policy.
 */
function principalOf(value: string): Principal {
  return { type: /^[^:/]+\.amazonaws\.com(?:\.cn)?$/.test(value) ? 'Service' : 'AWS', value };
}

/** The actions, or the reason why they are not known. */
function actionsOf(resource: Resource, how: GrantType['actions'], principal: string): readonly string[] | string {
  if (how === 'bucket-acl') return [];
  if (how === 'kms-grant') {
    if (principal === 'retiring_principal') return ['kms:RetireGrant'];
    return named(attribute(resource.values, 'operations'), 'operations', 'kms');
  }
  if ('always' in how) return how.always;
  const value = attribute(resource.values, how.argument);
  if ((value === undefined || value === null) && how.otherwise !== undefined) return [how.otherwise];
  return named(value, how.argument, how.service);
}

function named(value: Value | undefined, name: string, service: string): readonly string[] | string {
  const texts = typeof value === 'string' ? [value] : textsOf({ [name]: value ?? null }, name);
  if (texts instanceof Unknown) return `${name} is not known: ${texts.reason}`;
  if (texts === undefined || texts.length === 0) return `${name} is missing`;
  return texts.map((text) => (text.includes(':') ? text : `${service}:${text}`));
}

/** The conditions in the permission of a function or an event bus. */
function conditionsOf({ type, values }: Resource): Condition[] {
  if (type === 'aws_lambda_permission') {
    return [
      ...condition('ArnLike', 'aws:SourceArn', textOf(values, 'source_arn')),
      ...condition('StringEquals', 'aws:SourceAccount', textOf(values, 'source_account')),
      ...condition('StringEquals', 'aws:PrincipalOrgID', textOf(values, 'principal_org_id')),
    ];
  }
  if (type !== 'aws_cloudwatch_event_permission') return [];
  return nestedBlocks(values, 'condition').flatMap((block) => {
    const [operator, key] = block instanceof Unknown ? [] : [textOf(block, 'type'), textOf(block, 'key')];
    if (block instanceof Unknown || typeof operator !== 'string' || typeof key !== 'string') return [];
    return condition(operator, key, textOf(block, 'value'));
  });
}

function condition(operator: string, key: string, value: string | Unknown | undefined): Condition[] {
  return typeof value === 'string' && value !== '' ? [{ operator, key, values: [value] }] : [];
}

/** Operations that KMS checks against the encryption context of a grant; it ignores the constraint for all others. */
const withEncryptionContext =
  /^kms:(?:Encrypt|Decrypt|ReEncryptFrom|ReEncryptTo|GenerateDataKey(?:Pair)?(?:WithoutPlaintext)?)$/;

/** https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html#grant-constraints */
function kmsStatements({ values }: Resource, actions: readonly string[]): Granted[] {
  const contexts = nestedBlocks(values, 'constraints').flatMap((block) =>
    block instanceof Unknown
      ? []
      : ['encryption_context_equals', 'encryption_context_subset'].map((name) => attribute(block, name)),
  );
  const pairs = contexts.flatMap((context) => (isObject(context) ? Object.entries(context) : []));
  const conditions = pairs.flatMap(([key, value]) =>
    condition('StringEquals', `kms:EncryptionContext:${key}`, typeof value === 'string' ? value : undefined),
  );
  const constrained = actions.filter((action) => withEncryptionContext.test(action));
  const others = actions.filter((action) => !withEncryptionContext.test(action));
  return [
    { actions: constrained, conditions },
    { actions: others, conditions: [] },
  ].filter((granted) => granted.actions.length > 0);
}
