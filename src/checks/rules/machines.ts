import { plainText } from '../../terraform';
import { operationOf, type Operation } from '../../workflow/operations';
import { typeOf, type DefinedState } from '../definition/definition';
import { placeOf, type Context, type JudgedMachine, type JudgedRole } from '../context';
import type { Found } from '../rule';

export interface MachineWithRole {
  readonly role: JudgedRole;
  readonly machine: JudgedMachine;
}

/** The machines that contracts are for, whose definition could be read. */
export function judgedMachines({ judged }: Context): MachineWithRole[] {
  return judged.flatMap((role) =>
    role.machine === undefined || role.machine.definition.states.length === 0 ? [] : [{ role, machine: role.machine }],
  );
}

/** Judges each machine; undefined where there is none. */
export function forEachMachine(
  context: Context,
  judge: (one: MachineWithRole) => readonly Found[],
): Found[] | undefined {
  const machines = judgedMachines(context);
  return machines.length === 0 ? undefined : machines.flatMap((one) => [...judge(one)]);
}

/** Of a definition that is not wholly understood, nothing that rests on where its data goes is sure. */
export function asSureAs({ machine }: MachineWithRole, found: readonly Found[]): Found[] {
  if (machine.definition.problems.length === 0) return [...found];
  return found.map((one): Found => (one.verdict === 'fail' ? { ...one, verdict: 'undecided' } : one));
}

export function placeOfState(context: Context, { machine, role }: MachineWithRole, state?: DefinedState) {
  return {
    ...placeOf(context, machine.resource, 'definition'),
    contract: role.contract.name,
    contractPointer: '/subject',
    ...(state === undefined ? {} : { state: state.name, within: state.pointer }),
  };
}

/** The operations that a machine calls, each once. */
export function callsOf({ machine }: MachineWithRole): Operation[] {
  const called = machine.definition.states
    .filter((state) => typeOf(state) === 'Task')
    .flatMap((state) => operationOf(plainText(state.state, 'Resource')) ?? []);
  return [...new Set(called)];
}
