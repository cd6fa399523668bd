import { blocksOf, isPresent, type Block } from './blocks';
import { elementsOf, type Surrounding } from './instances';
import { attribute, isList, isObject, Unknown, type Value, type ValueObject } from '../../model';

type Evaluate = (value: Value, surrounding: Surrounding) => Value;

/** The nested blocks that the `dynamic` blocks of a body generate. */
interface DynamicBlocks {
  /** The types of blocks that they generate. */
  readonly names: readonly string[];
  expand(name: string, surrounding: Surrounding, evaluate: Evaluate): readonly Value[];
}

const notUnderstood = new Unknown('the blocks of its "dynamic" are not known');

/** https://developer.hashicorp.com/terraform/language/expressions/dynamic-blocks */
export function dynamicBlocks(body: ValueObject): DynamicBlocks {
  if (!isPresent(attribute(body, 'dynamic'))) return { names: [], expand: () => [] };
  let isWhole = true;
  const blocks = blocksOf(body, 'dynamic', 1, () => (isWhole = false));
  return {
    names: [...new Set(blocks.map(({ labels: [name = ''] }) => name))],
    expand: (name, surrounding, evaluate) =>
      blocks
        .filter(({ labels }) => labels[0] === name)
        .flatMap((block) => (isWhole ? expanded(block, name, surrounding, evaluate) : undefined) ?? [notUnderstood]),
  };
}

function expanded({ body }: Block, name: string, surrounding: Surrounding, evaluate: Evaluate): Value[] | undefined {
  const content = bodyOf(attribute(body, 'content'));
  const iterator = attribute(body, 'iterator') ?? name;
  const elements = elementsOf(evaluate(attribute(body, 'for_each') ?? null, surrounding));
  const isPlain = content !== undefined && !isPresent(attribute(content, 'dynamic'));
  if (!isPlain || elements === undefined || typeof iterator !== 'string' || isPresent(attribute(body, 'labels'))) {
    return undefined;
  }
  return elements.map((element) => {
    const iterators = new Map([...(surrounding.iterators ?? []), [iterator, element] as const]);
    return evaluate(content, { ...surrounding, iterators });
  });
}

function bodyOf(value: Value | undefined): ValueObject | undefined {
  const [only, ...more] = isList(value) ? value : [value];
  return more.length === 0 && isObject(only) ? only : undefined;
}
