import { readDefinition } from '../../checks/definition/definition';
import { rotates } from '../../checks/definition/rotation';
import { formOfMachine } from '../../checks/shards/same-machines';
import type { Block, MachineBlock } from '../../html';
import type { JsonObject } from '../../json';
import { textOf, type Model } from '../../model';

const machineType = 'aws_sfn_state_machine';

/** The state machines of an input that can be drawn. Those with the same states, such as the machines of shards apart from their users, are drawn once. */
export function machinesToDraw({ resources }: Model, path: readonly string[]): Block[] {
  const drawn = new Map<string, MachineBlock[]>();
  for (const machine of resources) {
    const { type, address, values, sensitive } = machine;
    if (type !== machineType || sensitive.has('definition')) continue;
    const definition = readDefinition(machine);
    const { root } = definition;
    const given = textOf(values, 'name');
    const name = typeof given === 'string' ? given : address;
    const key = (rotates(definition) ? formOfMachine(definition) : undefined) ?? JSON.stringify(root);
    if (Object.keys(root).length === 0) continue;
    drawn.set(key, [...(drawn.get(key) ?? []), machineBlock(name, root, path)]);
  }
  return [...drawn.values()].flatMap(([first, ...same]) => (first === undefined ? [] : [...countOf(same), first]));
}

function countOf({ length }: readonly MachineBlock[]): Block[] {
  const text = `One picture for ${length + 1} machines, which differ only in their users.`;
  return length === 0 ? [] : [{ kind: 'text', text: [text] }];
}

/** A machine, with the way of an execution if its first state is one of the machine. */
export function machineBlock(name: string, definition: JsonObject, path: readonly string[]): MachineBlock {
  const isOfThis = path.length > 0 && definition['StartAt'] === path[0];
  return { kind: 'machine', name, definition, ...(isOfThis ? { path } : {}) };
}
