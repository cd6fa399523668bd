/** A place in the settings: `['users', 1, 'path']`. */
export type SettingPath = readonly PropertyKey[];

/** One problem, with a valid value. */
export interface Problem {
  readonly path: SettingPath;
  readonly text: string;
}

/** `users[1].path`; a key that is not a word is quoted: `tags["cost centre"]`. */
export function pathText(path: SettingPath): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

export function startsWith(path: SettingPath, beginning: SettingPath): boolean {
  return beginning.every((key, index) => path[index] === key);
}

/** The value there; undefined if there is none. */
export function valueAt(input: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, input);
}

/** The places of settings in messages. */
export interface Places {
  readonly textOf: (path: SettingPath) => string;
  /** Whether the setting is in a file of users. */
  readonly isInFile: (path: SettingPath) => boolean;
  /** The line in the file of users; 0 outside of such files. */
  readonly lineOf: (path: SettingPath) => number;
}

/** The places of settings without files. */
export const inSettings: Places = { textOf: pathText, isInFile: () => false, lineOf: () => 0 };
