import { startsWith, type SettingPath } from '../path';
import { isRecord } from './named-files';

/** The columns of a list, each with the setting of an item that it holds. */
export type Columns = Readonly<Record<string, SettingPath>>;

type Members = Readonly<Record<string, unknown>>;

/** The settings of an item from the cells of its row: a column can hold a member of a setting, such as the expression of a schedule. */
export function settingsOfCells(cells: Members, columns: Columns): Members {
  const settings: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(cells)) {
    const [setting, member] = (columns[column] ?? [column]).map(String);
    if (setting === undefined) continue;
    const read = setting === 'recipients' || member === 'recipients' ? textsOfCell(value) : value;
    const before = settings[setting];
    if (member === undefined) settings[setting] = read;
    // A value of another type stays, because the reader of the settings refuses it.
    else if (before === undefined || isRecord(before)) settings[setting] = { ...before, [member]: read };
  }
  return settings;
}

/** The column that holds a setting, or a part of it. */
export function columnOf(setting: SettingPath, columns: Columns): string {
  const found = Object.entries(columns).find(([, path]) => startsWith(setting, path) || startsWith(path, setting));
  return found?.[0] ?? String(setting[0]);
}

/** The texts of one cell, which are separated by semicolons; every other value as it is. */
export function textsOfCell(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
