import { overlaps, parseOperator, type Principal, type Statement } from '../../iam';
import { textOf, type Model } from '../../model';
import type { JudgedRole } from '../context';
import { overlapsArn } from '../identities/arn-overlap';
import { mayBeOn, namesAction } from '../identities/statements';
import { resourcePoliciesOf, type ResourcePolicySource } from '../resource-policies/sources';
import { readSecret, type KeyTarget } from './key-targets';
import type { KeyReader } from './reader';

/** A reader that the policy of a secret allows. */
interface NamedBySecret {
  readonly source: ResourcePolicySource;
  readonly reader: KeyReader;
  readonly targets: readonly KeyTarget[];
}

/** The reason why the readers in the policy of a secret are not known. */
interface SecretQuestion {
  readonly source: ResourcePolicySource;
  readonly problem: string;
}

/**
 * The readers that the policies of the secrets allow. In one account they need no other right.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
 */
export function namedBySecrets(
  model: Model,
  role: JudgedRole,
  targets: readonly KeyTarget[],
): { readonly named: readonly NamedBySecret[]; readonly questions: readonly SecretQuestion[] } {
  const secrets = targets.filter(({ action }) => action === readSecret);
  const sources = resourcePoliciesOf(model).flatMap((source) => {
    if (!source.resource.type.startsWith('aws_secretsmanager_secret')) return [];
    const own = secrets.filter(({ resource }) => mayBeOf(model, source, resource));
    return own.length === 0 ? [] : [{ source, own }];
  });
  return {
    named: sources.flatMap(({ source, own }) =>
      (source.document?.statements ?? []).flatMap((statement): NamedBySecret[] => {
        const read = own.filter(({ resource }) => mayBeOn(statement, resource));
        if (statement.effect === 'Deny' || !namesAction(statement, readSecret) || read.length === 0) return [];
        return readersIn(statement, role).map((reader) => ({ source, reader, targets: read }));
      }),
    ),
    questions: sources.flatMap(({ source }) =>
      source.document === undefined ? [{ source, problem: source.problem ?? 'it cannot be read' }] : [],
    ),
  };
}

/** Whether a policy can belong to a secret: by the ARN of the secret, or by its name. */
function mayBeOf({ resources }: Model, { owner }: ResourcePolicySource, secret: string): boolean {
  if (owner.arn !== undefined) return overlapsArn(owner.arn, secret);
  const resource = resources.find(({ address }) => address === owner.addresses.at(-1));
  const name = resource === undefined ? undefined : textOf(resource.values, 'name');
  if (typeof name !== 'string') return true;
  return overlaps(secret.split(':').slice(5).join(':'), `secret:${name}-??????`);
}

function readersIn({ principal, conditions }: Statement, role: JudgedRole): KeyReader[] {
  if (principal === undefined) return [];
  if (principal.negated) return [{ kind: 'everybody' }];
  return principal.principals.flatMap((one): KeyReader[] => {
    if (one.value !== '*') return readerOf(one, role);
    const arns = conditions.flatMap(({ key, operator, values }) =>
      key.toLowerCase() === 'aws:principalarn' && isPositive(operator) ? values : [],
    );
    if (arns.length === 0) return [{ kind: 'everybody' }];
    return arns.flatMap((value) => readerOf({ type: 'AWS', value }, role));
  });
}

function isPositive(operator: string): boolean {
  const { comparison, ifExists, set } = parseOperator(operator) ?? {};
  const positive = ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];
  return comparison !== undefined && positive.includes(comparison) && ifExists === false && set !== 'ForAllValues';
}

/** The account itself delegates to its policies; another rule judges the role itself. */
function readerOf({ type, value }: Principal, { place, roleArn, roleName }: JudgedRole): KeyReader[] {
  if (type === 'Service') return [{ kind: 'principal', type: 'service', value }];
  if (value === roleArn || sessionOf(value) === roleName) return [];
  const account = /^\d{12}$/.test(value) ? value : /^arn:[\w-]+:iam::(\d{12}):root$/.exec(value)?.[1];
  if (account === undefined) return [{ kind: 'principal', type: 'arn', value: roleOfSession(value) }];
  if (account === place.accountId) return [];
  return [{ kind: 'principal', type: 'arn', value: `arn:${place.partition}:iam::${account}:root` }];
}

function sessionOf(arn: string): string | undefined {
  return /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}

/** A session counts as its role. */
function roleOfSession(arn: string): string {
  return arn.replace(/^(arn:[\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3');
}
