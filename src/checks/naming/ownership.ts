import { textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { destinationOf, resourcesLedTo, type Destination, type Sought } from './destination';
import type { Elsewhere } from '../contract/contract';
import { isAssumedElsewhere } from './elsewhere';
import { isSameName, roleNameOf, sameAccount, type Certainty } from './identity-names';

/** An attribute of a resource that can name a role (or a user, or a group). */
interface NamingAttribute {
  readonly resource: Resource;
  readonly attribute: string;
}

/** The identity that may be named, and the unknown values that a contract declares to lead elsewhere. */
export type NamedIdentity = Sought & { readonly elsewhere?: readonly Elsewhere[] };

/** Whether an attribute names an identity. If its value is not known, its destination can still decide. */
export function names(model: Model, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  return valueNames(model, textOf(naming.resource.values, naming.attribute) ?? null, naming, identity);
}

/** The same for one value of a list of names. */
export function valueNames(model: Model, value: Value, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  const named = isNamed(model, value, naming, identity);
  const { owner } = identity;
  const together = owner === undefined || named === 'no' ? 'yes' : sameAccount(model, naming.resource, owner);
  return together === 'yes' ? named : together;
}

const certainty: { readonly [destination in Destination]: Certainty } = {
  itself: 'yes',
  elsewhere: 'no',
  open: 'maybe',
};

function isNamed(model: Model, value: Value, naming: NamingAttribute, identity: NamedIdentity): Certainty {
  if (typeof value === 'string') return isSameName(roleNameOf(value), identity.name) ? 'yes' : 'no';
  // The arguments that name an identity are required: the provider fills in none of them.
  if (!(value instanceof Unknown) || value.origin.kind === 'computed') return 'maybe';
  const { resource, attribute } = naming;
  const found = certainty[destinationOf(model, resource, value, identity)];
  return found === 'maybe' && isAssumedElsewhere(identity.elsewhere ?? [], resource, attribute) ? 'no' : found;
}

/**
 * The resources of one type that an unknown value is made from, if it is made from nothing else. A plan of native configuration shows only the names
 * that an expression mentions; that the expression is only a reference is an assumption, and printed with the others.
 */
export function referredTo(
  model: Model,
  unknown: Unknown,
  { resource }: NamingAttribute,
  type: string,
): readonly Resource[] | undefined {
  return model.leadOf === undefined ? undefined : resourcesLedTo(model.leadOf(resource, unknown), type);
}
