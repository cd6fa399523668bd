import { createAccessKey, updateSecret } from '../../workflow/operations';
import type { RotationPair } from '../contract/contract';
import type { Resource } from '../../model';
import { once } from '../../once';
import { readDefinition, type Definition } from './definition';
import { tasksCalling } from './graph';
import { boundAt } from './pair-binding';

/** Whether a machine rotates: it creates access keys, or stores the value of a secret. */
export function rotates(definition: Definition): boolean {
  return tasksOfRotation(definition).length > 0;
}

/** A state machine that rotates. */
interface RotatingMachine {
  readonly machine: Resource;
  readonly definition: Definition;
}

/** The state machines among these resources that rotate. A sensitive definition is not read. */
export function rotatingMachines(resources: readonly Resource[]): RotatingMachine[] {
  return resources
    .filter(({ type, sensitive }) => type === 'aws_sfn_state_machine' && !sensitive.has('definition'))
    .map((machine) => ({ machine, definition: readDefinition(machine) }))
    .filter(({ definition }) => rotates(definition));
}

/** The pairs of a user and a secret that a machine rotates; a pair is known only if the machine fixes both. */
export const pairsOf = once((definition: Definition): readonly RotationPair[] => {
  const bound = boundAt(definition);
  const found = new Map<string, RotationPair>();
  for (const { name } of tasksOfRotation(definition)) {
    for (const { userName, secretName } of bound?.get(name) ?? []) {
      if (userName === undefined || secretName === undefined) continue;
      const key = JSON.stringify([userName, secretName]);
      found.set(key, found.get(key) ?? { userName, secretName });
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
});

const tasksOfRotation = once((definition: Definition) =>
  [createAccessKey, updateSecret].flatMap(({ integration }) => tasksCalling(definition, integration)),
);
