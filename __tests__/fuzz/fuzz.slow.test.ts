import { expectNoCounterexample } from './expectations';
import { kinds } from './kinds';

test.each(kinds.map((kind) => [kind.name, kind] as const))(
  '%s: no edit that gives a right leaves a pass',
  (_, kind) => {
    expectNoCounterexample(kind, kind.trialsInSample * 60);
  },
);
