import { blockOf, modulesOf } from '../../model/address';
import {
  type Construct,
  type Model,
  type Resource,
  attribute,
  isList,
  isObject,
  Unknown,
  unknownsIn,
  type Value,
  type ValueObject,
} from '../../model';
import { agrees } from './agree';

/** Constructs that make a configuration more than its file shows, so that it is not reliable. */
const notWhole: ReadonlySet<Construct['kind']> = new Set(['sibling', 'repeated-key']);

/**
 * Fills the unknown values of a plan from its configuration: a plan shows no `dynamic` blocks and no `lifecycle`, and a value that is made
 * from anything unknown is wholly unknown in it. Known values of the plan stay unchanged. If the two contradict each other, the
 * configuration does not belong to the plan, and the result is undecided.
 */
export function withSource(plan: Model, source: Model): Model {
  if (plan.kind !== 'plan')
    return noted(plan, `${source.file} was not needed: ${plan.file} is not a plan with changes`);
  const gap = source.constructs.find(({ kind }) => notWhole.has(kind));
  if (gap !== undefined) return noted(plan, `${source.file} was not used: ${gap.description}`);
  const contradiction = contradictionOf(plan, source);
  if (contradiction !== undefined) {
    const description = `${source.file} is not the configuration of this plan: ${contradiction}`;
    return { ...plan, constructs: [...plan.constructs, { kind: 'source', description }] };
  }
  const written = new Map(source.resources.map((resource) => [resource.address, resource]));
  const resources = plan.resources.map((resource) => filled(resource, written.get(resource.address)));
  return {
    ...plan,
    resources,
    constructs: [...plan.constructs, ...shownBySource({ ...plan, resources }, source)],
    premises: [
      ...(plan.premises ?? []),
      `The plan was made from ${source.file}: all values that both show are equal, but a plan does not show everything, for example local values.`,
    ],
    notes: [
      ...plan.notes,
      `unknown values of the plan were looked up in ${source.file}`,
      ...source.constructs
        .filter(({ kind }) => kind === 'ignore-changes')
        .map(({ address = '' }) => `${address} ignores changes: the values that the plan keeps are judged`),
    ],
  };
}

function noted(plan: Model, note: string): Model {
  return { ...plan, notes: [...plan.notes, note] };
}

/** The configuration holds only the result of the apply. */
function isWritten({ mode, managed, remark, address }: Resource): boolean {
  return mode === 'managed' && managed && remark === undefined && modulesOf(address) === '';
}

/** The first contradiction between the two. */
function contradictionOf(plan: Model, source: Model): string | undefined {
  const planned = new Map(plan.resources.filter(isWritten).map((resource) => [resource.address, resource]));
  const written = source.resources.filter(isWritten);
  // The instances of a block are not always known there.
  const open = new Set(written.filter(({ address }) => /\[(?:each|count)\]$/.test(address)).map(blockOf));
  const addresses = new Set(written.map(({ address }) => address));
  const isComplete = !plan.constructs.some(({ kind }) => kind === 'not-whole');
  for (const resource of planned.values()) {
    if (!addresses.has(resource.address) && !open.has(blockOf(resource))) return `it has no ${resource.address}`;
  }
  const ignoring = new Set(
    source.constructs.flatMap(({ kind, address = '' }) => (kind === 'ignore-changes' ? [address] : [])),
  );
  for (const resource of written) {
    const other = planned.get(resource.address);
    if (other === undefined && isComplete && !open.has(blockOf(resource))) return `the plan has no ${resource.address}`;
    if (other === undefined || ignoring.has(blockOf(resource)) || !isCompared(resource)) continue;
    const name = Object.keys(resource.values).find(
      (one) => !agrees(attribute(other.values, one), attribute(resource.values, one)),
    );
    if (name !== undefined) return `${name} of ${resource.address} differs`;
    const literal = Object.keys(resource.values).find(
      (one) => resource.literal?.has(one) === true && isUnknownIn(other, one),
    );
    if (literal !== undefined)
      return `${literal} of ${resource.address} has only literal values there, and the plan would know them`;
  }
  return otherText([...planned.values()], written) ?? otherProvider(plan, source);
}

function isUnknownIn({ values }: Resource, name: string): boolean {
  const value = attribute(values, name);
  return value !== undefined && unknownsIn(value).length > 0;
}

/** Compares the expressions that a plan shows, including those of unknown values. All instances of a block share them. */
function otherText(planned: readonly Resource[], written: readonly Resource[]): string | undefined {
  const shown = new Map(planned.map((resource) => [blockOf(resource), resource.configured]));
  const blocks = new Map(written.map((resource) => [blockOf(resource), resource.written]));
  for (const [block, body] of blocks) {
    const name = body && shown.get(block)?.differing?.(body);
    if (name !== undefined) return `${name} of ${block} differs`;
  }
  return undefined;
}

/** Types whose attributes are kept as written; others are hashed or normalised. */
function isCompared({ type }: Resource): boolean {
  return /^aws_(?:iam|sfn|scheduler)_/.test(type);
}

function otherProvider(plan: Model, source: Model): string | undefined {
  for (const { key, accountId, region } of source.providers) {
    const other = plan.providers.find((provider) => provider.key === key);
    if (other === undefined) continue;
    if (!agrees(other.accountId, accountId)) return `the provider "${key}" is bound to a different account`;
    if (!agrees(other.region, region)) return `the provider "${key}" is in a different region`;
  }
  return undefined;
}

function filled(resource: Resource, written: Resource | undefined): Resource {
  // A value that was not compared may belong to another configuration.
  const isSure = isCompared(resource) || resource.configured !== undefined;
  if (written === undefined || !isWritten(resource) || !isSure) return resource;
  const names = Object.keys(written.values);
  const known = names.flatMap((name): [string, Value][] => {
    const value = attribute(resource.values, name);
    const other = attribute(written.values, name);
    if (value === undefined || other === undefined || unknownsIn(value).length === 0) return [];
    return [[name, fill(value, other)]];
  });
  return {
    ...resource,
    values: { ...resource.values, ...Object.fromEntries(known) },
    sensitive: new Set([...resource.sensitive, ...written.sensitive]),
    configured: withNames(resource.configured, names),
  };
}

function withNames(configured: Resource['configured'], names: readonly string[]): Resource['configured'] {
  const more = new Set(names);
  return configured === undefined ? undefined : { has: (name) => configured.has(name) || more.has(name) };
}

/** Keeps the known parts of a value and fills the others from the configuration. */
function fill(value: Value, written: Value): Value {
  if (value instanceof Unknown)
    return written instanceof Unknown ? new Unknown(value.reason, value.references, written.origin) : written;
  const [item] = isList(value) ? value : [];
  if (isList(value) && value.length === 1 && item !== undefined) {
    const [other, ...more] = isList(written) ? written : [written];
    return other === undefined || more.length > 0 ? value : [fill(item, other)];
  }
  if (isObject(value) && isObject(written)) return filledMembers(value, written);
  return value;
}

function filledMembers(value: ValueObject, written: ValueObject): ValueObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const other = attribute(written, name);
      return [name, other === undefined ? item : fill(item, other)] as const;
    }),
  );
}

/** Provisioners and blocks that only the configuration shows. */
function shownBySource(plan: Model, source: Model): Construct[] {
  const shown = new Set(plan.constructs.map(({ kind, address }) => `${kind} ${address ?? ''}`));
  const isOpen = (block: string): boolean =>
    plan.resources.some(
      (resource) => isWritten(resource) && blockOf(resource) === block && unknownsIn(resource.values).length > 0,
    );
  return source.constructs.flatMap(({ kind, description, address = '' }): Construct[] => {
    const isMore =
      (kind === 'provisioner' && !shown.has(`${kind} ${address}`)) || (kind === 'dynamic' && isOpen(address));
    return isMore ? [{ kind, description: `${source.file}: ${description}`, address }] : [];
  });
}
