import { printable } from '../../text/printable';
import { redact, show } from '../../text/show';
import { didYouMean } from '../../text/suggest';
import { withEnvironmentsOfFile, type SettingsWithEnvironments } from '../environments';
import { formProblems } from '../lists';
import type { Places, SettingPath } from '../path';
import { usersFileSchema } from '../schema/listed-files';
import { isRecord, namesFile, usersFilesIn } from '../lists/named-files';
import { placeInRow, type UserRow } from './rows';
import { usersFile, type UsersFile } from './users-file';

/** Settings with the users of their files in place of the names of the files. */
export interface SettingsWithUsers {
  readonly raw: unknown;
  /** Whether each environment has users of its own, and there are none for all. */
  readonly isSeparate: boolean;
  /** A line of text for each problem of a file. */
  readonly problems: readonly string[];
  readonly places: Places;
  /** Whether a setting is missing because its file has a problem, which has a line already. */
  readonly isReported: (path: SettingPath) => boolean;
}

/** The users of one environment that come from a file. */
interface Chosen {
  readonly source: UsersFile;
  readonly rows: readonly UserRow[];
}

/**
 * Reads the files of users that settings name, in the folder of the project. Each environment gets the rows of its file that belong to it.
 * @param owner the settings, for messages, such as `cdktf.json: context.keyturn`
 */
export function withUsersOfFiles(written: unknown, folder: string, owner: string): SettingsWithUsers {
  const withEnvironments = withEnvironmentsOfFile(written, folder, owner);
  const { keyturn } = withEnvironments;
  if (!isRecord(keyturn)) return unchanged(withEnvironments);
  const { users, ...others } = keyturn;
  const environments: readonly unknown[] = Array.isArray(keyturn['environments']) ? keyturn['environments'] : [];
  const own = environments.map((one) => (isRecord(one) ? (one['users'] ?? users) : undefined));
  if (!namesFile(users) && !own.some(namesFile)) return unchanged(withEnvironments);
  const files = new Map(usersFilesIn(keyturn).map((file) => [file, usersFile(file, folder)]));
  const sources = own.map((one) =>
    namesFile(one) && typeof one['file'] === 'string' ? files.get(one['file']) : undefined,
  );
  const nameOf = (index: number): unknown => (isRecord(environments[index]) ? environments[index]['name'] : undefined);
  const chosen = new Map(
    sources.flatMap((source, index): [number, Chosen][] =>
      source === undefined ? [] : [[index, { source, rows: rowsFor(source, nameOf(index)) }]],
    ),
  );
  const isSeparate = namesFile(users);
  const raw = {
    ...others,
    ...(isSeparate || users === undefined ? {} : { users }),
    ...(Array.isArray(keyturn['environments'])
      ? { environments: environments.map((one, index) => environmentWith(one, own[index], chosen.get(index))) }
      : {}),
  };
  return {
    raw,
    isSeparate,
    problems: [
      ...withEnvironments.problems,
      ...fileProblems(keyturn, owner),
      ...[...files.values()].flatMap(({ problems }) => problems),
      // A row of a broken file of environments may be the one that a user names.
      ...(withEnvironments.problems.length > 0
        ? []
        : [...files.values()].flatMap((file) => environmentProblems(file, chosen, nameOf, withEnvironments.places))),
    ].map(shown),
    places: placesOf(chosen, withEnvironments.places),
    isReported: (path) => {
      if (isMissingEnvironments(path, environments)) return withEnvironments.problems.length > 0;
      const index = indexOf(path) ?? -1;
      return isWholeList(path) && namesFile(own[index]) && (chosen.get(index)?.rows ?? []).length === 0;
    },
  };
}

function unchanged({ keyturn, problems, places }: SettingsWithEnvironments): SettingsWithUsers {
  const isReported = (path: SettingPath) => path.length === 1 && path[0] === 'environments' && problems.length > 0;
  return { raw: keyturn, isSeparate: false, problems: problems.map(shown), places, isReported };
}

function shown(line: string): string {
  return printable(redact(line));
}

function isMissingEnvironments(path: SettingPath, environments: readonly unknown[]): boolean {
  return path.length === 1 && path[0] === 'environments' && environments.length === 0;
}

function environmentWith(environment: unknown, written: unknown, chosen: Chosen | undefined): unknown {
  if (!isRecord(environment) || !namesFile(written)) return environment;
  return { ...environment, users: (chosen?.rows ?? []).map(({ user }) => user) };
}

function rowsFor({ rows }: UsersFile, name: unknown): readonly UserRow[] {
  return rows.filter(({ environments }) => environments?.some((one) => one === name) ?? true);
}

/** The problems of each `{"file": …}` in the settings. */
function fileProblems(keyturn: Readonly<Record<string, unknown>>, owner: string): string[] {
  const layers: readonly (readonly [SettingPath, unknown])[] = [
    [['users'], keyturn['users']],
    ...(Array.isArray(keyturn['environments']) ? keyturn['environments'] : []).map(
      (one: unknown, index) => [['environments', index, 'users'], isRecord(one) ? one['users'] : undefined] as const,
    ),
  ];
  const right = '{"file": "users.csv"}, or a list of users';
  return layers.flatMap(([path, value]) =>
    namesFile(value) ? formProblems(value, usersFileSchema, { owner, path, right }) : [],
  );
}

/** Environments of rows that do not exist, or do not use the file, and environments without a row. */
function environmentProblems(
  { file, member, rows, problems }: UsersFile,
  chosen: ReadonlyMap<number, Chosen>,
  nameOf: (index: number) => unknown,
  places: Places,
): string[] {
  const users = [...chosen].filter(([, { source }]) => source.file === file);
  const known = users.flatMap(([index]) => {
    const name = nameOf(index);
    return typeof name === 'string' ? [name] : [];
  });
  const unknown = [...rows]
    .sort((one, other) => one.line - other.line)
    .flatMap(({ line, environments = [] }) =>
      environments
        .filter((name) => !known.includes(name))
        .map(
          (name) =>
            `${file} line ${line}, ${member} environments: ${show(name)} is not an environment that uses this file; ${didYouMean(name, known)}`,
        ),
    );
  const without =
    problems.length > 0
      ? []
      : users
          .filter(([, own]) => own.rows.length === 0)
          .map(
            ([index]) => `${file}: no row belongs to ${places.textOf(['environments', index])}, ${show(nameOf(index))}`,
          );
  return [...unknown, ...without];
}

function placesOf(chosen: ReadonlyMap<number, Chosen>, others: Places): Places {
  const own = (path: SettingPath): Chosen | undefined =>
    path[0] === 'environments' && path[2] === 'users' ? chosen.get(indexOf(path) ?? -1) : undefined;
  const rowAt = (path: SettingPath): UserRow | undefined => {
    const [, , , position] = path;
    return typeof position === 'number' ? own(path)?.rows[position] : undefined;
  };
  return {
    isInFile: (path) => own(path) !== undefined || others.isInFile(path),
    lineOf: (path) => (own(path) === undefined ? others.lineOf(path) : (rowAt(path)?.line ?? 0)),
    textOf: (path) => {
      const found = own(path);
      if (found === undefined) return others.textOf(path);
      const row = rowAt(path);
      const inRow = path.slice(4);
      const { file, member } = found.source;
      return row === undefined ? file : `${file} ${placeInRow(row, inRow, member)}`;
    },
  };
}

function isWholeList(path: SettingPath): boolean {
  return path.length === 3 && path[0] === 'environments' && path[2] === 'users';
}

function indexOf([, index]: SettingPath): number | undefined {
  return typeof index === 'number' ? index : undefined;
}
