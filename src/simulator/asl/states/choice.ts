import { StatesError } from '../errors';
import type { Fields } from '../fields';
import { readCondition } from '../conditions';
import { filterBy, over } from './flow';
import type { CompiledState } from './state';

/** Branches on the input. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export function compileChoice(fields: Fields): CompiledState {
  const readInput = filterBy(fields, 'InputPath');
  const readOutput = filterBy(fields, 'OutputPath');
  const rules = fields.list('Choices').map((rule) => {
    const next = rule.requiredText('Next');
    return { next, holds: readCondition(rule) };
  });
  if (rules.length === 0) fields.problem('Choices must hold at least one rule');
  const otherwise = fields.text('Default');
  return {
    type: 'Choice',
    retriers: [],
    catchers: [],
    enter: (scope) => {
      const inner = over(scope, readInput(scope));
      const next = rules.find((rule) => rule.holds(inner))?.next ?? otherwise;
      if (next === undefined)
        throw new StatesError('States.NoChoiceMatched', 'No choice rule matched and there is no Default.');
      return { kind: 'leave', output: readOutput(inner), next };
    },
  };
}
