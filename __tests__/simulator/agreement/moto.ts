import { join } from 'node:path';
import { askMoto, type Missing } from '../../tools';
import { causeOf, executionName, machineArn, type Outcome, type Story } from './story';

/** Runs all scenarios in moto's executor, in one process. */
export function moto(stories: readonly Story[]): readonly Outcome[] | Missing {
  const told = stories.map(({ definition, input, answers }) => ({
    definition: JSON.stringify(definition),
    input,
    answers: Object.fromEntries(
      Object.entries(answers).map(([state, each]) => [
        state,
        each.map((answer) =>
          typeof answer === 'object' && 'error' in answer ? { ...answer, cause: causeOf(answer.error) } : answer,
        ),
      ]),
    ),
  }));
  const value = { machineArn, executionName, stories: told };
  const said = askMoto(join(__dirname, 'stories_in_moto.py'), 'stepfunctions', value);
  return 'missing' in said ? said : (said.answer as Outcome[]); // as the script writes it
}
