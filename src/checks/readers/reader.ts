import { matches, parseArn } from '../../iam';
import { textOf, type Model, type Resource } from '../../model';
import { addressMatches, type JudgedRole } from '../context';
import type { Reader } from '../contract/contract';
import type { Identity } from '../identities/identities';

/** A reader of keys, in the form that a contract can name. */
export type KeyReader =
  | { readonly kind: 'identity'; readonly identity: Identity }
  /** Everyone with the rights of a resource: a policy, or an identity that is not known before the apply. */
  | { readonly kind: 'whoever'; readonly noun: string; readonly resource: Resource }
  /** A principal in the policy of a secret. */
  | { readonly kind: 'principal'; readonly type: 'arn' | 'service'; readonly value: string }
  | { readonly kind: 'everybody' };

/** The name in reports, such as: role "oncall". */
export function readerInWords(reader: KeyReader): string {
  switch (reader.kind) {
    case 'identity': {
      const { kind, name, resources } = reader.identity;
      return name === undefined ? `the ${kind} at ${resources[0]?.address ?? ''}` : `${kind} "${name}"`;
    }
    case 'whoever':
      return reader.noun;
    case 'principal':
      return reader.type === 'service' ? `the service ${reader.value}` : reader.value;
    case 'everybody':
      return 'everybody';
  }
}

/** The name of a reader in a line of a contract; undefined if a contract cannot name it. */
export function lineNaming(model: Model, reader: KeyReader, role: JudgedRole): object | undefined {
  switch (reader.kind) {
    case 'identity': {
      const first = arnsOf(model, reader.identity, role)[0]?.replace(`/${anyPath}/`, '/');
      const [resource] = reader.identity.resources;
      if (first !== undefined && !/[*?]/.test(first)) return { arn: first };
      return resource === undefined ? undefined : { address: resource.address };
    }
    case 'whoever':
      return { address: reader.resource.address };
    case 'principal':
      return reader.type === 'service' ? { service: reader.value } : { arn: reader.value };
    case 'everybody':
      return undefined;
  }
}

/** Whether a line of a contract names a reader. */
export function isNamedBy(model: Model, { who }: Reader, reader: KeyReader, role: JudgedRole): boolean {
  switch (reader.kind) {
    case 'identity': {
      const { resources } = reader.identity;
      if (who.kind === 'address')
        return resources.length > 0 && resources.every(({ address }) => addressMatches(who.pattern, address));
      const arns = arnsOf(model, reader.identity, role);
      return who.kind === 'arn' && arns.length > 0 && arns.every((arn) => isArn(who.pattern, arn));
    }
    case 'whoever':
      return who.kind === 'address' && addressMatches(who.pattern, reader.resource.address);
    case 'principal':
      return who.kind === reader.type && isArn(who.pattern, reader.value);
    case 'everybody':
      return false;
  }
}

/** The placeholder for an unknown path in an ARN. */
const anyPath = '**';

/** IAM names ignore case. For an identity with an unknown path, the line must contain the literal name. */
function isArn(pattern: string, arn: string): boolean {
  const [one, other] = [pattern.toLowerCase(), arn.toLowerCase()];
  const unknown = `/${anyPath}/`;
  if (!other.includes(unknown)) return matches(one, other);
  const [start = '', name = ''] = other.split(unknown);
  return !/[*?]/.test(one) && one.startsWith(`${start}/`) && one.split('/').at(-1) === name;
}

/** The ARNs of an identity. */
function arnsOf({ providers }: Model, { kind, name, resources }: Identity, { place }: JudgedRole): readonly string[] {
  const arnOf = (path: string, own: string, account = place.accountId): string =>
    `arn:${place.partition}:iam::${account || '*'}:${kind}${path}${own}`;
  if (resources.length === 0) return name === undefined ? [] : [arnOf(`/${anyPath}/`, name)];
  return resources.map(({ values, providerKey }) => {
    const arn = textOf(values, 'arn');
    if (typeof arn === 'string' && parseArn(arn) !== undefined) return arn;
    const [path, own] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
    const account = providers.find(({ key }) => key === providerKey)?.accountId;
    return arnOf(
      typeof path === 'string' ? path : `/${anyPath}/`,
      typeof own === 'string' ? own : '*',
      typeof account === 'string' ? account : undefined,
    );
  });
}
