import { attribute, isList, isObject, textOf, type StartedProvider, type Value, type ValueObject } from '../../model';

/**
 * The providers of a plan: those that its configuration requires or configures, in every module, and those of resources that it destroys, found
 * changed or keeps in its state.
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function startedProviders(plan: ValueObject): StartedProvider[] {
  return [...configured(plan), ...ofResources(plan)];
}

function configured(plan: ValueObject): StartedProvider[] {
  const configuration = attribute(plan, 'configuration');
  const providers = isObject(configuration) ? attribute(configuration, 'provider_config') : undefined;
  return Object.entries(isObject(providers) ? providers : {}).map(([key, provider]) => {
    const source = isObject(provider) ? textOf(provider, 'full_name') : undefined;
    return {
      source: typeof source === 'string' ? source : undefined,
      constraint: isObject(provider) ? textOf(provider, 'version_constraint') : undefined,
      pointer: `/configuration/provider_config/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    };
  });
}

/** One entry for each provider: a plan can have a hundred thousand resources. */
function ofResources(plan: ValueObject): StartedProvider[] {
  const found = new Map<string, StartedProvider>();
  const add = (resource: Value, pointer: string): void => {
    const source = isObject(resource) ? textOf(resource, 'provider_name') : undefined;
    if (typeof source === 'string' && !found.has(source)) found.set(source, { source, constraint: undefined, pointer });
  };
  for (const name of ['resource_changes', 'resource_drift']) {
    const changes = attribute(plan, name);
    (isList(changes) ? changes : []).forEach((change, index) => add(change, `/${name}/${index}`));
  }
  const prior = attribute(plan, 'prior_state');
  const values = isObject(prior) ? attribute(prior, 'values') : undefined;
  if (isObject(values)) addModule(attribute(values, 'root_module'), '/prior_state/values/root_module', add);
  return [...found.values()];
}

function addModule(module: Value | undefined, pointer: string, add: (resource: Value, pointer: string) => void): void {
  if (!isObject(module)) return;
  const [resources, children] = [attribute(module, 'resources'), attribute(module, 'child_modules')];
  (isList(resources) ? resources : []).forEach((resource, index) => add(resource, `${pointer}/resources/${index}`));
  (isList(children) ? children : []).forEach((child, index) =>
    addModule(child, `${pointer}/child_modules/${index}`, add),
  );
}
