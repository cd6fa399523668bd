import { InputError } from '../../input-error';
import { byName, columnOf, formProblems, readListFile, settingsOfCells, type WrittenItem } from '../lists';
import { environmentsFileIn, isRecord } from '../lists/named-files';
import { inSettings, pathText, type Places, type SettingPath } from '../path';
import { environmentsFileSchema } from '../schema/listed-files';
import { columns, environmentList } from './columns';

/** Settings with the environments of their file in place of its name. */
export interface SettingsWithEnvironments {
  readonly keyturn: unknown;
  /** A line of text for each problem of the file. */
  readonly problems: readonly string[];
  readonly places: Places;
}

/**
 * Reads the file of environments that settings name, in the folder of the project. The environments are in the order of their names: the order of
 * the file changes nothing.
 * @param owner the settings, for messages, such as `cdktf.json: context.keyturn`
 */
export function withEnvironmentsOfFile(keyturn: unknown, folder: string, owner: string): SettingsWithEnvironments {
  if (!isRecord(keyturn) || !isRecord(keyturn['environments'])) return { keyturn, problems: [], places: inSettings };
  const file = environmentsFileIn(keyturn);
  const right = '{"file": "environments.csv"}, or a list of environments';
  const form = formProblems(keyturn['environments'], environmentsFileSchema, { owner, path: ['environments'], right });
  const { items, problems } = file === undefined ? { items: [], problems: [] } : read(file, folder);
  const isCsv = file !== undefined && /\.csv$/i.test(file);
  const sorted = [...items].sort(byName(({ members }) => members));
  const environments = sorted.map(({ members }) => (isCsv ? settingsOfCells(members, columns) : members));
  return {
    keyturn: { ...keyturn, environments },
    problems: [...form, ...problems],
    places: file === undefined ? inSettings : placesOf(file, sorted, isCsv),
  };
}

function read(file: string, folder: string): ReturnType<typeof readListFile> {
  try {
    const { items, problems } = readListFile(file, folder, environmentList);
    const isEmpty = items.length === 0 && problems.length === 0;
    return { items, problems: isEmpty ? [`${file}: has no environments; write at least one`] : problems };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { items: [], problems: error.lines };
  }
}

function placesOf(file: string, rows: readonly WrittenItem[], isCsv: boolean): Places {
  const rowAt = ([first, index]: SettingPath): WrittenItem | undefined =>
    first === 'environments' && typeof index === 'number' ? rows[index] : undefined;
  return {
    isInFile: ([first]) => first === 'environments',
    lineOf: (path) => rowAt(path)?.line ?? 0,
    textOf: (path) => {
      if (path[0] !== 'environments') return inSettings.textOf(path);
      const row = rowAt(path);
      if (row === undefined) return file;
      const setting = path.slice(2);
      if (setting.length === 0) return `${file} line ${row.line}`;
      return `${file} line ${row.line}, ${isCsv ? `column ${columnOf(setting, columns)}` : `member ${pathText(setting)}`}`;
    },
  };
}
