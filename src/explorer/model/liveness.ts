import { transitionsOf, type Transition } from '../../asl';
import { expressionsIn, pathsReadBy, readExpression } from '../../asl/expressions';
import { leadingNames, plainNames } from '../../asl/paths';
import { isObject, type Json, type JsonObject } from '../../json';

/** The fields of a state's data that this state or a later state can still read; `everything` if that cannot be decided. */
export type LiveFields = ReadonlySet<string> | 'everything';

/**
 * For each state of a definition, the fields of its data that matter later. Two executions that differ only in other fields have the same
 * future, and a future is explored once. Every expression that is not plainly a member of `$` counts as reading everything.
 */
export function liveFields(states: JsonObject): ReadonlyMap<string, LiveFields> {
  const names = Object.keys(states);
  const live = new Map<string, LiveFields>(names.map((name) => [name, new Set<string>()]));
  let changed = true;
  while (changed) {
    changed = false;
    for (const name of names.reverse()) {
      const state = objectIn(states[name]);
      const next = union([readsOf(state), ...transitionsOf(state).map((way) => needsAfter(way, live))]);
      if (!isSame(next, live.get(name))) {
        live.set(name, next);
        changed = true;
      }
    }
  }
  return live;
}

function objectIn(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The fields that the states after one transition need, without the field that the state's result certainly overwrites. */
function needsAfter({ to, kind, by }: Transition, live: ReadonlyMap<string, LiveFields>): LiveFields {
  if (to === undefined) return 'everything';
  const needs = live.get(to) ?? new Set<string>();
  if (kind === 'next' && replacesAll(by)) return new Set();
  return kind === 'next' ? withoutOverwritten(by, needs) : needs;
}

/** Whether the result replaces all data: it does without a ResultPath. */
function replacesAll(state: JsonObject): boolean {
  const isMade = state['Type'] === 'Task' || 'Parameters' in state || 'Result' in state;
  return isMade && !('ResultPath' in state) && !('OutputPath' in state);
}

function withoutOverwritten(state: JsonObject, live: LiveFields): LiveFields {
  const target = state['ResultPath'];
  const expression = typeof target === 'string' ? readExpression(target) : undefined;
  const names = expression?.kind === 'path' && expression.path.root === '$' ? plainNames(expression.path) : undefined;
  if (names?.length !== 1 || live === 'everything') return live;
  return new Set([...live].filter((name) => name !== names[0]));
}

function readsOf(state: JsonObject): LiveFields {
  const { Type: type, Parameters: parameters, Result: result } = state;
  const takesAll =
    'InputPath' in state ||
    'OutputPath' in state ||
    (type === 'Task' && parameters === undefined) ||
    (type === 'Pass' && parameters === undefined && result === undefined && 'ResultPath' in state);
  return takesAll ? 'everything' : union(expressionsIn(state).map(fieldsReadBy));
}

/** The fields that an expression reads; the context object is not data. */
function fieldsReadBy(text: string): LiveFields {
  const expression = readExpression(text);
  if (expression === undefined) return 'everything';
  const fields = new Set<string>();
  for (const path of pathsReadBy(expression)) {
    if (path.root === '$$') continue;
    const [field] = leadingNames(path);
    if (field === undefined) return 'everything';
    fields.add(field);
  }
  return fields;
}

function union(sets: readonly LiveFields[]): LiveFields {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === 'everything') return 'everything';
    for (const name of set) all.add(name);
  }
  return all;
}

function isSame(a: LiveFields, b: LiveFields | undefined): boolean {
  if (a === 'everything' || b === 'everything' || b === undefined) return a === b;
  return a.size === b.size;
}
