import { equal, type Json } from '../../../json';
import { type Construct, attribute, isList, isObject, plainText, type Value, type ValueObject } from '../../../model';
import { modulesOf } from '../../../model/address';
import {
  configurationKey,
  type PlanConfiguration,
  type ResourceBlock,
} from '../../planned-configuration/configuration';
import { agrees } from '../agree';
import { keepsAsWritten } from '../kept-types';
import { groupsByKey } from '../../../text/grouped';
import { planConstruct } from './completeness';

interface Changes {
  /** The addresses of all managed resources with a change. */
  readonly all: ReadonlySet<string>;
  /** The changes that are compared. An object that is left over from an earlier replacement has the address of its successor. */
  readonly compared: ReadonlyMap<string, ValueObject>;
}

/**
 * The contradictions between the parts of a plan. Terraform writes the values of a change again under `planned_values` and `prior_state`, so a
 * difference shows that the file was edited.
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function contradictions(root: ValueObject, { blocks }: Pick<PlanConfiguration, 'blocks'>): Construct[] {
  const changes = changesOf(attribute(root, 'resource_changes'));
  const isComplete = attribute(root, 'complete') === true;
  return [
    ...ofPlannedValues(root, changes),
    ...ofPriorState(root, changes),
    ...ofConfiguration(blocks, changes, isComplete),
  ];
}

function changesOf(list: Value | undefined): Changes {
  const all = new Set<string>();
  const compared = new Map<string, ValueObject>();
  for (const entry of isList(list) ? list : []) {
    if (!isObject(entry) || entry['mode'] === 'data') continue;
    const address = addressOf(entry);
    all.add(address);
    if (isCompared(address) && entry['deposed'] === undefined) compared.set(address, entry);
  }
  return { all, compared };
}

function contradiction(what: string, pointer: string): Construct {
  return planConstruct(`${what}; the parts of a plan that Terraform made agree`, pointer);
}

/** Resources that will exist: each has a change with the same values. */
function ofPlannedValues(root: ValueObject, { all, compared }: Changes): Construct[] {
  const planned = attribute(root, 'planned_values');
  if (!isObject(planned)) return [];
  const found: Construct[] = [];
  const seen = new Set<string>();
  for (const resource of managedIn(attribute(planned, 'root_module'))) {
    const address = addressOf(resource);
    if (!all.has(address)) {
      found.push(planConstruct(`the plan keeps ${address} and shows no change for it`, '/planned_values'));
    } else if (isCompared(address)) {
      seen.add(address);
      if (!isSame(resource, compared.get(address), 'after'))
        found.push(
          contradiction(`planned_values shows ${address} with other values than its change`, '/planned_values'),
        );
    }
  }
  for (const [address, entry] of compared)
    if (!seen.has(address) && isObject(sideOf(entry, 'after')))
      found.push(contradiction(`the plan has a change for ${address}, and planned_values lacks it`, '/planned_values'));
  return found;
}

/** Resources that were found: each has a change, which begins at the same values. Terraform can refresh one that it destroys or forgets at another time. */
function ofPriorState(root: ValueObject, { all, compared }: Changes): Construct[] {
  const prior = attribute(root, 'prior_state');
  const values = isObject(prior) ? attribute(prior, 'values') : undefined;
  if (!isObject(values)) return [];
  const found: Construct[] = [];
  for (const resource of managedIn(attribute(values, 'root_module'))) {
    const address = addressOf(resource);
    const entry = resource['deposed_key'] === undefined ? compared.get(address) : undefined;
    if (!all.has(address))
      found.push(planConstruct(`the plan found ${address} and shows no change for it`, '/prior_state'));
    else if (entry !== undefined && isObject(sideOf(entry, 'after')) && !isSame(resource, entry, 'before'))
      found.push(contradiction(`prior_state shows ${address} with other values than its change`, '/prior_state'));
  }
  return found;
}

function managedIn(module: Value | undefined, found: ValueObject[] = []): readonly ValueObject[] {
  if (!isObject(module)) return found;
  const [own, children] = [attribute(module, 'resources'), attribute(module, 'child_modules')];
  for (const resource of isList(own) ? own : [])
    if (isObject(resource) && resource['mode'] !== 'data') found.push(resource);
  for (const child of isList(children) ? children : []) managedIn(child, found);
  return found;
}

// A large plan has a hundred thousand resources. No object inherits a member of these names, so they are read without a search for own ones.

function addressOf(resource: ValueObject): string {
  const address = resource['address'];
  return typeof address === 'string' ? address : '';
}

function sideOf(entry: ValueObject, side: 'before' | 'after'): Value {
  const change = entry['change'];
  return (isObject(change) ? change[side] : undefined) ?? null;
}

/**
 * Only resources with rights, and those of modules, are compared: they are few, and to compare all would make the check of a large plan a tenth
 * slower. An address begins with the type.
 */
function isCompared(address: string): boolean {
  return keepsAsWritten(address) || address.startsWith('module.');
}

/** Terraform leaves out the values of which it knows none. */
function isSame(resource: ValueObject, entry: ValueObject | undefined, side: 'before' | 'after'): boolean {
  if (entry === undefined || resource['type'] !== entry['type']) return false;
  // A plan is parsed from JSON: it has no Unknown.
  return equal((resource['values'] ?? {}) as Json, (sideOf(entry, side) ?? {}) as Json);
}

/**
 * The configuration: each block that has one instance has a change, and a resource that is created has the values that are written. Only a plan that
 * says that it is complete shows all blocks, one that destroys everything shows them too, and one that updates can ignore changes.
 */
function ofConfiguration(blocks: PlanConfiguration['blocks'], { compared }: Changes, isComplete: boolean): Construct[] {
  const entries = [...compared.values()];
  if (entries.every((entry) => sideOf(entry, 'after') === null)) return [];
  const byBlock = groupsByKey(entries, (entry) =>
    configurationKey(modulesOf(addressOf(entry)), `${plainText(entry, 'type')}.${plainText(entry, 'name')}`),
  );
  return blocks.filter(isKept).flatMap((block) => {
    const changed = byBlock.get(block.key);
    if (changed !== undefined)
      return changed
        .filter((entry) => actionsOf(entry) === 'create')
        .flatMap((entry) => otherThanWritten(entry, block));
    if (!isComplete || !isSingle(block)) return [];
    return [
      contradiction(`the configuration has ${block.address}, and the plan shows no change for it`, block.pointer),
    ];
  });
}

function isKept({ body }: ResourceBlock): boolean {
  return body['mode'] === 'managed' && keepsAsWritten(plainText(body, 'type'));
}

function actionsOf(entry: ValueObject): string {
  const change = attribute(entry, 'change');
  const actions = isObject(change) ? attribute(change, 'actions') : undefined;
  return isList(actions) ? actions.map(String).join() : '';
}

/** Whether a block has one instance. A plan leaves out a `count` or `for_each` that has no references, so modules and users of an index are left out. */
function isSingle({ body, key }: ResourceBlock): boolean {
  return (
    !key.includes('/') &&
    !Object.hasOwn(body, 'count_expression') &&
    !Object.hasOwn(body, 'for_each_expression') &&
    !/"(?:each|count)\./.test(JSON.stringify(attribute(body, 'expressions') ?? {}))
  );
}

function otherThanWritten(entry: ValueObject, { body, pointer }: ResourceBlock): Construct[] {
  const [after, expressions] = [sideOf(entry, 'after'), attribute(body, 'expressions')];
  if (!isObject(after) || !isObject(expressions)) return [];
  const name = Object.keys(expressions).find((one) => {
    const [value, written] = [attribute(after, one) ?? null, literalOf(attribute(expressions, one))];
    return value !== null && written !== undefined && !agrees(value, written);
  });
  if (name === undefined) return [];
  const what = `the plan creates ${plainText(entry, 'address')} with another ${name} than its configuration`;
  return [contradiction(what, `${pointer}/expressions/${name}`)];
}

/** The value of an expression without references and templates. */
function literalOf(expression: Value | undefined): Value | undefined {
  if (!isObject(expression) || Object.hasOwn(expression, 'references')) return undefined;
  const value = attribute(expression, 'constant_value');
  return value === undefined || /[$%]\{/.test(JSON.stringify(value)) ? undefined : value;
}
