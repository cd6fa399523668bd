import { errorsOf, searchBack, type Transition, transitionsOf } from '../../asl';
import { plainText } from '../../model';
import { once } from '../../once';
import { typeOf, type DefinedState, type Definition } from './definition';

/** One transition from a state to the next. */
export interface Edge extends Transition {
  readonly from: DefinedState;
  readonly to: string;
}

/** All transitions from a state, except those whose next state the definition does not name: these are problems of the definition. */
export const edgesOf = once((from: DefinedState): readonly Edge[] =>
  transitionsOf(from.state).flatMap(({ to, kind, by }) => (to === undefined ? [] : [{ from, to, kind, by }])),
);

/** Every state that can be reached from these, and these states themselves. */
export function reachable({ top }: Definition, from: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = top.get(name);
    if (state === undefined || seen.has(name)) continue;
    seen.add(name);
    waiting.push(...edgesOf(state).map(({ to }) => to));
  }
  return seen;
}

/** The states from which one of these can be reached, and these states themselves. */
export function leadingTo(definition: Definition, wanted: readonly DefinedState[]): ReadonlySet<string> {
  return searchIn(definition)(wanted.map(({ name }) => name));
}

const searchIn = once(({ top }: Definition) =>
  searchBack([...top.values()].flatMap((from) => edgesOf(from).map(({ to }) => [from.name, to] as const))),
);

/** The Tasks that call this integration, found by the end of their `Resource`. */
export function tasksCalling({ states }: Definition, integration: string): DefinedState[] {
  return states.filter(
    (state) => typeOf(state) === 'Task' && plainText(state.state, 'Resource').endsWith(`:states:::${integration}`),
  );
}

/** Whether a transition follows any error. */
export function catchesAll({ kind, by }: Edge): boolean {
  return kind === 'catch' && errorsOf(by).includes('States.ALL');
}
