import { isObject, textOf, type Construct, type Resource, type Value, type ValueObject } from '../../model';
import { whyUnreadable } from './documents';

/** The result of reading one entry of a list. */
export interface ExportEntry {
  /** The type and name; undefined if the entry does not show them. */
  readonly arn: string | undefined;
  /** The key that must be unique: the type and the name, in which IAM ignores case. */
  readonly key: string;
  readonly resources: readonly Resource[];
  /** The reason why the entry cannot be judged. */
  readonly constructs: readonly Construct[];
  /** The lists and members that are missing or not known. */
  readonly oddities: readonly Oddity[];
}

/** A remark that is reported once for all entries that have it. */
export interface Oddity {
  readonly what: string;
  readonly address: string;
  readonly pointer: string;
  /** Whether it leaves open what a role can do. */
  readonly matters: boolean;
}

/** The names of a list's entries, in the export and in Terraform. */
export interface EntryShape {
  readonly kind: 'role' | 'user' | 'group' | 'policy';
  readonly name: string;
  readonly inline: string;
  /** Further lists that every entry has. */
  readonly lists: readonly string[];
  /** Members without rights. */
  readonly harmless: readonly string[];
}

/** An entry whose name is known, on the way to resources. */
export interface NamedEntry {
  readonly shape: EntryShape;
  readonly entry: ValueObject;
  readonly name: string;
  readonly arn: string;
  readonly pointer: string;
}

/** The name, path and ARN of an entry; undefined if they are missing, or do not belong together. */
export function namedIn(entry: Value, shape: EntryShape, pointer: string): NamedEntry | undefined {
  if (!isObject(entry)) return undefined;
  const arn = textOf(entry, 'Arn');
  if (typeof arn !== 'string') return undefined;
  const [, account, resource] = /^arn:[\w-]+:iam::(\d{12}|aws):(.+)$/.exec(arn) ?? [];
  const given = textOf(entry, shape.name);
  // A policy's name is the end of its ARN, and not every program that serves IAM's API repeats it.
  const name = shape.kind === 'policy' ? (given ?? resource?.split('/').at(-1)) : given;
  if (typeof name !== 'string' || name === '' || (account === 'aws' && shape.kind !== 'policy')) return undefined;
  return resource === `${shape.kind}${pathOf(entry)}${name}` ? { shape, entry, name, arn, pointer } : undefined;
}

export function pathOf(entry: ValueObject): string {
  const path = textOf(entry, 'Path');
  return typeof path === 'string' ? path : '/';
}

export function notUnderstood(value: Value, shape: EntryShape, pointer: string): ExportEntry {
  const arn = isObject(value) ? textOf(value, 'Arn') : undefined;
  const description = `an entry has no Arn, Path and ${shape.name} that belong together, so its ${shape.kind} is not known`;
  return {
    arn: typeof arn === 'string' ? arn : undefined,
    key: pointer,
    resources: [],
    constructs: [{ kind: 'not-whole', description, pointer }],
    oddities: [],
  };
}

/** Documents that could not be read: they can have any content. */
export function undecoded(resources: readonly Resource[]): Construct[] {
  return resources.flatMap(({ values, address, pointer, pointers }) =>
    ['policy', 'assume_role_policy'].flatMap((name): Construct[] => {
      const reason = pointers?.has(name) === true ? whyUnreadable(values, name) : undefined;
      if (reason === undefined) return [];
      const description = `${address}: the content of its document is not known: ${reason}`;
      return [{ kind: 'not-whole', description, address, pointer: pointers?.get(name) ?? pointer }];
    }),
  );
}
