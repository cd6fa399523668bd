import { readDefinition } from '../../checks/definition/definition';
import { textOf, type Model, type Resource } from '../../model';
import { byAddress, type ResourceAction, type Sides } from '../sides';
import { stateChanges, type StateChanges } from './state-changes';

/** A state machine on both sides. */
export interface MachineChange {
  readonly address: string;
  readonly name: string;
  readonly action: ResourceAction['kind'] | 'kept' | 'unknown-before';
  readonly states:
    | ({ readonly kind: 'compared' } & StateChanges)
    /** Only one side has the machine, or the state before is not known. */
    | { readonly kind: 'one-side'; readonly count: number }
    | { readonly kind: 'sensitive'; readonly isChanged: boolean }
    | { readonly kind: 'unreadable'; readonly problem: string };
  /** Arguments of the resource, other than the definition, that differ. */
  readonly settings: readonly string[];
}

const machineType = 'aws_sfn_state_machine';

function machinesIn(model: Model | undefined): Resource[] {
  return (model?.resources ?? []).filter(({ type }) => type === machineType);
}

export function machineChanges(sides: Sides): MachineChange[] {
  const [earlier, later] = [byAddress(machinesIn(sides.before)), byAddress(machinesIn(sides.after))];
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((address): MachineChange[] => {
    const [former, current] = [earlier.get(address), later.get(address)];
    const shown = current ?? former;
    if (shown === undefined) return [];
    const name = textOf(shown.values, 'name');
    return [
      {
        address,
        name: typeof name === 'string' ? name : address,
        action: actionOn(sides, address, former, current),
        states: statesOf(former, current),
        settings: former === undefined || current === undefined ? [] : differingSettings(former, current),
      },
    ];
  });
}

function actionOn(
  { actions, before }: Sides,
  address: string,
  former: Resource | undefined,
  current: Resource | undefined,
): MachineChange['action'] {
  if (before === undefined) return 'unknown-before';
  const kind = actions.find((one) => one.address === address)?.kind;
  return kind ?? (former === undefined ? 'created' : current === undefined ? 'destroyed' : 'kept');
}

function statesOf(former: Resource | undefined, current: Resource | undefined): MachineChange['states'] {
  const given = [former, current].filter((one) => one !== undefined);
  if (given.some(({ sensitive }) => sensitive.has('definition')))
    return { kind: 'sensitive', isChanged: former?.values['definition'] !== current?.values['definition'] };
  const definitions = given.map(readDefinition);
  for (const { root, problems } of definitions) {
    const [problem] = problems;
    if (Object.keys(root).length === 0 && problem !== undefined)
      return { kind: 'unreadable', problem: problem.message };
  }
  const [before, after] = definitions;
  if (before !== undefined && after !== undefined) return { kind: 'compared', ...stateChanges(before, after) };
  return { kind: 'one-side', count: before?.states.length ?? 0 };
}

/** Arguments that a person writes; the others follow from them. */
const settings = [
  ...['name', 'role_arn', 'type', 'publish'],
  ...['encryption_configuration', 'logging_configuration', 'tracing_configuration', 'tags'],
] as const;

function differingSettings(former: Resource, current: Resource): string[] {
  return settings.filter(
    (name) => JSON.stringify(former.values[name] ?? null) !== JSON.stringify(current.values[name] ?? null),
  );
}
