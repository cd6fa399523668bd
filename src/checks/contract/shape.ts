/** Reading of JSON that people write, with a line for every problem. */
export class Shape {
  readonly problems: string[] = [];

  constructor(private readonly file: string) {}

  problem(path: string, what: string): void {
    this.problems.push(`${this.file}: ${path === '' ? '' : `${path}: `}${what}`);
  }

  object(
    value: unknown,
    path: string,
    required: readonly string[],
    optional: readonly string[],
  ): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.problem(path, `an object is expected, not ${shown(value)}`);
      return {};
    }
    const known = [...required, ...optional];
    const entries = Object.entries(value);
    for (const [name] of entries) {
      if (!known.includes(name)) this.problem(join(path, name), `is not known; ${known.join(', ')} are`);
    }
    for (const name of required) if (!Object.hasOwn(value, name)) this.problem(join(path, name), 'is missing');
    return Object.fromEntries(entries);
  }

  text(value: unknown, path: string): string {
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (value !== undefined) this.problem(path, `a text is expected, not ${shown(value)}`);
    return '';
  }

  list<Item>(
    value: unknown,
    path: string,
    least: number,
    read: (item: unknown, path: string, index: number) => Item,
  ): Item[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      this.problem(path, `a list is expected, not ${shown(value)}`);
      return [];
    }
    if (value.length < least) this.problem(path, 'is empty; a list of at least one is expected');
    return value.map((item, index) => read(item, `${path}[${index}]`, index));
  }

  texts(value: unknown, path: string, least = 1): string[] {
    return this.list(value, path, least, (item, itemPath) => this.text(item, itemPath));
  }
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
