import type { Fields } from '../fields';
import { filterBy, over } from './flow';
import type { CompiledState } from './state';

/** Ends the execution with success. https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export function compileSucceed(fields: Fields): CompiledState {
  const readInput = filterBy(fields, 'InputPath');
  const readOutput = filterBy(fields, 'OutputPath');
  return {
    type: 'Succeed',
    retriers: [],
    catchers: [],
    enter: (scope) => ({ kind: 'leave', output: readOutput(over(scope, readInput(scope))), next: undefined }),
  };
}
