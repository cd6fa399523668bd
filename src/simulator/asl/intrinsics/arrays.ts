import { equal } from '../../../json';
import { intrinsicFailure } from '../errors';
import { arrayOf, wholeOf, type Intrinsic } from './intrinsic';

const longestRange = 1000;

export const arrayFunctions = {
  'States.Array': (args) => [...args],

  'States.ArrayPartition': ([array, size]) => {
    const elements = arrayOf(array, 'the first argument');
    const length = wholeOf(size, 'the chunk size');
    if (length <= 0) throw intrinsicFailure('the chunk size must be positive');
    const chunks = Array.from({ length: Math.ceil(elements.length / length) }, (_, index) => index * length);
    return chunks.map((start) => elements.slice(start, start + length));
  },

  'States.ArrayContains': ([array, wanted]) =>
    arrayOf(array, 'the first argument').some((each) => equal(each, wanted ?? null)),

  'States.ArrayRange': ([first, last, step]) => {
    const start = wholeOf(first, 'the first value');
    const end = wholeOf(last, 'the last value');
    const by = wholeOf(step, 'the step');
    if (by === 0) throw intrinsicFailure('the step must not be zero');
    const length = Math.max(0, Math.floor((end - start) / by) + 1);
    if (length > longestRange) throw intrinsicFailure(`a range has at most ${longestRange} elements`);
    return Array.from({ length }, (_, index) => start + index * by);
  },

  'States.ArrayGetItem': ([array, index]) => {
    const elements = arrayOf(array, 'the first argument');
    const at = wholeOf(index, 'the index');
    const element = at < 0 ? undefined : elements[at];
    if (element === undefined) throw intrinsicFailure(`the index ${at} is outside the array of ${elements.length}`);
    return element;
  },

  'States.ArrayLength': ([array]) => arrayOf(array, 'the argument').length,

  'States.ArrayUnique': ([array]) => {
    const elements = arrayOf(array, 'the argument');
    return elements.filter((each, index) => elements.findIndex((other) => equal(each, other)) === index);
  },
} satisfies { readonly [name: string]: Intrinsic };
