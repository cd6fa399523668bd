import { expectNoCounterexample } from './expectations';
import { kinds } from './kinds';

/** A sample; `fuzz.slow.test.ts` runs more of the same, and `npm run fuzz` other ones. */
test.each(kinds.map((kind) => [kind.name, kind] as const))(
  '%s: no edit that gives a right leaves a pass',
  (_, kind) => {
    expectNoCounterexample(kind, kind.trialsInSample);
  },
);
