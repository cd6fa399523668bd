import { InputError } from '../../input-error';
import { byName } from '../lists';
import { readUsersFile } from './written';
import { rowOf, type UserRow } from './rows';

/** A file of users that was read. */
export interface UsersFile {
  readonly file: string;
  /** The word for a part of a row. */
  readonly member: 'column' | 'member';
  /** In the order of their names: the order of the file changes nothing. */
  readonly rows: readonly UserRow[];
  /** A line of text for each problem. */
  readonly problems: readonly string[];
}

/** Reads a file in the folder of the project. One that cannot be read has no rows, and a problem. */
export function usersFile(file: string, folder: string): UsersFile {
  const member = /\.csv$/i.test(file) ? 'column' : 'member';
  try {
    const { items, problems } = readUsersFile(file, folder);
    const read = items.map((user) => ({ line: user.line, result: rowOf(user) }));
    const ofRows = read.flatMap(({ line, result }) =>
      'row' in result
        ? []
        : result.problems.map(({ column, text }) => `${file} line ${line}, ${member} ${column}: ${text}`),
    );
    const rows = read.flatMap(({ result }) => ('row' in result ? [result.row] : []));
    const empty =
      rows.length === 0 && problems.length === 0 && ofRows.length === 0
        ? [`${file}: has no users; write at least one`]
        : [];
    return { file, member, rows: rows.sort(byName(({ user }) => user)), problems: [...problems, ...ofRows, ...empty] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { file, member, rows: [], problems: error.lines };
  }
}
