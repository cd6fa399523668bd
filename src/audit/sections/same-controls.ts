import { grouped } from '../../text/grouped';
import type { ControlRow } from '../document';

/** A result of a control, with all users that it is the same for. */
interface SameControl extends Omit<ControlRow, 'user'> {
  readonly users: readonly string[];
}

/** The rows of the controls, without repetitions: many users have the same schedule, and keys of the same age. */
export function sameControls(rows: readonly ControlRow[]): readonly SameControl[] {
  return grouped(rows, ({ control, verdict, because }) => [control, verdict, because]).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { control, verdict, because } = first;
    return [{ control, verdict, because, users: same.map(({ user }) => user) }];
  });
}
