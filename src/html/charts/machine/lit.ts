import type { GroupedState } from './groups';

/** The way of one execution through the boxes of a machine. */
export interface Lit {
  readonly isOn: (name: string) => boolean;
  readonly isWay: (from: string, to: string) => boolean;
}

/** The way through states, as the groups that they are drawn in. */
export function litBy(path: readonly string[], states: readonly GroupedState[]): Lit {
  const groupOf = new Map(states.flatMap(({ name, members }) => members.map((member) => [member, name])));
  const names = path.map((name) => groupOf.get(name) ?? name);
  const entered = new Set(names);
  const ways = new Set(names.slice(1).map((to, index) => wayOf(names[index] ?? '', to)));
  return { isOn: (name) => entered.has(name), isWay: (from, to) => ways.has(wayOf(from, to)) };
}

function wayOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

export const nothingLit: Lit = litBy([], []);
