import { isList, isObject, type Model, type Value, type ValueObject, type Written } from '../../model';
import type { Context } from '../context';
import type { Found } from '../rule';

/** A stack of the base that a stack is compared with. */
interface Compared {
  readonly written: Written;
  /** It belongs to another environment, so members that differ between environments can differ. */
  readonly isOther: boolean;
}

type Given = Pick<Context, 'model' | 'base' | 'newEnvironment'>;

/**
 * The stack of the base that this one replaces: the only given one, with any name, or the one with the same name. For a new
 * environment, every stack of the base, as it would be for that environment.
 */
function comparedWith({ model, base = [], newEnvironment }: Given): readonly Compared[] {
  const stacks = base.flatMap((one) => {
    const written = one.model.written?.();
    return written === undefined ? [] : [{ model: one.model, written }];
  });
  if (newEnvironment) return stacks.map((one) => ({ written: renamed(one, model), isOther: true }));
  const found = base.length === 1 ? stacks : stacks.filter((one) => one.model.name === model.name);
  return found.length === 1 ? found.map(({ written }) => ({ written, isOther: false })) : [];
}

/** The findings against the most similar stack of the base, or that there is none. */
export function leastFound(
  context: Given,
  place: Found['place'],
  against: (compared: Compared) => Found[],
): readonly Found[] {
  const [first, ...others] = comparedWith(context).map(against);
  if (first === undefined) return [{ verdict: 'undecided', place, ...noBase }];
  return others.reduce((least, found) => (found.length < least.length ? found : least), first);
}

const noBase = {
  message: 'the base has no stack of this name, so there is nothing to compare with',
  remedy:
    'Name the stack of the base with --base. If the environment is new, name all of them, with --new-environment.',
} as const;

/** Arguments of backends that locate a state. An address is not one of them: a name in it could be the name of a host. */
const locators: ReadonlySet<string> = new Set([
  ...['key', 'name', 'path', 'prefix', 'schema_name', 'secret_suffix', 'workspace_key_prefix'],
]);

/** A stack with the name of its environment replaced where it locates the state. */
function renamed({ model, written }: { readonly model: Model; readonly written: Written }, { name }: Model): Written {
  const [from, to] = [environmentOf(model.name), environmentOf(name)];
  if (from === '' || !/^[\w-]+$/.test(to)) return written;
  const blocks = written.blocks.map((block) =>
    block.type === 'terraform'
      ? { ...block, body: withLocators(block.body, (text) => text.replaceAll(from, () => to)) }
      : block,
  );
  return { ...written, blocks };
}

/** The environment in the name of a stack. */
function environmentOf(stack: string): string {
  return stack.replace(/^keyturn-/, '');
}

type Rename = (text: string) => string;

function withLocators(body: ValueObject, rename: Rename): ValueObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]): [string, Value] => {
      if (typeof value === 'string') return [name, locators.has(name) ? rename(value) : value];
      return [name, inside(value, rename)];
    }),
  );
}

function inside(value: Value, rename: Rename): Value {
  if (isList(value)) return value.map((item) => inside(item, rename));
  return isObject(value) ? withLocators(value, rename) : value;
}
