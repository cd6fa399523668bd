import { type Construct, attribute, isList, isObject, textOf, type Value, type ValueObject } from '../../model';
import { membersOfPlan } from './shapes';

export function planConstruct(description: string, pointer: string): Construct {
  return { kind: 'not-whole', description, pointer };
}

/** A plan that failed, was targeted or deferred something shows less than the apply does. */
export function completeness(root: ValueObject): Construct[] {
  const constructs: Construct[] = [];
  if (attribute(root, 'errored') !== false) {
    constructs.push(planConstruct('the plan failed, or does not say that it succeeded ("errored": false)', '/errored'));
  }
  if (attribute(root, 'complete') !== true) {
    constructs.push(
      planConstruct(
        'the plan is not complete ("complete": true): it was targeted, failed or deferred something',
        '/complete',
      ),
    );
  }
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
