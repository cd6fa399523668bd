/** Where in the settings something stands: `['users', 1, 'path']`. */
export type Path = readonly PropertyKey[];

/** One thing that is wrong, and what would be right. */
export interface Problem {
  readonly path: Path;
  readonly text: string;
}

/** `users[1].path`; a key that is no word is quoted: `tags["cost centre"]`. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${String(key)}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}

export function startsWith(path: Path, beginning: Path): boolean {
  return beginning.every((key, index) => path[index] === key);
}
