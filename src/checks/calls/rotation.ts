import { createAccessKey, updateSecret } from '../../workflow/operations';
import type { JudgedMachine, JudgedRole } from '../context';
import type { Definition } from '../definition/definition';
import { rotates } from '../definition/rotation';
import { once } from '../../once';
import { callsIn } from './calls';

/**
 * Whether the rules about rotations apply to a machine: its contract has pairs, or it creates access keys or stores secrets, in every form of the call.
 */
export function isRotation({ role, machine }: { readonly role: JudgedRole; readonly machine: JudgedMachine }): boolean {
  return role.contract.pairs !== undefined || mayRotate(machine.definition);
}

const ofRotation = [createAccessKey, updateSecret].map(({ iamAction }) => iamAction);

const mayRotate = once(
  (definition: Definition): boolean =>
    rotates(definition) ||
    callsIn(definition).some(({ rights }) => ofRotation.some((action) => rights?.needed.includes(action))),
);
