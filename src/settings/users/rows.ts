import { wrongType } from '../../text/show';
import { columnOf, settingsOfCells, textsOfCell, type Columns } from '../lists';
import { pathText, startsWith, type SettingPath } from '../path';
import type { WrittenUser } from './written';
import { isRecord } from '../lists/named-files';

/** A user of a file, as an entry of the setting "users". */
export interface UserRow {
  readonly line: number;
  /** The members as they are written. */
  readonly members: WrittenUser['members'];
  readonly user: Readonly<Record<string, unknown>>;
  /** The environments that the row belongs to; undefined for all that name the file. */
  readonly environments: readonly string[] | undefined;
}

/** The columns whose settings have other names, or are members of others. */
const columns: Columns = { userName: ['name'], schedule: ['schedule', 'expression'], enabled: ['schedule', 'enabled'] };

/** The same in YAML and JSON, where a schedule can be an object. */
const columnsWithSchedule: Columns = { ...columns, schedule: ['schedule'] };

/** A row, or the problems of what is not a setting of a user, each as the place in the row and the text. */
type RowOrProblems =
  { readonly row: UserRow } | { readonly problems: readonly { readonly column: string; readonly text: string }[] };

export function rowOf({ line, members }: WrittenUser): RowOrProblems {
  const { environments, ...others } = members;
  const { enabled, schedule } = others;
  const names = isMissing(environments) ? undefined : textsOfCell(environments);
  const isTwice = !isMissing(enabled) && isRecord(schedule) && !isMissing(schedule['enabled']);
  const problems = [
    ...(isTwice ? [{ column: 'enabled', text: 'is also in schedule; write it once' }] : []),
    ...(names === undefined || isTexts(names) ? [] : [{ column: 'environments', text: environmentsProblem(names) }]),
  ];
  if (problems.length > 0 || (names !== undefined && !isTexts(names))) return { problems };
  // The whole schedule is first, and "enabled" a member of it.
  const written = Object.fromEntries(Object.entries({ schedule, ...others }).filter(([, value]) => !isMissing(value)));
  const user = settingsOfCells(written, columnsFor(members));
  return { row: { line, members, user, environments: names === undefined || names.length === 0 ? undefined : names } };
}

function columnsFor({ schedule }: WrittenUser['members']): Columns {
  return typeof schedule === 'string' ? columns : columnsWithSchedule;
}

/** The place of a setting in a row: `line 18, column secretName`. */
export function placeInRow(
  { line, members, user }: UserRow,
  [setting, ...rest]: SettingPath,
  member: 'column' | 'member',
): string {
  if (setting === undefined) return `line ${line}`;
  if (member === 'column') return `line ${line}, column ${columnOf([setting, ...rest], columns)}`;
  const [own] = Object.entries(columnsFor(members)).filter(
    ([name, path]) => path.length > 1 && startsWith([setting, ...rest], path) && !isMissing(members[name]),
  );
  if (own !== undefined) return `line ${line}, member ${own[0]}`;
  const value = user[String(setting)];
  // A text in place of a list or an object has no members.
  const inside = isRecord(value) || Array.isArray(value) ? rest : [];
  return `line ${line}, member ${pathText([columnOf([setting], columns), ...inside])}`;
}

const isMissing = (value: unknown) => value === undefined || value === null;

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function environmentsProblem(value: unknown): string {
  return wrongType(value, 'names of environments', 'a list such as ["staging", "production"]');
}
