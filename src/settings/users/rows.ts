import { wrongType } from '../../text/show';
import { pathText, type SettingPath } from '../path';
import type { WrittenUser } from './written';
import { isRecord } from '../lists/named-files';

/** A user of a file, as an entry of the setting "users". */
export interface UserRow {
  readonly line: number;
  readonly user: Readonly<Record<string, unknown>>;
  /** The environments that the row belongs to; undefined for all that name the file. */
  readonly environments: readonly string[] | undefined;
}

/** The columns whose settings have other names. */
const settingOf: { readonly [column: string]: string | undefined } = { userName: 'name' };
const columnOf: { readonly [setting: string]: string | undefined } = { name: 'userName' };

/** A row, or the problems of what is not a setting of a user, each as the place in the row and the text. */
type RowOrProblems =
  { readonly row: UserRow } | { readonly problems: readonly { readonly column: string; readonly text: string }[] };

export function rowOf({ line, members }: WrittenUser): RowOrProblems {
  const { environments, enabled, ...others } = members;
  const names = listOf(environments);
  const isTwice = !isMissing(enabled) && isRecord(others['schedule']) && !isMissing(others['schedule']['enabled']);
  const problems = [
    ...(isTwice ? [{ column: 'enabled', text: 'is also in schedule; write it once' }] : []),
    ...(names === undefined || isTexts(names) ? [] : [{ column: 'environments', text: environmentsProblem(names) }]),
  ];
  if (problems.length > 0 || (names !== undefined && !isTexts(names))) return { problems };
  const user = Object.fromEntries(
    Object.entries(others).flatMap(([column, value]) =>
      isMissing(value) ? [] : [[settingOf[column] ?? column, valueOf(column, value)] as const],
    ),
  );
  if (!isMissing(enabled)) user['schedule'] = { ...(user['schedule'] as object | undefined), enabled };
  return { row: { line, user, environments: names === undefined || names.length === 0 ? undefined : names } };
}

/** The place of a setting in a row: `line 18, column secretName`. */
export function placeInRow(
  { line, user }: UserRow,
  [setting, ...rest]: SettingPath,
  member: 'column' | 'member',
): string {
  if (setting === undefined) return `line ${line}`;
  const name = String(setting);
  if (member === 'column' && name === 'schedule' && rest[0] === 'enabled') return `line ${line}, column enabled`;
  const value = user[name];
  // A text in place of a list or an object has no members.
  const inside = member === 'member' && (isRecord(value) || Array.isArray(value)) ? rest : [];
  return `line ${line}, ${member} ${pathText([columnOf[name] ?? name, ...inside])}`;
}

const isMissing = (value: unknown) => value === undefined || value === null;

function valueOf(column: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (column === 'schedule') return { expression: value };
  return column === 'recipients' ? listOf(value) : value;
}

/** The texts of one cell, which are separated by semicolons; every other value as it is. */
function listOf(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'string') return value;
  return value
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function environmentsProblem(value: unknown): string {
  return wrongType(value, 'names of environments', 'a list such as ["staging", "production"]');
}
