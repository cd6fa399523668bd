import { InputError } from '../../../input-error';
import type { Model } from '../../../model';
import { rotate, scenarioOf } from '../../../simulator';
import { deploymentFrom } from '../../../terraform';

/**
 * The states of one rotation without a fault, as it runs in the embedded AWS. Empty if the input does not show all that a rotation needs, such as a
 * machine of others: then no way is drawn.
 * @param definition the definition to run, instead of the one of the input
 */
export function rotationPath(model: Model, definition?: string): readonly string[] {
  try {
    // A plan has the values of its stack.
    const deployment = deploymentFrom(model.kind === 'plan' ? { ...model, kind: 'stack' } : model);
    const scenario = scenarioOf(definition === undefined ? deployment : { ...deployment, definition }, { keys: 1 });
    const { trace, ended } = rotate(scenario);
    if (ended.status !== 'SUCCEEDED') return [];
    return trace.flatMap((entry) => (entry.kind === 'entered' ? [entry.state] : []));
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
