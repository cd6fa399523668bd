import { attribute, isList, textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { roleNameOf } from '../naming/identity-names';
import { referredTo } from '../naming/ownership';

export type IdentityKind = 'role' | 'user' | 'group';

/** An identity that an argument names: by its name, or by a reference to a resource whose name is not known yet. */
export interface Holder {
  /** The key, equal for all arguments that name the same identity. IAM names ignore case. */
  readonly key: string;
  readonly name: string | undefined;
  /** True if a reference leads to one of several instances, and this is one of them. */
  readonly isSure: boolean;
}

/** The identities of one kind that an argument names. */
export interface Holders {
  readonly kind: IdentityKind;
  readonly named: readonly Holder[];
  /** The reason why the argument may name others too; undefined if the list is complete. */
  readonly others: Unknown | undefined;
}

/** Arguments that list identities; an absent one lists none. */
const lists: ReadonlySet<string> = new Set(['users', 'groups', 'roles']);

/** The identities that an argument names: one, or a list. */
export function holdersIn(model: Model, resource: Resource, argument: string, kind: IdentityKind): Holders {
  const value = attribute(resource.values, argument) ?? null;
  const items = isList(value) ? value : value === null && lists.has(argument) ? [] : [value];
  const found = items.map((one) => namedBy(model, one, { resource, argument, kind }));
  return {
    kind,
    named: found.flatMap(({ named }) => named),
    others: found.find(({ others }) => others !== undefined)?.others,
  };
}

/** The identity that a resource creates. */
export function holderOf(resource: Resource, kind: IdentityKind, isSure = true): Holder {
  const name = textOf(resource.values, 'name');
  return typeof name === 'string'
    ? { ...holderNamed(kind, name), isSure }
    : { key: `${kind} at ${resource.address}`, name: undefined, isSure };
}

/** The identity of this name. */
export function holderNamed(kind: IdentityKind, name: string): Holder {
  return { key: `${kind} ${name.toLowerCase()}`, name, isSure: true };
}

interface Naming {
  readonly resource: Resource;
  readonly argument: string;
  readonly kind: IdentityKind;
}

function namedBy(model: Model, value: Value, { resource, argument, kind }: Naming): Omit<Holders, 'kind'> {
  if (typeof value === 'string') return { named: [holderNamed(kind, roleNameOf(value))], others: undefined };
  const unknown = value instanceof Unknown ? value : new Unknown('it is not a name');
  const referred = referredTo(model, unknown, { resource, attribute: argument }, `aws_iam_${kind}`) ?? [];
  const isSure = referred.length === 1;
  return {
    named: referred.map((one) => holderOf(one, kind, isSure)),
    others: referred.length === 0 ? unknown : undefined,
  };
}
