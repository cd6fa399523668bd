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
  const allowed = textsOf(values, 'allowed_account_ids');
  const only = allowed instanceof Unknown ? allowed : allowed?.length === 1 ? allowed[0] : undefined;
  return {
    key,
    region: textOf(values, 'region'),
    accountId: typeof only === 'string' ? only : (assumedAccount(values) ?? only),
    remarks: [...literalCredentials(key, values), ...ownEndpoints(key, values)],
  };
}

/** Roles are assumed one after the other, the one by a web identity first, and the last is the one that works. */
function assumedAccount(values: ValueObject): string | undefined {
  const last = [...nestedBlocks(values, 'assume_role_with_web_identity'), ...nestedBlocks(values, 'assume_role')].at(
    -1,
  );
  const arn = isObject(last) ? textOf(last, 'role_arn') : undefined;
  return typeof arn === 'string' ? parseArn(arn)?.accountId : undefined;
}

/** Names what is there and never shows it. */
function literalCredentials(key: string, values: ValueObject): string[] {
  const found = credentials.filter((name) => typeof attribute(values, name) === 'string');
  return found.length === 0
    ? []
    : [`the provider "${key}" has literal credentials (${found.join(', ')}): whoever reads this input has them`];
}

function ownEndpoints(key: string, values: ValueObject): string[] {
  const services = nestedBlocks(values, 'endpoints').flatMap((block) =>
    block instanceof Unknown ? ['some service'] : Object.keys(block).filter((name) => isSet(block, name)),
  );
  return services.length === 0
    ? []
    : [`the provider "${key}" calls endpoints of its own for ${services.join(', ')}: what is there need not be AWS`];
}

function isSet(block: ValueObject, name: string): boolean {
  const value = attribute(block, name);
  return value !== undefined && value !== null && value !== '';
}
