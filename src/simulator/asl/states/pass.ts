import type { Fields } from '../fields';
import { filterBy, nextOf, over, placeResult, shapeBy } from './flow';
import type { CompiledState } from './state';

/** Passes data on, in another shape if the state gives one. https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export function compilePass(fields: Fields): CompiledState {
  const readInput = filterBy(fields, 'InputPath');
  const shape = shapeBy(fields, 'Parameters');
  const fixed = fields.has('Result') ? fields.raw('Result') : undefined;
  const place = placeResult(fields);
  const readOutput = filterBy(fields, 'OutputPath');
  const next = nextOf(fields);
  return {
    type: 'Pass',
    retriers: [],
    catchers: [],
    enter: (scope) => {
      const shaped = shape(over(scope, readInput(scope)));
      const output = readOutput(over(scope, place(scope.input, fixed === undefined ? shaped : fixed)));
      return { kind: 'leave', output, next };
    },
  };
}
