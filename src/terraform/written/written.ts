import { callsIn } from './calls';
import {
  isList,
  isObject,
  type Value,
  type ValueObject,
  type Written,
  type WrittenBlock,
  type WrittenCall,
} from '../../model';
import { blocksOf, pointerTo } from '../configuration/blocks';

const labelsOf: { readonly [type: string]: number } = { resource: 2, data: 2, provider: 1, terraform: 0 };

/** Everything that a configuration reads even for a plan. It is computed on request, because only checks before a plan need it. */
export function writtenIn(root: ValueObject, others: readonly string[] | undefined): () => Written {
  return () => ({ blocks: blocksIn(root), calls: callsBelow(root, ''), others });
}

/** The reader of the configuration reports values that are not blocks. */
function blocksIn(root: ValueObject): WrittenBlock[] {
  return Object.entries(labelsOf).flatMap(([type, labels]) =>
    blocksOf(root, type, labels, () => undefined).map(({ labels: names, body, pointer }) => ({
      type,
      labels: names,
      body,
      pointer,
    })),
  );
}

/** The names of members are templates, too. */
function callsBelow(value: Value, pointer: string): WrittenCall[] {
  if (typeof value === 'string') return callsOf(value, pointer);
  if (isList(value)) return value.flatMap((item, index) => callsBelow(item, `${pointer}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const at = pointerTo(pointer, name);
    return [...callsOf(name, at), ...callsBelow(item, at)];
  });
}

function callsOf(text: string, pointer: string): WrittenCall[] {
  const { names, notUnderstood } = callsIn(text);
  const calls = [...new Set(names)].map((name): WrittenCall => ({ name, pointer }));
  return notUnderstood === undefined ? calls : [...calls, { name: undefined, reason: notUnderstood, pointer }];
}
