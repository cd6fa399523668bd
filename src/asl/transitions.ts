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
