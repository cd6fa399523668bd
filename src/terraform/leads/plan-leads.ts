import { blockOf, indexOf, instancesByBlock, modulesOf } from '../../model/address';
import {
  attribute,
  isList,
  isObject,
  Unknown,
  type Lead,
  type Model,
  type Resource,
  type Value,
  type ValueObject,
} from '../../model';
import { within, type Reference } from '../expressions/reference';
import { constantOf, isExpression, referencesOf } from './configured-expression';
import { leadOf, leadOfReferences, leadOfValue, lost, type Follow } from './lead-of';
import { memberOf, moduleAt, type ModuleCall, type PlannedModule } from './plan-modules';

/** The parts of a plan other than the unknown values. */
interface Shown {
  /** The `root_module` of its configuration. */
  readonly root: ValueObject;
  /** The values of the root module's variables. */
  readonly variables: ReadonlyMap<string, Value>;
  readonly resources: readonly Resource[];
  /** Data sources that were read while planning. */
  readonly data: () => readonly Resource[];
}

/** Follows the unknown values of a plan through its resources, variables, loops and modules. It shows no locals. */
export function planLeads(shown: Shown): NonNullable<Model['leadOf']> {
  let leads: PlanLeads | undefined;
  return (from, unknown) => (leads ??= new PlanLeads(shown)).of(from, unknown);
}

/** The place of a reference. */
interface Scope {
  /** The module, as `modulesOf` returns it. */
  readonly module: string;
  /** The key of the instance and its source. */
  readonly key: string | number | undefined;
  readonly forEach: Value | undefined;
}

/** The most references that are followed for one value; a bound against hostile inputs. */
const mostSteps = 10_000;
/** The longest chain of references, each of which is followed inside of the one before. */
const longestChain = 200;

class PlanLeads {
  private found: ReadonlyMap<string, readonly Resource[]> | undefined;
  private readonly following = new Set<string>();
  private steps = 0;

  constructor(private readonly shown: Shown) {}

  of(from: Resource, unknown: Unknown): Lead {
    // Most unknown values of a plan are filled in by the provider, and lead nowhere.
    if (unknown.origin.kind === 'computed') return { kind: 'computed' };
    this.steps = 0;
    return leadOf(unknown, this.followIn(this.scopeOf(from)));
  }

  private get blocks(): ReadonlyMap<string, readonly Resource[]> {
    return (this.found ??= instancesByBlock([...this.shown.resources, ...this.shown.data()]));
  }

  private scopeOf(resource: Resource): Scope {
    const module = modulesOf(resource.address);
    const configured = this.blockAt(module, blockOf(resource));
    const forEach = configured === undefined ? undefined : attribute(configured, 'for_each_expression');
    return { module, key: indexOf(resource.address), forEach };
  }

  private followIn(scope: Scope): Follow {
    return (steps) => this.follow(steps, scope);
  }

  private follow(steps: Reference, scope: Scope): Lead {
    const key = JSON.stringify([scope.module, scope.key, steps]);
    this.steps += 1;
    if (this.following.has(key) || this.steps > mostSteps || this.following.size >= longestChain) return lost;
    this.following.add(key);
    try {
      return this.resolve(steps, scope);
    } finally {
      this.following.delete(key);
    }
  }

  private resolve(steps: Reference, scope: Scope): Lead {
    const [first = '', second = '', ...rest] = steps;
    switch (first) {
      case 'var':
        return this.variable(second, rest, scope);
      case 'module':
        return this.output(second, rest, scope);
      case 'each':
        return second === 'value' ? this.eachValue(rest, scope) : knownKey(scope);
      case 'count':
        return knownKey(scope);
      case 'data':
        return this.resource(`data.${second}.${rest[0] ?? ''}`, rest.slice(1), scope);
      case 'local':
      case 'path':
      case 'self':
      case 'terraform':
        return lost;
      default:
        return this.resource(`${first}.${second}`, rest, scope);
    }
  }

  private variable(name: string, rest: Reference, scope: Scope): Lead {
    const module = moduleAt(this.shown.root, scope.module);
    const given = module?.call === undefined ? undefined : attribute(module.call.expressions, name);
    if (module?.call !== undefined && given !== undefined)
      return this.expression(given, rest, scopeOfCall(module.call));
    const declared = memberOf(memberOf(module?.body, 'variables'), name);
    const value =
      (module?.call === undefined ? this.shown.variables.get(name) : undefined) ??
      (declared === undefined ? undefined : attribute(declared, 'default'));
    return value === undefined ? lost : knownWithin(value, rest);
  }

  private eachValue(rest: Reference, { module, key, forEach }: Scope): Lead {
    if (forEach === undefined || key === undefined) return lost;
    // In a set the value is the key.
    if (isObject(forEach) && isList(constantOf(forEach))) return { kind: 'known', value: key };
    return this.expression(forEach, [String(key), ...rest], { module, key: undefined, forEach: undefined });
  }

  /** An output of a module; all of them, in all instances, if the expression shows the module alone. */
  private output(name: string, rest: Reference, scope: Scope): Lead {
    const call = memberOf(memberOf(moduleAt(this.shown.root, scope.module)?.body, 'module_calls'), name);
    const called = memberOf(call, 'module');
    if (call === undefined || called === undefined) return lost;
    const outputs = memberOf(called, 'outputs') ?? {};
    const isRepeated = ['for_each_expression', 'count_expression'].some((one) => attribute(call, one) !== undefined);
    const index = isRepeated ? rest[0] : undefined;
    const [output, ...inside] = isRepeated ? rest.slice(1) : rest;
    const chosen = output === undefined ? Object.keys(outputs) : [output];
    const modules = this.instancesOf(`${scope.module}module.${name}`, isRepeated, index);
    const leads = modules.flatMap((module) =>
      chosen.map((one): Lead => {
        const expression = attribute(memberOf(outputs, one) ?? {}, 'expression');
        if (expression === undefined) return lost;
        return this.expression(expression, inside, { module, key: undefined, forEach: undefined });
      }),
    );
    return leads.length === 1 ? (leads[0] ?? lost) : { kind: 'one-of', leads };
  }

  /** The addresses of the instances of a module, as far as they have resources. */
  private instancesOf(address: string, isRepeated: boolean, index: string | undefined): readonly string[] {
    if (!isRepeated) return [`${address}.`];
    const keys = [...this.blocks.keys()].flatMap((block) =>
      block.startsWith(`${address}[`) ? (instanceKey.exec(block.slice(address.length))?.[0] ?? []) : [],
    );
    const meant = index === undefined ? undefined : [`[${index}].`, `[${JSON.stringify(index)}].`];
    const found = [...new Set(keys)].filter((key) => meant?.includes(key) !== false).map((key) => address + key);
    return found.length > 0 ? found : [`${address}.`];
  }

  /** An expression of the configuration, or the part of it that these steps lead to. */
  private expression(expression: Value, rest: Reference, scope: Scope): Lead {
    if (!isObject(expression) || !isExpression(expression)) return lost;
    const constant = constantOf(expression);
    const follow = this.followIn(scope);
    if (constant !== undefined) return leadOfValue(within(constant, rest, rest.join('.')), follow);
    return deeper(leadOfReferences(referencesOf(expression), follow), rest);
  }

  private blockAt(module: string, block: string): ValueObject | undefined {
    return blocksOf(moduleAt(this.shown.root, module)).get(block);
  }

  private resource(block: string, rest: Reference, scope: Scope): Lead {
    const instances = this.blocks.get(scope.module + block) ?? [];
    const [only, ...more] = instances;
    if (only === undefined)
      return this.blockAt(scope.module, block) === undefined ? lost : { kind: 'one-of', leads: [] };
    if (more.length === 0 && indexOf(only.address) === undefined) return this.attribute(only, rest);
    const [index, ...steps] = rest;
    if (index === undefined) return { kind: 'one-of', leads: instances.map((one) => this.attribute(one, [])) };
    const found = instances.filter(({ address }) => String(indexOf(address)) === index);
    return { kind: 'one-of', leads: found.map((one) => this.attribute(one, steps)) };
  }

  private attribute(resource: Resource, [name, ...rest]: Reference): Lead {
    if (name === undefined) return { kind: 'attribute', resource, name };
    const value = attribute(resource.values, name);
    const own: Lead = { kind: 'attribute', resource, name: [name, ...rest].join('.') };
    if (
      value === undefined ||
      (value instanceof Unknown && (value.origin.kind === 'computed' || isNewName(resource, name, value)))
    )
      return own;
    return leadOfValue(within(value, rest, rest.join('.')), this.followIn(this.scopeOf(resource)));
  }
}

/**
 * Whether a value is the name of an identity that the plan creates, made by an expression that is not shown: the identity itself says more about the name
 * than the references of the expression, because no other identity has the name.
 */
function isNewName({ type, mode, action }: Resource, name: string, { origin }: Unknown): boolean {
  const isIdentity = mode === 'managed' && /^aws_iam_(?:role|user|group)$/.test(type) && name === 'name';
  return isIdentity && origin.kind === 'references' && action?.includes('create') === true;
}

/** The part of an address after the name of a module. */
const instanceKey = /^\[(?:\d+|"(?:[^"\\]|\\.)*")\]\./;

function knownKey({ key }: Scope): Lead {
  return key === undefined ? lost : { kind: 'key', value: key };
}

function knownWithin(value: Value, rest: Reference): Lead {
  return leadOfValue(within(value, rest, rest.join('.')), () => lost);
}

/** The arguments of a call are expressions of the module that calls. */
function scopeOfCall({ caller, key, forEach }: ModuleCall): Scope {
  return { module: caller, key, forEach };
}

/** A resource that is passed as a whole has the attribute that is finally read. */
function deeper(lead: Lead, rest: Reference): Lead {
  if (rest.length === 0) return lead;
  if (lead.kind === 'one-of') return { kind: 'one-of', leads: lead.leads.map((one) => deeper(one, rest)) };
  return lead.kind === 'attribute' && lead.name === undefined ? { ...lead, name: rest.join('.') } : lead;
}

const blocksOfModules = new WeakMap<ValueObject, ReadonlyMap<string, ValueObject>>();

/** The blocks of a module by their addresses in it. */
function blocksOf(module: PlannedModule | undefined): ReadonlyMap<string, ValueObject> {
  if (module === undefined) return new Map();
  const known = blocksOfModules.get(module.body);
  if (known !== undefined) return known;
  const own = attribute(module.body, 'resources');
  const blocks = new Map<string, ValueObject>();
  for (const body of isList(own) ? own : []) {
    const address = isObject(body) ? attribute(body, 'address') : undefined;
    if (isObject(body) && typeof address === 'string') blocks.set(address, body);
  }
  blocksOfModules.set(module.body, blocks);
  return blocks;
}
