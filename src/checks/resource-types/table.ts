import { alphabet, ofRotations, others, reasons, type Table } from '../../../generated/resource-types';

/** The effect of a type on a role, independent of an instance. */
export interface TypeEntry {
  /** `plain` grants nothing unless one of its `grants` is used; `granting` grants by its existence. */
  readonly class: 'plain' | 'granting' | 'understood' | 'executor';
  /** The reason for its class; empty for plain types. */
  readonly reason: string;
  /** Arguments, or parts of one (`details.policy`), that may grant something. */
  readonly grants: readonly string[];
  /** Those of them that every instance has. */
  readonly always: ReadonlySet<string>;
  /** Whether no argument names a role, a policy, a principal or a permission, at any depth. */
  readonly isFarFromRights: boolean;
  /** Whether the type was classified with an argument of this name. */
  readonly knows: (argument: string) => boolean;
}

const classes: Readonly<Record<string, TypeEntry['class']>> = {
  '-': 'plain',
  f: 'plain',
  g: 'granting',
  u: 'understood',
  x: 'executor',
};

/** The tables are texts, and are read a line at a time: most inputs have a few types, and a start should not pay for 1,600. */
const read = { managed: new Map<string, TypeEntry | undefined>(), data: new Map<string, TypeEntry | undefined>() };

let unpacked: Table | undefined;

/** The tables, each unpacked when it is first asked for. */
const tables: readonly (() => Table)[] = [() => ofRotations, () => (unpacked ??= others())];

/** The entry of a type; undefined if it is not in the list. */
export function entryOf(mode: 'managed' | 'data', type: string): TypeEntry | undefined {
  const known = read[mode];
  if (!known.has(type)) known.set(type, find(mode, type));
  return known.get(type);
}

function find(mode: 'managed' | 'data', type: string): TypeEntry | undefined {
  if (!/^[A-Za-z0-9]\w*$/.test(type)) return undefined;
  for (const table of tables) {
    const entry = findIn(table(), mode, type);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

function findIn(table: Table, mode: 'managed' | 'data', type: string): TypeEntry | undefined {
  const lines = table[mode];
  const start = startsOf(lines).get(type.replace(/^aws_/, '_'));
  if (start === undefined) return undefined;
  const [, kind = '', codes = '', grants = ''] = lines.slice(start, lines.indexOf('\n', start)).split(' ');
  const found = classes[kind.charAt(0)];
  if (found === undefined) return undefined;
  const paths = grants === '' ? [] : grants.split(',');
  return {
    class: found,
    isFarFromRights: kind.startsWith('f'),
    reason: reasons[Number(kind.slice(1))] ?? '',
    grants: paths.map((path) => path.replace('!', '')),
    always: new Set(paths.filter((path) => path.endsWith('!')).map((path) => path.slice(0, -1))),
    // The arguments of a data source give nobody a right.
    knows: mode === 'data' ? () => true : knowing(table, codes),
  };
}

const starts = new Map<string, ReadonlyMap<string, number>>();

/** The places at which the lines of the types begin: an input can have any number of types without a line. */
function startsOf(lines: string): ReadonlyMap<string, number> {
  const known = starts.get(lines);
  if (known !== undefined) return known;
  const found = new Map(
    Array.from(lines.matchAll(/(?<=\n)[^ \n]+(?= )/g), ({ 0: type, index }) => [type, index] as const),
  );
  starts.set(lines, found);
  return found;
}

function knowing(table: Table, codes: string): (argument: string) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (argument) => (known ??= argumentsOf(table, codes)).has(argument);
}

const namesOf = new Map<Table, readonly string[]>();

function argumentsOf(table: Table, codes: string): ReadonlySet<string> {
  const names = namesOf.get(table) ?? table.names.split(' ');
  namesOf.set(table, names);
  const found = new Set<string>();
  for (let index = 0; index < codes.length; index += 2) {
    const number = alphabet.indexOf(codes.charAt(index)) * alphabet.length + alphabet.indexOf(codes.charAt(index + 1));
    const name = names[number];
    if (name !== undefined) found.add(name);
  }
  return found;
}

/** All types of the list. */
export function allTypes(mode: 'managed' | 'data'): readonly string[] {
  return tables.flatMap((table) =>
    table()
      [mode].split('\n')
      .flatMap((line) => (line === '' ? [] : [line.slice(0, line.indexOf(' ')).replace(/^_/, 'aws_')])),
  );
}
