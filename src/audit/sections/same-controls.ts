import type { ControlRow } from '../document';

/** A result of a control, with all users that it is the same for. */
interface SameControl extends Omit<ControlRow, 'user'> {
  readonly users: readonly string[];
}

/** The rows of the controls, without repetitions: many users have the same schedule, and keys of the same age. */
export function sameControls(rows: readonly ControlRow[]): readonly SameControl[] {
  const groups = new Map<string, { row: ControlRow; users: string[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.control, row.verdict, row.because]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { row, users: [row.user] });
    else group.users.push(row.user);
  }
  return [...groups.values()].map(({ row: { control, verdict, because }, users }) => ({
    control,
    verdict,
    because,
    users,
  }));
}
