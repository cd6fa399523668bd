import type { State } from './types';

/** One way out of a state. */
export interface Transition {
  readonly to: string;
  readonly kind: 'next' | 'rule' | 'default' | 'caught';
  /** The errors of a catcher. */
  readonly errors?: readonly string[];
}

/** Every way out of a state, in the order in which they are tried; none where the execution ends. */
export function transitionsOf(state: State): Transition[] {
  switch (state.Type) {
    case 'Succeed':
    case 'Fail':
      return [];
    case 'Choice':
      return [
        ...state.Choices.map((rule): Transition => ({ to: rule.Next, kind: 'rule' })),
        ...(state.Default === undefined ? [] : [{ to: state.Default, kind: 'default' } as const]),
      ];
    default: {
      const caught = state.Type === 'Task' ? (state.Catch ?? []) : [];
      return [
        ...(state.Next === undefined ? [] : [{ to: state.Next, kind: 'next' } as const]),
        ...caught.map((catcher): Transition => ({ to: catcher.Next, kind: 'caught', errors: catcher.ErrorEquals })),
      ];
    }
  }
}

/** A state with its name. */
export type Named = readonly [name: string, state: State];

/** The states that an execution can come to from this one, itself included. Beyond a state that `isLast` none is followed. */
export function statesFrom(
  states: { readonly [name: string]: State },
  start: string,
  isLast: (state: State) => boolean = () => false,
): readonly Named[] {
  const seen = new Map<string, State>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = Object.hasOwn(states, name) ? states[name] : undefined;
    if (state === undefined || seen.has(name)) continue;
    seen.set(name, state);
    if (!isLast(state)) waiting.push(...transitionsOf(state).map(({ to }) => to));
  }
  return [...seen];
}
