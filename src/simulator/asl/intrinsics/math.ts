import { Dice, seedFrom } from '../../random';
import { intrinsicFailure } from '../errors';
import { wholeOf, type Intrinsic } from './intrinsic';

export const mathFunctions: Readonly<Record<string, Intrinsic>> = {
  'States.MathAdd': {
    fewest: 2,
    most: 2,
    run: ([a, b]) => wholeOf(a, 'the first number') + wholeOf(b, 'the second number'),
  },

  'States.MathRandom': {
    fewest: 2,
    most: 3,
    run: ([first, limit, seed], dice) => {
      const start = wholeOf(first, 'the first number');
      const end = wholeOf(limit, 'the second number');
      if (end <= start) throw intrinsicFailure('the second number must be greater than the first');
      const source = seed === undefined ? dice : new Dice(seedFrom(wholeOf(seed, 'the seed'), 'MathRandom'));
      return start + source.below(end - start);
    },
  },

  'States.UUID': { fewest: 0, most: 0, run: (_, dice) => dice.uuid() },
};
