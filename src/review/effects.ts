import { isSameName, roleNameOf } from '../checks/naming/identity-names';
import { textOf } from '../model';
import type { RoleChange } from './rights/roles';
import type { MachineChange } from './machines/machines';
import type { UsersChange } from './machines/users';
import { actionKinds, type ActionKind, type ResourceAction, type Sides } from './sides';

/** The number of resources that an apply changes, by its action. */
export type ResourceCounts = { readonly [kind in ActionKind]: number };

/** A consequence of the apply for rotations that run at that time, or that start later. */
export interface Effect {
  readonly kind: EffectKind;
  readonly address: string;
}

/** Types whose loss or replacement a rotation notices. */
const effectsOfTypes = {
  aws_sfn_state_machine: {
    destroyed: 'machine-destroyed',
    replaced: 'machine-replaced',
    forgotten: 'machine-forgotten',
  },
  aws_iam_role: { destroyed: 'role-destroyed', replaced: 'role-replaced' },
  aws_iam_role_policies_exclusive: { destroyed: 'role-opened' },
  aws_iam_role_policy_attachments_exclusive: { destroyed: 'role-opened' },
  aws_scheduler_schedule: { destroyed: 'schedule-destroyed', replaced: 'schedule-replaced' },
  aws_scheduler_schedule_group: { destroyed: 'schedule-destroyed', replaced: 'schedules-replaced' },
  aws_cloudwatch_event_rule: { destroyed: 'schedule-destroyed' },
  aws_iam_user: { destroyed: 'user-destroyed', replaced: 'user-destroyed' },
  aws_iam_access_key: { destroyed: 'key-destroyed', replaced: 'key-destroyed' },
  aws_secretsmanager_secret: { destroyed: 'secret-destroyed', replaced: 'secret-destroyed' },
  aws_kms_key: { destroyed: 'encryption-key-destroyed', replaced: 'encryption-key-destroyed' },
  aws_sqs_queue: { destroyed: 'queue-destroyed', replaced: 'queue-destroyed' },
  aws_sns_topic: { destroyed: 'topic-destroyed', replaced: 'topic-destroyed' },
  aws_ses_template: { destroyed: 'template-destroyed', replaced: 'template-destroyed' },
} as const satisfies Readonly<Record<string, { readonly [kind in ActionKind]?: string }>>;

type OfTypes = typeof effectsOfTypes;
type Named<Effects> = Effects[keyof Effects];

export type EffectKind =
  { [type in keyof OfTypes]: Named<OfTypes[type]> }[keyof OfTypes] | 'machine-updated' | 'role-narrowed' | 'user-moved';

export function countsOf({ actions }: Sides): ResourceCounts {
  const count = (kind: ActionKind): number => actions.filter((one) => one.kind === kind).length;
  const [destroyed, replaced, forgotten, updated, created] = actionKinds.map(count);
  return {
    destroyed: destroyed ?? 0,
    replaced: replaced ?? 0,
    forgotten: forgotten ?? 0,
    updated: updated ?? 0,
    created: created ?? 0,
  };
}

/** The parts of a review that effects follow from. */
interface Changes {
  readonly roles: readonly RoleChange[];
  readonly machines: readonly MachineChange[];
  readonly users: UsersChange;
}

/** Everything that is lost or replaced, and what that does to rotations. */
export function effectsOf(sides: Sides, { roles, machines, users }: Changes): Effect[] {
  const isUsed = usedByMachines(sides);
  const updated = machines.filter(({ action, states }) => action === 'updated' && isOtherDefinition(states));
  const narrowed = roles.filter(
    ({ action, rights, attached }) =>
      (action === 'kept' || action === 'updated') &&
      (attached.removed.length > 0 ||
        (rights.kind === 'compared' && rights.removed.some(({ effect }) => effect === 'Allow') && !rights.open.after)),
  );
  const left = new Set(users.kind === 'compared' ? users.moved.map(({ address }) => address) : []);
  return [
    ...[...left].map((address): Effect => ({ kind: 'user-moved', address })),
    ...sides.actions.flatMap(effectOf).filter(({ kind, address }) => !isOfRole(kind) || isUsed(address)),
    ...updated.map(({ address }): Effect => ({ kind: 'machine-updated', address })),
    ...narrowed
      .filter(({ address }) => isUsed(address))
      .map(({ address }): Effect => ({ kind: 'role-narrowed', address })),
  ];
}

function isOfRole(kind: EffectKind): boolean {
  return kind === 'role-destroyed' || kind === 'role-replaced';
}

/** Whether a state machine of either side runs as a role; one whose role is not known may. */
function usedByMachines({ before, after }: Sides): (address: string) => boolean {
  const all = [...(before?.resources ?? []), ...after.resources];
  const used = all.flatMap(({ type, values }) =>
    type === 'aws_sfn_state_machine' ? [textOf(values, 'role_arn')] : [],
  );
  return (address) =>
    all.some((role) => {
      if (role.address !== address) return false;
      const name = textOf(role.values, 'name');
      return used.some(
        (arn) => typeof arn !== 'string' || typeof name !== 'string' || isSameName(roleNameOf(arn), name),
      );
    });
}

function effectOf({ address, type, kind }: ResourceAction): Effect[] {
  if (!Object.hasOwn(effectsOfTypes, type)) return [];
  const effects: { readonly [kind in ActionKind]?: EffectKind } = effectsOfTypes[type as keyof OfTypes];
  const effect = effects[kind];
  return effect === undefined ? [] : [{ kind: effect, address }];
}

function isOtherDefinition(states: MachineChange['states']): boolean {
  if (states.kind === 'compared')
    return states.added.length + states.removed.length + states.changed.length + states.fields.length > 0;
  return states.kind === 'sensitive' && states.isChanged;
}
