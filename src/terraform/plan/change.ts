import { blockOf } from '../../model/address';
import {
  type Construct,
  resourceFrom,
  type Resource,
  attribute,
  isList,
  isObject,
  outlivesItsDestroy,
  plainText,
  textOf,
  type Value,
  type ValueObject,
} from '../../model';
import {
  configurationKey,
  onlyProviderKey,
  type ConfiguredResource,
  type PlanConfiguration,
} from '../planned-configuration/configuration';
import { planConstruct } from './completeness';
import { attributesOf, isMarked, sensitiveAttributes } from './unknown-values';

interface Side {
  readonly after?: true;
  readonly before?: 'kept' | 'overlapping';
}

/** The sides of a change that exist after the apply, by its actions joined with a comma. */
const sides: { readonly [actions: string]: Side } = {
  'no-op': { after: true },
  create: { after: true },
  read: { after: true },
  update: { after: true },
  'delete,create': { after: true },
  'create,delete': { after: true, before: 'overlapping' },
  delete: {},
  forget: { before: 'kept' },
  'create,forget': { after: true, before: 'kept' },
};

/** Actions that change or destroy what exists in AWS. */
const untilApplied = new Set(['update', 'delete', 'delete,create', 'create,delete']);

/** One change of a plan, parsed. */
export interface PlanEntry {
  readonly key: string;
  readonly resources: readonly Resource[];
  /** The resource in AWS until the apply, if it differs. */
  readonly before: Resource | undefined;
  readonly constructs: readonly Construct[];
  readonly isData: boolean;
  /** The result of the apply is not completely known. */
  readonly isOpen: boolean;
  /** The type, if the change only destroys the resource. */
  readonly destroyed: string | undefined;
  readonly name: string | undefined;
  readonly note: string | undefined;
}

/** https://developer.hashicorp.com/terraform/internals/json-format#change-representation */
export function readChange(entry: Value, pointer: string, configuration: PlanConfiguration): PlanEntry {
  const change = isObject(entry) ? attribute(entry, 'change') : undefined;
  const type = isObject(entry) ? textOf(entry, 'type') : undefined;
  if (!isObject(entry) || !isObject(change) || typeof type !== 'string') return notUnderstood(pointer);
  const actions = attribute(change, 'actions');
  const action = isList(actions) ? actions.map(String).join(',') : '';
  const address = plainText(entry, 'address');
  const deposed = attribute(entry, 'deposed') !== undefined;
  const changed: Changed = { entry, change, type, address, action, pointer, configuration };
  const before = attribute(change, 'before');
  const name = isObject(before) ? textOf(before, 'name') : undefined;
  return {
    key: address,
    resources: resourcesOf(changed, deposed),
    before:
      untilApplied.has(action) && !deposed
        ? toResource(changed, { managed: true, remark: undefined, before: true })
        : undefined,
    constructs: constructsOf(changed),
    isData: attribute(entry, 'mode') === 'data',
    isOpen: isMarked(attribute(change, 'after_unknown')),
    destroyed: action === 'delete' ? type : undefined,
    name: typeof name === 'string' ? name : undefined,
    note: action === 'update' ? `${address} is updated: the present version stays in AWS until the apply` : undefined,
  };
}

function notUnderstood(pointer: string): PlanEntry {
  return {
    key: pointer,
    resources: [],
    before: undefined,
    constructs: [planConstruct('the plan has a change that is not understood', pointer)],
    isData: false,
    isOpen: false,
    destroyed: undefined,
    name: undefined,
    note: undefined,
  };
}

function sideOf(action: string): Side | undefined {
  return Object.hasOwn(sides, action) ? sides[action] : undefined;
}

/** The resources after the change: those that it makes and those that it leaves behind. */
function resourcesOf(changed: Changed, deposed: boolean): Resource[] {
  const { type, action } = changed;
  const side = sideOf(action);
  const leftBehind = (remark: string): Resource => toResource(changed, { managed: false, remark, before: true });
  const resources: Resource[] = [];
  if (side?.after) resources.push(toResource(changed, { managed: true, remark: undefined, before: false }));
  if (side?.before === 'kept') resources.push(leftBehind('Terraform forgets it, and it stays in AWS'));
  if (side?.before === 'overlapping') resources.push(leftBehind('it stays until the new one is in use'));
  if (action === 'delete' && deposed) resources.push(leftBehind('it is left over from an earlier replacement'));
  if (action === 'delete' && outlivesItsDestroy(type))
    resources.push(leftBehind('its attachments stay when it is destroyed'));
  return resources;
}

function constructsOf({ change, action, address, pointer }: Changed): Construct[] {
  const side = sideOf(action);
  if (side !== undefined) return unknownAsAWhole(change, side.after === true, address, pointer);
  const description = `${address} has the actions "${action}", which are not understood`;
  return [{ kind: 'not-whole', description, address, pointer }];
}

/** A resource about which nothing is known yet could be anything. */
function unknownAsAWhole(change: ValueObject, hasAfter: boolean, address: string, pointer: string): Construct[] {
  if (!hasAfter || (attribute(change, 'after_unknown') !== true && isObject(attribute(change, 'after')))) return [];
  return [{ kind: 'not-whole', description: `nothing about ${address} is known before the apply`, address, pointer }];
}

const noReferences: Resource['references'] = new Map();

interface Changed {
  readonly entry: ValueObject;
  readonly change: ValueObject;
  readonly type: string;
  readonly address: string;
  readonly action: string;
  readonly pointer: string;
  readonly configuration: PlanConfiguration;
}

/** One side of a change. */
interface ChangedSide {
  readonly managed: boolean;
  readonly remark: string | undefined;
  readonly before: boolean;
}

function toResource(
  { entry, change, type, address, action, pointer, configuration }: Changed,
  { managed, remark, before }: ChangedSide,
): Resource {
  const moduleAddress = textOf(entry, 'module_address');
  const name = plainText(entry, 'name');
  const mode = attribute(entry, 'mode') === 'data' ? 'data' : 'managed';
  const modulePath = typeof moduleAddress === 'string' ? moduleAddress : undefined;
  const configured: ConfiguredResource | undefined = configuration.resources.get(
    configurationKey(modulePath, blockOf({ mode, type, name })),
  );
  const references = configured?.expressions ?? noReferences;
  const side = before ? 'before' : 'after';
  const unknown = before ? undefined : attribute(change, 'after_unknown');
  const values = attributesOf(attribute(change, side), unknown, (attributeName) =>
    configured === undefined ? 'dynamic' : configured.expressions.written(attributeName),
  );
  const provider = textOf(entry, 'provider_name');
  const source = typeof provider === 'string' ? provider : undefined;
  return resourceFrom({
    address,
    type,
    name,
    mode,
    providerKey: configured?.providerKey ?? onlyProviderKey(configuration, type, source),
    provider: source,
    values,
    pointer: `${pointer}/change/${side}`,
    sensitive: sensitiveAttributes(attribute(change, `${side}_sensitive`), values),
    references,
    configured: configured?.expressions,
    action,
    managed,
    remark,
  });
}
