import { blockOf, modulesOf } from '../../model/address';
import {
  type Construct,
  type Model,
  type Resource,
  attribute,
  isList,
  isObject,
  plainText,
  textOf,
  type Value,
  type ValueObject,
} from '../../model';
import {
  configurationKey,
  onlyProviderKey,
  readPlanConfiguration,
  readVariables,
  type ConfiguredResource,
  type PlanConfiguration,
} from './configuration';
import { completeness, missing, planConstruct } from './completeness';
import { withTemplates } from './templates';
import { attributesOf, isMarked, sensitiveAttributes } from './unknown-values';
import { readState } from './state';

/** Which sides of a change exist once it is applied, by its actions joined with a comma. */
const sides: { readonly [actions: string]: { readonly after?: true; readonly before?: 'kept' | 'overlapping' } } = {
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

/** Actions that change or destroy what AWS holds until then. */
const untilApplied = new Set(['update', 'delete', 'delete,create', 'create,delete']);

/** Types whose destroy leaves in AWS what they granted. */
const outlivesItsDestroy = new Set(['aws_iam_role_policy_attachments_exclusive']);

/** Reads a plan of `terraform show -json`. https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export function readPlan(root: ValueObject, file: string): Model {
  const changes = attribute(root, 'resource_changes');
  const priorState = attribute(root, 'prior_state');
  const variables = readVariables(attribute(root, 'variables'));
  const configuration = readPlanConfiguration(attribute(root, 'configuration'), variables);
  const remarks = configuration.providers.flatMap(({ remarks: found }) => found ?? []);
  const refreshed = isList(changes) ? undefined : refreshedState(root, file, configuration);
  if (refreshed !== undefined) {
    const notes = ['a refresh-only plan: judged is the refreshed state', ...remarks];
    return {
      ...refreshed,
      constructs: [...completeness(root), ...missing(root, new Set()), ...configuration.constructs],
      notes,
    };
  }
  const entries = (isList(changes) ? changes : []).map((change, index) =>
    readChange(change, `/resource_changes/${index}`, configuration),
  );
  const resources = withTemplates(
    entries.flatMap(({ resources: found }) => found),
    {
      configuration,
      variables,
      data: () => dataRead(priorState, file, entries),
      open: new Set(entries.flatMap(({ resources: found, isOpen }) => (isOpen ? found : []))),
    },
  );
  return {
    kind: 'plan',
    file,
    name: file,
    resources: [...resources, ...dataSources(configuration, resources)],
    constructs: [
      ...completeness(root),
      ...entries.flatMap(({ constructs }) => constructs),
      ...missing(root, new Set(entries.map(({ key }) => key)), priorState),
      ...configuration.constructs,
    ],
    providers: configuration.providers,
    variables,
    notes: [...entries.flatMap(({ note }) => note ?? []), ...remarks],
    before: entries.flatMap(({ before }) => before ?? []),
    destroyedRoles: entries.flatMap(({ destroyed, name }) =>
      destroyed === 'aws_iam_role' && name !== undefined ? [name] : [],
    ),
    nothingRemains:
      entries.some(({ destroyed }) => destroyed === 'aws_iam_role' || destroyed === 'aws_sfn_state_machine') &&
      entries.every(({ destroyed, isData }) => isData || destroyed !== undefined),
  };
}

/** A plan that only refreshes changes nothing, and keeps what it found in its prior state. */
function refreshedState(root: ValueObject, file: string, configuration: PlanConfiguration): Model | undefined {
  const priorState = attribute(root, 'prior_state');
  if (!isObject(priorState)) return undefined;
  const state = readState(priorState, file, '/prior_state');
  if (!state.resources.some(({ mode }) => mode === 'managed')) return undefined;
  const resources = state.resources.map((resource): Resource => {
    const configured = configuration.resources.get(configurationKey(modulesOf(resource.address), blockOf(resource)));
    return configured === undefined ? resource : { ...resource, providerKey: configured.providerKey };
  });
  return {
    ...state,
    resources: [...resources, ...dataSources(configuration, resources)],
    providers: configuration.providers,
  };
}

interface Entry {
  readonly key: string;
  readonly resources: readonly Resource[];
  /** What AWS holds until the apply, where that is another thing. */
  readonly before: Resource | undefined;
  readonly constructs: readonly Construct[];
  readonly isData: boolean;
  /** Not everything that the apply ends with is known. */
  readonly isOpen: boolean;
  /** The type, where the change destroys the resource and nothing else. */
  readonly destroyed: string | undefined;
  readonly name: string | undefined;
  readonly note: string | undefined;
}

function readChange(entry: Value, pointer: string, configuration: PlanConfiguration): Entry {
  const change = isObject(entry) ? attribute(entry, 'change') : undefined;
  const type = isObject(entry) ? textOf(entry, 'type') : undefined;
  if (!isObject(entry) || !isObject(change) || typeof type !== 'string') {
    const constructs = [planConstruct('the plan has a change that is not understood', pointer)];
    return {
      key: pointer,
      resources: [],
      before: undefined,
      constructs,
      isData: false,
      isOpen: false,
      destroyed: undefined,
      name: undefined,
      note: undefined,
    };
  }
  const actions = attribute(change, 'actions');
  const action = isList(actions) ? actions.map(String).join(',') : '';
  const address = plainText(entry, 'address');
  const deposed = attribute(entry, 'deposed') !== undefined;
  const side = Object.hasOwn(sides, action) ? sides[action] : undefined;
  const make = (managed: boolean, remark: string | undefined, before: boolean): Resource =>
    toResource({ entry, change, type, address, action, pointer, configuration, managed, remark, before });
  const resources: Resource[] = [];
  if (side?.after) resources.push(make(true, undefined, false));
  if (side?.before === 'kept') resources.push(make(false, 'Terraform forgets it, and it stays in AWS', true));
  if (side?.before === 'overlapping') resources.push(make(false, 'it lives on until the new one is in use', true));
  if (action === 'delete' && deposed) resources.push(make(false, 'it is left over from an earlier replacement', true));
  if (action === 'delete' && outlivesItsDestroy.has(type))
    resources.push(make(false, 'what it attached stays when it is destroyed', true));
  const before = attribute(change, 'before');
  const name = isObject(before) ? textOf(before, 'name') : undefined;
  return {
    key: address,
    resources,
    before: untilApplied.has(action) && !deposed ? make(true, undefined, true) : undefined,
    constructs: side
      ? unknownAsAWhole(change, side.after === true, address, pointer)
      : [
          {
            kind: 'plan',
            description: `${address} has the actions "${action}", which are not understood`,
            address,
            pointer,
          },
        ],
    isData: attribute(entry, 'mode') === 'data',
    isOpen: isMarked(attribute(change, 'after_unknown')),
    destroyed: action === 'delete' ? type : undefined,
    name: typeof name === 'string' ? name : undefined,
    note: action === 'update' ? `${address} is updated: what AWS holds before stays until this is applied` : undefined,
  };
}

/** A resource of which nothing at all is known yet could be anything. */
function unknownAsAWhole(change: ValueObject, hasAfter: boolean, address: string, pointer: string): Construct[] {
  if (!hasAfter || (attribute(change, 'after_unknown') !== true && isObject(attribute(change, 'after')))) return [];
  return [{ kind: 'plan', description: `nothing of ${address} is known before the apply`, address, pointer }];
}

const noReferences: Resource['references'] = new Map();

interface Source {
  readonly entry: ValueObject;
  readonly change: ValueObject;
  readonly type: string;
  readonly address: string;
  readonly action: string;
  readonly pointer: string;
  readonly configuration: PlanConfiguration;
  readonly managed: boolean;
  readonly remark: string | undefined;
  readonly before: boolean;
}

function toResource({
  entry,
  change,
  type,
  address,
  action,
  pointer,
  configuration,
  managed,
  remark,
  before,
}: Source): Resource {
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
  const values = attributesOf(attribute(change, side), unknown, references);
  const provider = textOf(entry, 'provider_name');
  const source = typeof provider === 'string' ? provider : undefined;
  return {
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
  };
}

/** Data sources that were read while planning; one that is read later holds what it held once. */
function dataRead(priorState: Value | undefined, file: string, entries: readonly Entry[]): Resource[] {
  if (!isObject(priorState)) return [];
  const later = new Set(entries.filter(({ isData }) => isData).map(({ key }) => key));
  const { resources } = readState(priorState, file, '/prior_state');
  return resources.filter(({ mode, address }) => mode === 'data' && !later.has(address));
}

/** Data sources that were read already stand only in the configuration. */
function dataSources(configuration: PlanConfiguration, resources: readonly Resource[]): Resource[] {
  const shown = new Set(
    resources
      .filter(({ mode }) => mode === 'data')
      .map((resource) => configurationKey(modulesOf(resource.address), blockOf(resource))),
  );
  return configuration.dataSources
    .filter(({ key }) => !shown.has(key))
    .map(({ address, type, provider, pointer }) => ({
      address,
      type,
      name: address.split('.').at(-1) ?? '',
      mode: 'data',
      providerKey: '',
      provider,
      values: {},
      pointer,
      sensitive: new Set(),
      references: new Map(),
      configured: undefined,
      action: 'read',
      managed: true,
      remark: undefined,
    }));
}
