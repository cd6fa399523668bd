import { append } from '../../../text/grouped';
import type { DrawnState, Way } from './states';

/** States that are drawn as one box: they come from the same states and lead to the same ones, and differ only in the data that they write. */
export interface GroupedState extends DrawnState {
  /** The names of all members; the first is the name of the group. */
  readonly members: readonly string[];
}

/** The smallest group: two states are clearer as two boxes. */
const fewest = 3;

/** The states, with each group as one. */
export function withGroups(states: readonly DrawnState[]): GroupedState[] {
  const before = new Map<string, string[]>();
  for (const { name, ways } of states) for (const { to } of ways) append(before, to, name);
  const alike = new Map<string, string[]>();
  for (const { name, type, ways } of states)
    if (type === 'Pass') append(alike, JSON.stringify([before.get(name) ?? [], ways]), name);
  const groups = [...alike.values()].filter(({ length }) => length >= fewest);
  const groupOf = new Map(groups.flatMap((members) => members.map((name) => [name, members] as const)));
  const target = (name: string): string => groupOf.get(name)?.[0] ?? name;
  return states.flatMap((state): GroupedState[] => {
    const members = groupOf.get(state.name) ?? [state.name];
    return members[0] === state.name ? [{ ...state, members, ways: merged(state.ways, target) }] : [];
  });
}

/** The ways with groups as their ends; several into one group are one, without a label if one of them has none. */
function merged(ways: readonly Way[], target: (name: string) => string): Way[] {
  const found = new Map<string, Way>();
  for (const way of ways) {
    const to = target(way.to);
    const known = found.get(to);
    const labels = [...(known === undefined ? [] : [known.label]), way.label];
    found.set(to, { ...way, to, label: labels.includes('') ? '' : labels.join(', ') });
  }
  return [...found.values()];
}
