import { blockOf, modulesOf } from '../../model/address';
import { type Model, type Resource, attribute, isList, isObject, type Value, type ValueObject } from '../../model';
import {
  configurationKey,
  readPlanConfiguration,
  readVariables,
  type PlanConfiguration,
  type Variables,
} from '../planned-configuration/configuration';
import { completeness, missing } from './completeness';
import { outputChanges } from './outputs';
import { withTemplates } from '../planned-configuration/templates';
import { withProviderNames } from './provider-names';
import { startedProviders } from './started-providers';
import { managesAnything, readDataSources, readState } from './state';
import { planLeads } from '../leads/plan-leads';

import { readChange, type PlanEntry } from './change';

/** Reads a plan of `terraform show -json`. https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export function readPlan(plan: ValueObject, file: string): Model {
  return readNamed(withProviderNames(plan), file);
}

function readNamed(root: ValueObject, file: string): Model {
  const variables = readVariables(attribute(root, 'variables'));
  const configuration = readPlanConfiguration(attribute(root, 'configuration'), variables);
  const refreshed = refreshedState(root, file, configuration);
  return refreshed ?? plannedState(root, file, configuration, variables);
}

/** The state after the changes of a plan. */
function plannedState(root: ValueObject, file: string, configuration: PlanConfiguration, variables: Variables): Model {
  const changes = attribute(root, 'resource_changes');
  const priorState = attribute(root, 'prior_state');
  const entries = (isList(changes) ? changes : []).map((change, index) =>
    readChange(change, `/resource_changes/${index}`, configuration),
  );
  const data = (): Resource[] => dataRead(priorState, entries);
  const open = new Set(entries.flatMap(({ resources, isOpen }) => (isOpen ? resources : [])));
  const resources = withTemplates(
    entries.flatMap((entry) => entry.resources),
    { configuration, variables, data, open },
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
    started: startedProviders(root),
    variables,
    leadOf: planLeads({ root: rootModule(root), variables, resources, data }),
    notes: [...entries.flatMap(({ note }) => note ?? []), ...remarksOf(configuration)],
    before: entries.flatMap(({ before }) => before ?? []),
    ...remembered(root),
    ...destroyedIn(entries),
  };
}

function remarksOf({ providers }: PlanConfiguration): readonly string[] {
  return providers.flatMap(({ remarks }) => remarks ?? []);
}

function destroyedIn(entries: readonly PlanEntry[]): Pick<Model, 'destroyedRoles' | 'nothingRemains'> {
  return {
    destroyedRoles: entries.flatMap(({ destroyed, name }) =>
      destroyed === 'aws_iam_role' && name !== undefined ? [name] : [],
    ),
    nothingRemains:
      entries.some(({ destroyed }) => destroyed === 'aws_iam_role' || destroyed === 'aws_sfn_state_machine') &&
      entries.every(({ destroyed, isData }) => isData || destroyed !== undefined),
  };
}

/** The deployment that a plan starts from. */
function remembered(root: ValueObject): Pick<Model, 'outputs' | 'isWithoutState'> {
  const priorState = attribute(root, 'prior_state');
  const outputs = outputChanges(root);
  const hasState = isObject(priorState) && managesAnything(priorState);
  return hasState ? { outputs } : { outputs, isWithoutState: true };
}

function rootModule(root: ValueObject): ValueObject {
  const configuration = attribute(root, 'configuration');
  const module = isObject(configuration) ? attribute(configuration, 'root_module') : undefined;
  return isObject(module) ? module : {};
}

/** A refresh-only plan changes nothing, and keeps the found resources in its prior state. Undefined for another plan. */
function refreshedState(root: ValueObject, file: string, configuration: PlanConfiguration): Model | undefined {
  const priorState = attribute(root, 'prior_state');
  if (isList(attribute(root, 'resource_changes')) || !isObject(priorState) || !managesAnything(priorState))
    return undefined;
  const state = readState(priorState, file, '/prior_state');
  const resources = state.resources.map((resource): Resource => {
    const configured = configuration.resources.get(configurationKey(modulesOf(resource.address), blockOf(resource)));
    return configured === undefined ? resource : { ...resource, providerKey: configured.providerKey };
  });
  return {
    ...state,
    resources: [...resources, ...dataSources(configuration, resources)],
    constructs: [...completeness(root), ...missing(root, new Set()), ...configuration.constructs],
    providers: configuration.providers,
    started: startedProviders(root),
    notes: ['a refresh-only plan: the refreshed state is judged', ...remarksOf(configuration)],
  };
}

/** Data sources that were read while planning; one that is read later shows its previous value. */
function dataRead(priorState: Value | undefined, entries: readonly PlanEntry[]): Resource[] {
  if (!isObject(priorState)) return [];
  const later = new Set(entries.filter(({ isData }) => isData).map(({ key }) => key));
  return readDataSources(priorState, '/prior_state').filter(({ address }) => !later.has(address));
}

/** Data sources that were already read are only in the configuration. */
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
