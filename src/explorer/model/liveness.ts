import { expressionsIn } from '../../asl';
import type { Json, JsonObject } from '../../json';

/** The fields of a state's data that it or a state after it can still read; `everything` where that cannot be told. */
export type LiveFields = ReadonlySet<string> | 'everything';

/**
 * For each state of a definition, which fields of its data matter for what follows. Two executions that differ in others alone have the
 * same future, and a future is explored once. Whatever is not plainly a member of `$` counts as reading everything.
 */
export function liveFields(states: JsonObject): ReadonlyMap<string, LiveFields> {
  const names = Object.keys(states);
  const live = new Map<string, LiveFields>(names.map((name) => [name, new Set<string>()]));
  let changed = true;
  while (changed) {
    changed = false;
    for (const name of names.reverse()) {
      const state = objectIn(states[name]);
      const next = union([readsOf(state), ...needsAfter(state, live)]);
      if (!isSame(next, live.get(name))) {
        live.set(name, next);
        changed = true;
      }
    }
  }
  return live;
}

function objectIn(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listIn(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(objectIn) : [];
}

/** What the states after this one need of its data: the field that its result surely overwrites is not of it. */
function needsAfter(state: JsonObject, live: ReadonlyMap<string, LiveFields>): LiveFields[] {
  const needs = (next: Json | undefined): LiveFields =>
    (typeof next === 'string' ? live.get(next) : undefined) ?? new Set<string>();
  const others = [...listIn(state['Choices']), ...listIn(state['Catch']), { Next: state['Default'] ?? null }];
  return [overwritten(state, needs(state['Next'])), ...others.map(({ Next }) => needs(Next))];
}

function overwritten(state: JsonObject, live: LiveFields): LiveFields {
  const target = state['ResultPath'];
  const field = typeof target === 'string' ? /^\$\.(\w+)$/.exec(target)?.[1] : undefined;
  return field === undefined || live === 'everything' ? live : new Set([...live].filter((name) => name !== field));
}

function readsOf(state: JsonObject): LiveFields {
  const { Type: type, Parameters: parameters, Result: result } = state;
  const takesAll =
    'InputPath' in state ||
    'OutputPath' in state ||
    (type === 'Task' && parameters === undefined) ||
    (type === 'Pass' && parameters === undefined && result === undefined && 'ResultPath' in state);
  return takesAll ? 'everything' : union(expressionsIn(state).map(fieldOf));
}

/** The fields that an expression reads; text in quotes is no path, and the context object is not data. */
function fieldOf(expression: string): LiveFields {
  const fields = new Set<string>();
  for (const [path, field] of expression.replace(/'(?:[^'\\]|\\.)*'/g, '').matchAll(/\$\$?(?:\.(\w+))?/g)) {
    if (path.startsWith('$$')) continue;
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
