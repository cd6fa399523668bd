import { outlivesItsDestroy, type Model, type Resource } from '../model';

/** The reason why the state before a change is not known. */
export type UnknownBefore = 'no-prior-state' | 'single-input';

/** The two sides of a change: the managed resources before it and after it, each as a model that readers of policies can search. */
export interface Sides {
  readonly before: Model | undefined;
  /** Absent if the state before is known. */
  readonly unknownBefore?: UnknownBefore;
  readonly after: Model;
  /** The action of the apply on each resource that it changes; empty for inputs other than plans. */
  readonly actions: readonly ResourceAction[];
}

/** The action of an apply on one resource. */
export interface ResourceAction {
  readonly address: string;
  readonly type: string;
  readonly kind: ActionKind;
  /** The resource before the apply; undefined if it is created, or if the plan does not show it. */
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

/** Kinds of action, in the order of the page: what is lost comes first. */
export const actionKinds = ['destroyed', 'replaced', 'forgotten', 'updated', 'created'] as const;

export type ActionKind = (typeof actionKinds)[number];

const kindOfAction: Readonly<Record<string, ActionKind>> = {
  create: 'created',
  update: 'updated',
  delete: 'destroyed',
  forget: 'forgotten',
  'delete,create': 'replaced',
  'create,delete': 'replaced',
  'create,forget': 'replaced',
};

/** The sides of one input. Only a plan that was made with a state shows both. */
export function sidesOfOne(model: Model): Sides {
  const after = withResources(model, model.resources.filter(remains));
  if (model.kind !== 'plan') return { before: undefined, unknownBefore: 'single-input', after, actions: [] };
  const actions = actionsOf(model);
  if (model.isWithoutState === true) return { before: undefined, unknownBefore: 'no-prior-state', after, actions };
  const kept = model.resources.filter((resource) => isManaged(resource) && isKept(resource));
  const changed = (model.before ?? []).filter(({ mode }) => mode === 'managed');
  const forgotten = model.resources.filter(({ action, mode }) => mode === 'managed' && action === 'forget');
  // A resource that stays until its successor is in use is in both lists of the plan, once as changed.
  return { before: withResources(model, [...kept, ...forgotten, ...changed]), after, actions };
}

/** The sides of two inputs: what each of them describes. */
export function sidesOfTwo(before: Model, after: Model): Sides {
  return {
    before: withResources(before, before.resources.filter(remains)),
    after: withResources(after, after.resources.filter(remains)),
    actions: after.kind === 'plan' ? actionsOf(after) : differences(before, after),
  };
}

/** The action on each resource if a changed description is applied. Replacements are not visible. */
function differences(before: Model, after: Model): ResourceAction[] {
  const earlier = byAddress(before.resources.filter(isManaged));
  const later = byAddress(after.resources.filter(isManaged));
  const gone = [...earlier.values()].filter(({ address }) => !later.has(address));
  const both = [...later.values()].flatMap((resource): ResourceAction[] => {
    const { address, type } = resource;
    const former = earlier.get(address);
    if (former === undefined) return [{ address, type, kind: 'created', before: undefined, after: resource }];
    if (sameValues(former, resource)) return [];
    return [{ address, type, kind: 'updated', before: former, after: resource }];
  });
  return [
    ...gone.map((resource): ResourceAction => {
      const { address, type } = resource;
      return { address, type, kind: 'destroyed', before: resource, after: undefined };
    }),
    ...both,
  ];
}

function sameValues(one: Resource, other: Resource): boolean {
  return JSON.stringify(one.values) === JSON.stringify(other.values);
}

function actionsOf(model: Model): ResourceAction[] {
  const earlier = byAddress(model.before ?? []);
  const later = model.resources.filter(({ remark, mode }) => remark === undefined && mode === 'managed');
  const ofLater = later.flatMap((resource) => {
    const kind = kindOf(resource);
    const { address, type } = resource;
    return kind === undefined ? [] : [{ address, type, kind, before: earlier.get(address), after: resource }];
  });
  const shown = new Set(later.map(({ address }) => address));
  const gone = [...earlier.values(), ...model.resources.filter(({ action }) => action === 'forget')];
  const ofGone = gone
    .filter(({ address, mode }) => mode === 'managed' && !shown.has(address))
    .map((resource): ResourceAction => {
      const { address, type, action } = resource;
      return {
        address,
        type,
        kind: action === 'forget' ? 'forgotten' : 'destroyed',
        before: resource,
        after: undefined,
      };
    });
  return [...ofGone, ...ofLater];
}

function kindOf({ action = '' }: Resource): ActionKind | undefined {
  return Object.hasOwn(kindOfAction, action) ? kindOfAction[action] : undefined;
}

/** Whether a resource exists after the apply, managed or not: what Terraform forgets can still grant. */
function remains(resource: Resource): boolean {
  const { mode, action = '', type } = resource;
  if (isManaged(resource)) return true;
  return mode === 'managed' && (action.includes('forget') || outlivesItsDestroy(type));
}

/** A resource of the result that Terraform keeps managing. */
function isManaged({ mode, remark }: Resource): boolean {
  return mode === 'managed' && remark === undefined;
}

/** A refresh-only plan changes nothing, and its resources have no action. */
function isKept({ action }: Resource): boolean {
  return action === undefined || action === 'no-op';
}

function withResources(model: Model, resources: readonly Resource[]): Model {
  return { ...model, resources };
}

export function byAddress(resources: readonly Resource[]): ReadonlyMap<string, Resource> {
  return new Map(resources.map((resource) => [resource.address, resource]));
}
