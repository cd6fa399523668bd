/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-dynamic-delete --
   a plan is untyped JSON here, and is taken apart and put together again */
import { isDeepStrictEqual } from 'node:util';
import { samplePlan, sampleStack, type Loose } from './sample';

/** Arguments of Terraform itself: what they do to a plan is Terraform's to say, so such an edit is for stacks alone. */
const metaArguments = ['count', 'for_each', 'provider', 'lifecycle', 'connection', 'dynamic'];

/** The plan that the same edit of the stack would have led to; undefined where it changes more than resources. */
export function planOf(edited: Loose): Loose {
  if (typeof edited === 'string') return undefined;
  const [original, plan] = [sampleStack(), samplePlan()];
  for (const name of new Set([...Object.keys(original), ...Object.keys(edited)])) {
    if (name !== 'resource' && !isDeepStrictEqual(original[name], edited[name])) return undefined;
  }
  const known = bodiesOf(original);
  const now = bodiesOf(edited);
  if (now === undefined || known === undefined) return undefined;
  for (const [address, body] of now) {
    const before = known.get(address);
    if (isDeepStrictEqual(before, body)) continue;
    if (metaArguments.some((name) => !isDeepStrictEqual(before?.[name], body[name]))) return undefined;
    if (Object.hasOwn(before ?? {}, 'for_each')) return undefined;
    change(plan, address, before ?? {}, body, before === undefined);
  }
  for (const address of known.keys()) if (!now.has(address)) remove(plan, address);
  return plan;
}

function bodiesOf(stack: Loose): Map<string, Loose> | undefined {
  const bodies = new Map<string, Loose>();
  if (Array.isArray(stack.resource)) return undefined;
  for (const [type, ofType] of Object.entries<Loose>(stack.resource)) {
    if (typeof ofType !== 'object' || ofType === null || Array.isArray(ofType)) return undefined;
    for (const [name, body] of Object.entries<Loose>(ofType)) {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
      bodies.set(`${type}.${name}`, body);
    }
  }
  return bodies;
}

function change(plan: Loose, address: string, before: Loose, body: Loose, isNew: boolean): void {
  const [type = '', name = ''] = address.split('.');
  if (isNew) {
    const created = { actions: ['create'], before: null, after: {}, after_unknown: { id: true } };
    plan.resource_changes.push({
      address,
      mode: 'managed',
      type,
      name,
      provider_name: 'registry.terraform.io/hashicorp/aws',
      change: { ...created, before_sensitive: false, after_sensitive: {} },
    });
    plan.configuration.root_module.resources.push({
      address,
      mode: 'managed',
      type,
      name,
      provider_config_key: 'aws',
      expressions: {},
    });
  }
  const planned: Loose = plan.resource_changes.find((one: Loose) => one.address === address).change;
  const configured: Loose = plan.configuration.root_module.resources.find((one: Loose) => one.address === address);
  for (const attribute of new Set([...Object.keys(before), ...Object.keys(body)])) {
    if (['//', 'depends_on'].includes(attribute) || isDeepStrictEqual(before[attribute], body[attribute])) continue;
    if (attribute === 'provisioner') {
      if (Object.keys(body.provisioner as object).length > 0) configured.provisioners = [{ type: 'local-exec' }];
      continue;
    }
    const value: Loose = body[attribute];
    const references = referencesOf(value);
    configured.expressions[attribute] = references.length > 0 ? { references } : { constant_value: value };
    planned.after_unknown[attribute] = references.length > 0;
    if (references.length > 0) delete planned.after[attribute];
    else planned.after[attribute] = asPlanned(value ?? null, planned.after[attribute]);
    if (!(attribute in body)) delete configured.expressions[attribute];
  }
}

function remove(plan: Loose, address: string): void {
  const stays = (one: Loose): boolean => one.address !== address;
  plan.resource_changes = plan.resource_changes.filter(stays);
  plan.planned_values.root_module.resources = plan.planned_values.root_module.resources.filter(stays);
  plan.configuration.root_module.resources = plan.configuration.root_module.resources.filter(stays);
}

/** A plan holds texts without their escapes, and blocks in lists. */
function asPlanned(value: Loose, former: Loose): Loose {
  const plain: Loose = JSON.parse(JSON.stringify(value).replace(/([$%])\1\{/g, '$1{'));
  const isBlock = Array.isArray(former) && typeof plain === 'object' && plain !== null && !Array.isArray(plain);
  return isBlock ? [plain] : plain;
}

function referencesOf(value: Loose): string[] {
  const text = JSON.stringify(value ?? null).replace(/([$%])\1\{/g, '');
  return [...text.matchAll(/[$%]\{([^}]*)\}?/g)].flatMap(([, expression = '']) => {
    const reference = /^[A-Za-z_][\w.-]*$/.exec(expression)?.[0] ?? 'var.something';
    const parent = reference.split('.').slice(0, 2).join('.');
    return [...new Set([reference, parent])];
  });
}
