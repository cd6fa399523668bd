import { runCase } from '../../src/explorer';
import { buildWorkflow, strategies } from '../../src/workflow';
import { mutants } from '../explorer/mutants';
import { caseOf, subjectWith } from '../explorer/support';
import { workflowOptions } from '../workflow/options';

/** What breaks and what of it is a limit: in the workflow of every strategy, and in every workflow that is broken on purpose. */
export function outcomes(): Record<string, unknown> {
  const whole = strategies.map((strategy) => ({ name: 'whole', strategy, change: undefined }));
  const found: Record<string, unknown> = {};
  for (const { name, strategy, change } of [...whole, ...mutants]) {
    const definition = buildWorkflow(workflowOptions({ strategy }));
    const subject = subjectWith(change?.(definition) ?? definition);
    for (const world of ['A-it', 'AA-older', 'A=A-older'])
      // A scenario has the name of its subject, which may be words.
      found[`${strategy}, ${name}: ${world}`] = runCase(caseOf(world), subject).found.map((one) => ({
        ...one,
        scenarioId: '',
      }));
  }
  return found;
}
