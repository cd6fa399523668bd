import type { GroupedState } from './groups';

/** The states of a chapter that get a box. One that only ends, or only leads to another chapter, is a line in the boxes before it. */
export function withoutLeaves(states: readonly GroupedState[]): GroupedState[] {
  const own = new Set(states.map(({ name }) => name));
  const reached = new Set(states.flatMap(({ ways }) => ways.map(({ to }) => to)));
  return states.filter(
    ({ name, type, ways }) =>
      !reached.has(name) || !['Pass', 'Succeed', 'Fail'].includes(type) || ways.some(({ to }) => own.has(to)),
  );
}
