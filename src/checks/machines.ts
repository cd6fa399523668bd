import { plainText } from '../model';
import { operationOf, updateSecret, type Operation } from '../workflow/operations';
import { isReRooted } from './definition/pair-binding';
import { typeOf, type DefinedState } from './definition/definition';
import { tasksCalling } from './definition/graph';
import { isRotation } from './calls/rotation';
import type { Problem } from './definition/language/form';
import { knownAt, type KnownValue } from './definition/known-values';
import { placeOf, type Context, type JudgedMachine, type JudgedRole } from './context';
import type { Found } from './rule';

export interface MachineWithRole {
  readonly role: JudgedRole;
  readonly machine: JudgedMachine;
}

/** The machines that are subjects of contracts, with a definition that could be read. */
export function judgedMachines({ judged }: Context): MachineWithRole[] {
  return judged.flatMap((role) =>
    role.machine === undefined || role.machine.definition.states.length === 0 ? [] : [{ role, machine: role.machine }],
  );
}

/** The machines that rotate keys: the rules about rotations judge only these. */
function rotatingMachines(context: Context): MachineWithRole[] {
  return judgedMachines(context).filter(isRotation);
}

/** The machines of other work: the lines of their contracts bound their calls. */
export function otherMachines(context: Context): MachineWithRole[] {
  return judgedMachines(context).filter((one) => !isRotation(one));
}

/** Judges each machine that rotates keys; undefined if there is none. */
export function forEachRotation(
  context: Context,
  judge: (one: MachineWithRole) => readonly Found[],
): Found[] | undefined {
  const machines = rotatingMachines(context);
  return machines.length === 0 ? undefined : machines.flatMap((one) => [...judge(one)]);
}

/** Whether the definition is not completely understood: then nothing about its data flow is certain. */
export function asSureAs(one: MachineWithRole, found: readonly Found[]): Found[] {
  const matters = (doubt: Problem['doubt']) => doubt === 'calls' || (doubt === 'data' && isRotation(one));
  if (!one.machine.definition.problems.some(({ doubt }) => matters(doubt))) return [...found];
  return found.map((each): Found => (each.verdict === 'fail' ? { ...each, verdict: 'undecided' } : each));
}

/** A call of UpdateSecret, and the known facts when it is made; undefined if no path leads there. */
export interface Update extends MachineWithRole {
  readonly task: DefinedState;
  readonly facts: readonly KnownValue[] | undefined;
}

/** Judges each UpdateSecret with known data flow. For any other one, the question `asked` is undecided. */
export function forEachUpdate(
  context: Context,
  { asked, remedy }: { readonly asked: string; readonly remedy: string },
  judge: (update: Update) => readonly Found[],
): Found[] | undefined {
  return forEachRotation(context, (one) => {
    const { definition } = one.machine;
    const found = tasksCalling(definition, updateSecret.integration).flatMap((task): readonly Found[] => {
      if (definition.top.get(task.name) === task && !isReRooted(task.state))
        return judge({ ...one, task, facts: knownAt(definition).get(task.name) });
      const message = `state "${task.name}": Keyturn cannot decide ${asked} inside a Map or Parallel, or after an InputPath`;
      return [{ verdict: 'undecided', place: placeOfState(context, one, task), message, remedy }];
    });
    return asSureAs(one, found);
  });
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
export function callsOf({ machine }: Pick<MachineWithRole, 'machine'>): Operation[] {
  const called = machine.definition.states
    .filter((state) => typeOf(state) === 'Task')
    .flatMap((state) => operationOf(plainText(state.state, 'Resource')) ?? []);
  return [...new Set(called)];
}
