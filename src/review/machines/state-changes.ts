import { equal, isArray, isObject, type Json, type JsonObject } from '../../json';
import { typeOf, type DefinedState, type Definition } from '../../checks/definition/definition';
import { redact } from '../../text/show';

/** A state that only one side has. */
export interface NamedState {
  readonly name: string;
  readonly type: string;
}

/** A state that both sides have, with the fields that differ. */
export interface ChangedState {
  readonly name: string;
  readonly fields: readonly ChangedField[];
}

/** A field whose value differs; the values are given if they are short and plain. */
export interface ChangedField {
  /** Such as `TimeoutSeconds` or `Parameters.SecretId`. */
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

export interface StateChanges {
  readonly added: readonly NamedState[];
  readonly removed: readonly NamedState[];
  readonly changed: readonly ChangedState[];
  readonly unchanged: number;
  /** Fields of the definition itself, such as `StartAt`. */
  readonly fields: readonly ChangedField[];
}

/** Compares two definitions, state by state; states inside a branch or a Map by their place. */
export function stateChanges(before: Definition, after: Definition): StateChanges {
  const [earlier, later] = [byPointer(before), byPointer(after)];
  const shared = [...later.values()].flatMap((state) => {
    const former = earlier.get(state.pointer);
    return former === undefined
      ? []
      : [{ name: state.name, fields: changedFields(own(former.state), own(state.state)) }];
  });
  const changed = shared.filter(({ fields }) => fields.length > 0);
  return {
    added: [...later.values()].filter(({ pointer }) => !earlier.has(pointer)).map(named),
    removed: [...earlier.values()].filter(({ pointer }) => !later.has(pointer)).map(named),
    changed,
    unchanged: shared.length - changed.length,
    fields: changedFields(own(before.root), own(after.root)),
  };
}

function byPointer({ states }: Definition): ReadonlyMap<string, DefinedState> {
  return new Map(states.map((state) => [state.pointer, state]));
}

function named(state: DefinedState): NamedState {
  return { name: state.name, type: typeOf(state) };
}

/** An object without the states inside it, which are compared one by one. */
function own(object: JsonObject): JsonObject {
  const members = Object.entries(object).flatMap(([name, value]): [string, Json][] => {
    if (name === 'States') return [];
    if (name === 'Branches' && isArray(value)) return [[name, value.map((one) => (isObject(one) ? own(one) : one))]];
    if ((name === 'Iterator' || name === 'ItemProcessor') && isObject(value)) return [[name, own(value)]];
    return [[name, value]];
  });
  return Object.fromEntries(members);
}

/** Fields with an object whose members are named one by one. */
const opened = new Set(['Parameters', 'Arguments', 'Credentials', 'ResultSelector', 'Assign']);

function changedFields(before: JsonObject, after: JsonObject): ChangedField[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((field): ChangedField[] => {
    const [left, right] = [memberIn(before, field), memberIn(after, field)];
    if (left !== undefined && right !== undefined && equal(left, right)) return [];
    if (opened.has(field) && isObject(left) && isObject(right))
      return changedFields(left, right).map((inner) => ({ ...inner, field: `${field}.${inner.field}` }));
    return [{ field, ...shownAs('before', left), ...shownAs('after', right) }];
  });
}

function memberIn(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

const longest = 80;

/** Numbers, truth values and short texts are shown. */
function shownAs(side: 'before' | 'after', value: Json | undefined): Pick<ChangedField, 'before' | 'after'> {
  if (value === undefined || value === null || typeof value === 'object') return {};
  const text = redact(String(value));
  return text.length > longest ? {} : { [side]: text };
}
