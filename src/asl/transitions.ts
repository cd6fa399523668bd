import { type Json, type JsonObject, isArray, isObject } from '../json';
import { append } from '../text/grouped';
import type { State } from './types';

/** One transition out of a state. */
export interface Transition {
  /** The name of the next state; undefined if the definition has no text there. */
  readonly to: string | undefined;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  /** The source of the transition: a rule of a Choice, a catcher, or the state itself. */
  readonly by: JsonObject;
}

/**
 * Every transition out of a state, in the order of their evaluation; none if the execution ends. The state is untrusted input, so its fields are
 * checked.
 */
export function transitionsOf(state: State | JsonObject): Transition[] {
  const fields = state as JsonObject; // A state of an unknown type is JSON as well.
  const { Next: next, Choices: choices, Default: otherwise, Catch: catchers } = fields;
  const all: Transition[] = [];
  if (next !== undefined) all.push(transition('next', next, fields));
  if (choices !== undefined) addRuled('choice', choices, all);
  if (otherwise !== undefined) all.push(transition('default', otherwise, fields));
  if (catchers !== undefined) addRuled('catch', catchers, all);
  return all;
}

function addRuled(kind: Transition['kind'], rules: Json, all: Transition[]): void {
  for (const rule of isArray(rules) ? rules : [rules])
    all.push(isArray(rules) && isObject(rule) ? transition(kind, rule['Next'], rule) : transition(kind, undefined, {}));
}

function transition(kind: Transition['kind'], to: Json | undefined, by: JsonObject): Transition {
  return { to: typeof to === 'string' ? to : undefined, kind, by };
}

/** The errors that a catcher or a retrier names. */
export function errorsOf(rule: JsonObject): readonly string[] {
  const errors = rule['ErrorEquals'];
  return isArray(errors) ? errors.filter((error) => typeof error === 'string') : [];
}

/** The short name of an error: NoSuchEntity for `Iam.NoSuchEntityException`. */
export function shortErrorName(error: string): string {
  if (error === 'States.ALL') return 'any error';
  const [, service, name] = /^(\w+)\.(\w+)Exception$/.exec(error) ?? [];
  return name === undefined ? error : name === service ? `other ${name} error` : name;
}

/** A state with its name. */
export type NamedState = readonly [name: string, state: State];

/** The states that an execution can reach from this one, itself included. Transitions out of a state that `isLast` are not followed. */
export function statesFrom(
  states: { readonly [name: string]: State },
  start: string,
  isLast: (state: State) => boolean = () => false,
): readonly NamedState[] {
  const seen = new Map<string, State>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = Object.hasOwn(states, name) ? states[name] : undefined;
    if (state === undefined || seen.has(name)) continue;
    seen.set(name, state);
    if (!isLast(state)) waiting.push(...transitionsOf(state).flatMap(({ to }) => to ?? []));
  }
  return [...seen];
}

/** Returns a search backwards along transitions: the names from which one of the given can be reached, and these themselves. */
export function searchBack(
  transitions: Iterable<readonly [from: string, to: string]>,
): (goals: Iterable<string>) => ReadonlySet<string> {
  const before = new Map<string, string[]>();
  for (const [from, to] of transitions) append(before, to, from);
  return (goals) => {
    const found = new Set(goals);
    // The loop over a set also visits the names that it adds.
    for (const name of found) for (const from of before.get(name) ?? []) found.add(from);
    return found;
  };
}
