import { parseArn } from '../../iam';
import {
  type Provider,
  attribute,
  isObject,
  nestedBlocks,
  textOf,
  textsOf,
  Unknown,
  type ValueObject,
} from '../../model';

const credentials = ['access_key', 'secret_key', 'token'] as const;

/**
 * One configuration of the AWS provider, from its evaluated arguments. `allowed_account_ids` binds it to an account, because Terraform
 * refuses to work in any other; the role that it assumes is in an account as well.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
export function readProvider(key: string, values: ValueObject): Provider {
  return {
    key,
    region: textOf(values, 'region'),
    accountId: accountOf(values),
    remarks: [...literalCredentials(key, values), ...ownEndpoints(key, values)],
  };
}

function accountOf(values: ValueObject): Provider['accountId'] {
  const unproved = whyUnproved(values);
  if (unproved !== undefined) return new Unknown(unproved);
  const allowed = textsOf(values, 'allowed_account_ids');
  const only = allowed instanceof Unknown ? allowed : allowed?.length === 1 ? allowed[0] : undefined;
  return typeof only === 'string' ? only : (assumedAccount(values) ?? only);
}

/** Services that return the provider's account. */
const identityServices = ['sts', 'iam'];
/** Arguments that stop the provider from asking for its account, or from verifying the answer. */
const unprovingSwitches = ['skip_requesting_account_id', 'insecure'];

/** The reason why the provider may work in another account than the one it is bound to. */
function whyUnproved(values: ValueObject): string | undefined {
  // Such a block can be an endpoint, or one more role that is assumed.
  if (isSet(values, 'dynamic')) return 'the provider has dynamic blocks';
  const endpoints = nestedBlocks(values, 'endpoints');
  const isOwn = endpoints.some(
    (block) => block instanceof Unknown || identityServices.some((name) => isSet(block, name)),
  );
  if (isOwn) return 'the provider asks a custom endpoint for its account';
  const found = unprovingSwitches.find((name) => isOn(values, name));
  if (found !== undefined) return `the provider has \`${found}\`, so its account is not known`;
  return isSet(values, 'custom_ca_bundle') ? 'the provider trusts custom certificates' : undefined;
}

/** Roles are assumed one after the other, the one with a web identity first; the last one is effective. */
function assumedAccount(values: ValueObject): string | undefined {
  const last = [...nestedBlocks(values, 'assume_role_with_web_identity'), ...nestedBlocks(values, 'assume_role')].at(
    -1,
  );
  const arn = isObject(last) ? textOf(last, 'role_arn') : undefined;
  return typeof arn === 'string' ? parseArn(arn)?.accountId : undefined;
}

function isOn(values: ValueObject, name: string): boolean {
  const value = attribute(values, name) ?? false;
  return value !== false && value !== 'false';
}

/** Names the credentials and never shows them. */
function literalCredentials(key: string, values: ValueObject): string[] {
  const found = credentials.filter((name) => typeof attribute(values, name) === 'string');
  return found.length === 0
    ? []
    : [
        `the provider "${key}" has literal credentials (${found.join(', ')}): everyone who can read this input has them`,
      ];
}

function ownEndpoints(key: string, values: ValueObject): string[] {
  const services = nestedBlocks(values, 'endpoints').flatMap((block) =>
    block instanceof Unknown ? ['some service'] : Object.keys(block).filter((name) => isSet(block, name)),
  );
  return services.length === 0
    ? []
    : [`the provider "${key}" calls custom endpoints for ${services.join(', ')}, which may not be AWS`];
}

function isSet(block: ValueObject, name: string): boolean {
  const value = attribute(block, name);
  return value !== undefined && value !== null && value !== '';
}
