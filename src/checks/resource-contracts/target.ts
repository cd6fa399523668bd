import { parseArn } from '../../iam';
import { textOf, Unknown, type Lead, type Model, type Resource } from '../../model';
import { isAssumedElsewhere } from '../naming/elsewhere';
import type { Certainty } from '../naming/identity-names';
import { once } from '../../once';
import type { JudgedResource } from '../context';
import { grantTypes, resourcePolicyTypes } from '../resource-types/policies';
import { replicaTypes, subjectTypeOf } from './types';

/** The argument by which a policy or a grant names its key, topic, queue, secret or bus. */
export function argumentThatNames(type: string): string | undefined {
  if (replicaTypes.includes(type)) return 'primary_key_arn';
  if (Object.hasOwn(resourcePolicyTypes, type)) return resourcePolicyTypes[type]?.of;
  return Object.hasOwn(grantTypes, type) ? grantTypes[type]?.of : undefined;
}

/** Whether a policy or a grant is for the subject of a contract. It is for another resource only if that is proved. */
export function isFor(model: Model, { resource: subject, contract }: JudgedResource, other: Resource): Certainty {
  if (other === subject) return 'yes';
  const type = subjectTypeOf(subject.type) ?? '';
  if (other.type === type) return 'no';
  const argument = argumentThatNames(other.type);
  if (argument === undefined) return 'maybe';
  const [own, others] = [targetOf(model, subject, type), targetOf(model, other, type)];
  const found = isSameTarget(own, others);
  return found === 'maybe' && isAssumedElsewhere(contract.elsewhere, other, argument) ? 'no' : found;
}

/** The key, topic, queue, secret or bus that a resource is, or belongs to, as far as the input shows it. */
type Target =
  | { readonly kind: 'resources'; readonly resources: readonly Resource[] }
  /** A resource that is not in the input, by its id, name or ARN. */
  | { readonly kind: 'named'; readonly text: string }
  | { readonly kind: 'unknown' };

function targetOf(model: Model, resource: Resource, type: string): Target {
  if (resource.type === type) return { kind: 'resources', resources: [resource] };
  const argument = argumentThatNames(resource.type) ?? '';
  const value = textOf(resource.values, argument);
  return value === undefined ? { kind: 'unknown' } : targetOfValue(model, resource, value, type);
}

function targetOfValue(model: Model, resource: Resource, value: string | Unknown, type: string): Target {
  if (!(value instanceof Unknown)) return targetOfText(model, value, type);
  return model.leadOf === undefined ? { kind: 'unknown' } : targetOfLead(model, model.leadOf(resource, value), type);
}

/** The resources of one type that a value of a resource can mean; undefined if it can mean another one. */
export function resourcesMeant(
  model: Model,
  resource: Resource,
  value: string | Unknown,
  type: string,
): readonly Resource[] | undefined {
  const target = targetOfValue(model, resource, value, type);
  return target.kind === 'resources' ? target.resources : undefined;
}

function targetOfText(model: Model, value: string, type: string): Target {
  const resources = (identified(model).get(value) ?? []).filter((one) => one.type === type);
  return resources.length === 0 ? { kind: 'named', text: value } : { kind: 'resources', resources };
}

/** Follows a reference; one that shows only what it is made from can mean each of these. */
function targetOfLead(model: Model, lead: Lead, type: string): Target {
  switch (lead.kind) {
    case 'known':
      return typeof lead.value === 'string' ? targetOfText(model, lead.value, type) : { kind: 'unknown' };
    case 'attribute': {
      const { resource, name } = lead;
      const isOne = resource.type === type && resource.mode === 'managed';
      return isOne && (name === undefined || identifying.includes(name))
        ? { kind: 'resources', resources: [resource] }
        : { kind: 'unknown' };
    }
    case 'one-of': {
      const found = lead.leads.map((one) => targetOfLead(model, one, type));
      const resources = new Set(found.flatMap((one) => (one.kind === 'resources' ? one.resources : [])));
      const isWhole = found.length > 0 && found.every(({ kind }) => kind === 'resources');
      return isWhole ? { kind: 'resources', resources: [...resources] } : { kind: 'unknown' };
    }
    default:
      return { kind: 'unknown' };
  }
}

/** Attributes that name a resource, alone. */
const identifying = ['arn', 'id', 'key_id', 'url', 'name'];

const identified = once((model: Model): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const resource of model.resources) {
    if (resource.mode === 'data' || subjectTypeOf(resource.type) !== resource.type) continue;
    const names = identifying.map((attribute) => textOf(resource.values, attribute));
    for (const name of new Set(names)) {
      if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), resource]);
    }
  }
  return found;
});

function isSameTarget(own: Target, other: Target): Certainty {
  if (own.kind === 'unknown' || other.kind === 'unknown') return 'maybe';
  if (own.kind === 'named') return other.kind === 'named' ? isSameText(own.text, other.text) : isNamed(other, own.text);
  return other.kind === 'named' ? isNamed(own, other.text) : areSame(own.resources, other.resources);
}

/** Several resources are those that one expression may mean. */
function areSame(own: readonly Resource[], others: readonly Resource[]): Certainty {
  const common = others.filter((one) => own.some(({ address }) => address === one.address));
  if (common.length === 0) return 'no';
  return own.length === 1 && others.length === 1 ? 'yes' : 'maybe';
}

function isSameText(one: string, other: string): Certainty {
  if (one === other) return 'yes';
  return lastPart(one) === lastPart(other) ? 'maybe' : 'no';
}

/**
 * Whether a text that names no resource of the input can name one of these. A name is part of the URL of a queue and of the ARN of a topic, a
 * secret or a bus. AWS chooses the id of a key, so an input that does not show it proves nothing.
 */
function isNamed({ resources }: { readonly resources: readonly Resource[] }, text: string): Certainty {
  const canBe = resources.some((resource) => {
    const name = textOf(resource.values, 'name');
    if (resource.type === 'aws_kms_key') return typeof textOf(resource.values, 'key_id') !== 'string';
    return typeof name !== 'string' || isNameIn(name, lastPart(text));
  });
  return canBe ? 'maybe' : 'no';
}

/** The ARN of a secret has a hyphen and six characters after its name. */
function isNameIn(name: string, part: string): boolean {
  return part === name || part.endsWith(name) || part.replace(/-[A-Za-z0-9]{6}$/, '').endsWith(name);
}

/** The name or the id at the end of an ARN or a URL. */
function lastPart(text: string): string {
  const resource = parseArn(text)?.resource;
  if (resource !== undefined) return resource.replace(/^(?:secret:|event-bus\/|key\/)/, '');
  return text.startsWith('https:') ? (text.split('/').at(-1) ?? text) : text;
}
