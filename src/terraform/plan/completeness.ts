import { type Construct, attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../model';
import { membersOfPlan } from './shapes';

export function planConstruct(description: string, pointer: string): Construct {
  return { kind: 'not-whole', description, pointer };
}

function notComplete(complete: Value | undefined): string {
  return complete === undefined
    ? 'the plan does not say that it is complete ("complete": true), although its program writes that: it was edited or cut'
    : 'the plan is not complete ("complete": true): it was targeted, failed or deferred something';
}

/** A program that writes "complete" into no plan, and its name. */
interface SilentProgram {
  readonly kind: 'not-said-by-opentofu' | 'not-said-by-old-terraform';
  readonly name: string;
}

/**
 * The program that made a plan, if it never writes "complete". OpenTofu shows by the host of its registry, in the names of all providers; its
 * version numbers are its own. Terraform writes "complete" since 1.8.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
function silentProgram(root: ValueObject): SilentProgram | undefined {
  const hosts = providerHosts(root);
  if (hosts.size === 1 && hosts.has(ofOpenTofu)) return { kind: 'not-said-by-opentofu', name: 'OpenTofu' };
  const version = textOf(root, 'terraform_version');
  if (typeof version !== 'string' || hosts.has(ofOpenTofu)) return undefined;
  const isOld = /^(?:0\.\d+|1\.[0-7])\.\d+(?:-[\w.]+)?$/.test(version);
  return isOld ? { kind: 'not-said-by-old-terraform', name: `Terraform ${version}` } : undefined;
}

const [ofOpenTofu, ofNone] = ['registry.opentofu.org', 'terraform.io'] as const;

/** The registries of all providers that the plan names, without the host of the built-in one. */
function providerHosts(root: ValueObject): ReadonlySet<string> {
  const changes = attribute(root, 'resource_changes');
  const configuration = attribute(root, 'configuration');
  const providers = isObject(configuration) ? attribute(configuration, 'provider_config') : undefined;
  const hosts = [
    ...(isList(changes) ? changes : []).map((change) => hostIn(change, 'provider_name')),
    ...Object.values(isObject(providers) ? providers : {}).map((provider) => hostIn(provider, 'full_name')),
  ];
  return new Set(hosts.filter((host) => host !== ofNone));
}

/** The host in the address of a provider; empty if there is none. */
function hostIn(object: Value, member: string): string {
  const name = isObject(object) ? textOf(object, member) : undefined;
  return typeof name === 'string' ? (name.split('/')[0] ?? '') : '';
}

function unsaid({ kind, name }: SilentProgram, what: string, pointer: string): Construct {
  return {
    kind,
    description: `the plan does not say ${what}, and ${name} writes that into none of its plans`,
    pointer,
  };
}

/** A plan that failed, was targeted or deferred something shows less than the apply does. */
export function completeness(root: ValueObject): Construct[] {
  const constructs: Construct[] = [];
  const silent = silentProgram(root);
  const errored = attribute(root, 'errored');
  if (errored === undefined && silent !== undefined)
    constructs.push(unsaid(silent, 'that it succeeded ("errored": false)', '/errored'));
  else if (errored !== false)
    constructs.push(planConstruct('the plan failed, or does not say that it succeeded ("errored": false)', '/errored'));
  const complete = attribute(root, 'complete');
  if (complete === undefined && silent !== undefined)
    constructs.push(unsaid(silent, 'that it is complete ("complete": true)', '/complete'));
  else if (complete !== true) constructs.push(planConstruct(notComplete(complete), '/complete'));
  for (const name of Object.keys(root)) {
    if (!membersOfPlan.has(name))
      constructs.push(planConstruct(`the plan has a part "${name}" that is not understood`, `/${name}`));
  }
  return constructs;
}

/** Resources that will exist or were found, but whose change the plan does not show. */
export function missing(root: ValueObject, shown: ReadonlySet<string>, found?: Value): Construct[] {
  const constructs: Construct[] = [];
  const walk = (module: Value | undefined, say: (address: string) => Construct): void => {
    if (!isObject(module)) return;
    const resources = attribute(module, 'resources');
    for (const resource of isList(resources) ? resources : []) {
      const address =
        isObject(resource) && attribute(resource, 'mode') !== 'data' ? textOf(resource, 'address') : undefined;
      if (typeof address === 'string' && !shown.has(address)) constructs.push(say(address));
    }
    const children = attribute(module, 'child_modules');
    for (const child of isList(children) ? children : []) walk(child, say);
  };
  const planned = attribute(root, 'planned_values');
  if (isObject(planned))
    walk(attribute(planned, 'root_module'), (address) =>
      planConstruct(`the plan keeps ${address} and shows no change for it`, '/planned_values'),
    );
  const values = isObject(found) ? attribute(found, 'values') : undefined;
  if (isObject(values))
    walk(attribute(values, 'root_module'), (address) =>
      planConstruct(`the plan found ${address} and shows no change for it`, '/prior_state'),
    );
  return constructs;
}
