import { plainText, textOf, type ValueObject } from '../../model';
import { objectsOf, stringsOf, typeOf, type DefinedState, type Definition } from './definition';
import { once } from '../memoize';

/** One way from a state to the next. */
export interface Edge {
  readonly from: DefinedState;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  /** The rule of a Choice, or the catcher. */
  readonly rule: ValueObject | undefined;
}

/** All ways out of a state. */
export const edgesOf = once(readEdges);

function readEdges(from: DefinedState): Edge[] {
  const edge = (object: ValueObject, name: string, kind: Edge['kind'], rule?: ValueObject): Edge[] => {
    const to = textOf(object, name);
    return typeof to === 'string' ? [{ from, to, kind, rule }] : [];
  };
  return [
    ...edge(from.state, 'Next', 'next'),
    ...objectsOf(from.state, 'Choices').flatMap((rule) => edge(rule, 'Next', 'choice', rule)),
    ...edge(from.state, 'Default', 'default'),
    ...objectsOf(from.state, 'Catch').flatMap((rule) => edge(rule, 'Next', 'catch', rule)),
  ];
}

/** Every state that can be reached from these, themselves included. */
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

/** The Tasks that call this integration, by the end of their Resource. */
export function tasksCalling({ states }: Definition, integration: string): DefinedState[] {
  return states.filter(
    (state) => typeOf(state) === 'Task' && plainText(state.state, 'Resource').endsWith(`:states:::${integration}`),
  );
}

/** The errors of a catcher, or of a retrier. */
export function errorsOf(rule: ValueObject): readonly string[] {
  return stringsOf(rule, 'ErrorEquals');
}
