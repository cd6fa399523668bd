import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { causeOf, executionName, machineArn, type Outcome, type Story } from './story';

/**
 * Tells all stories in moto's executor, in one process; undefined where there is none. moto is written in Python and is not installed with
 * Keyturn: `pip install "moto[stepfunctions]"`.
 */
export function moto(stories: readonly Story[]): readonly Outcome[] | undefined {
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
  const python = spawnSync('python3', [join(__dirname, 'stories_in_moto.py')], {
    input: JSON.stringify({ machineArn, executionName, stories: told }),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    env: { ...process.env, AWS_DEFAULT_REGION: 'eu-central-1' },
  });
  if (python.status === 0) return JSON.parse(python.stdout) as Outcome[];
  if (process.env['CI'] === 'true')
    throw new Error(`python3 with moto could not tell the stories: ${python.error?.message ?? python.stderr}`);
  return undefined;
}
