import { readCsv } from '../../tables';
import { userColumns, type WrittenUsers } from './item';

export function usersOfCsv(text: string, file: string): WrittenUsers {
  const { rows, problems } = readCsv(text, file, userColumns);
  return { users: rows.map(({ line, cells }) => ({ line, members: withNumbers(cells) })), problems };
}

/** A cell is a text; one that is not a number is reported like every other wrong value. */
function withNumbers(cells: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const { gracePeriodSeconds } = cells;
  return gracePeriodSeconds !== undefined && /^\d+$/.test(gracePeriodSeconds)
    ? { ...cells, gracePeriodSeconds: Number(gracePeriodSeconds) }
    : cells;
}
