import { Dice, seedFrom } from '../../random';
import { intrinsicFailure } from '../errors';
import { wholeOf, type Intrinsic } from './intrinsic';

export const mathFunctions = {
  'States.MathAdd': ([a, b]) => wholeOf(a, 'the first number') + wholeOf(b, 'the second number'),

  'States.MathRandom': ([first, limit, seed], dice) => {
    const start = wholeOf(first, 'the first number');
    const end = wholeOf(limit, 'the second number');
    if (end <= start) throw intrinsicFailure('the second number must be greater than the first');
    const source = seed === undefined ? dice : new Dice(seedFrom(wholeOf(seed, 'the seed'), 'MathRandom'));
    return start + source.below(end - start);
  },

  'States.UUID': (_, dice) => dice.uuid(),
} satisfies { readonly [name: string]: Intrinsic };
