import { readDefinition } from '../../checks/definition/definition';
import type { MachineBlock } from '../../html';
import { textOf, type Model } from '../../model';

const machineType = 'aws_sfn_state_machine';

/** The state machines of an input that can be drawn. Those with the same states are drawn once. */
export function machinesToDraw({ resources }: Model): MachineBlock[] {
  const drawn = new Map<string, MachineBlock>();
  for (const machine of resources) {
    const { type, address, values, sensitive } = machine;
    if (type !== machineType || sensitive.has('definition')) continue;
    const { root } = readDefinition(machine);
    const given = textOf(values, 'name');
    const name = typeof given === 'string' ? given : address;
    const key = JSON.stringify(root);
    if (Object.keys(root).length > 0 && !drawn.has(key)) drawn.set(key, { kind: 'machine', name, definition: root });
  }
  return [...drawn.values()];
}
