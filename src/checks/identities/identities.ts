import type { Model, Resource, Unknown } from '../../model';
import { once } from '../../once';
import { holderOf, holdersIn, type Holder, type IdentityKind } from './holders';
import { membershipsIn, type Membership } from './memberships';
import { givesRights, rightsIn, type Right, type RightsGiver } from './rights';

/** A right of an identity. If it is not certain, it may belong to another identity. */
export type HeldRight = Right & { readonly isSure: boolean };

/** A role, a user or a group that the input creates or names. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly key: string;
  /** The name; undefined if it is not known before the apply. */
  readonly name: string | undefined;
  /** The resources that create it: none if the input only names it; several if it is in several accounts or is being replaced. */
  readonly resources: readonly Resource[];
  /** Its own rights, without those of its groups. */
  readonly rights: readonly HeldRight[];
  /** Whether the input gives it rights, known or unknown. */
  readonly hasRights: boolean;
  /** Its rights whose documents match. Other documents are not read. */
  readonly rightsAbout: (worth: RegExp) => readonly HeldRight[];
  /** The groups of a user, or the users of a group. */
  readonly memberships: readonly Membership[];
}

/** Rights of identities that are not known before the apply. */
export interface UnplacedRight {
  readonly kind: IdentityKind;
  readonly right: Right;
  readonly unknown: Unknown;
}

export interface Identities {
  readonly all: readonly Identity[];
  readonly byKey: ReadonlyMap<string, Identity>;
  /** Identities with a name that is not known before the apply. */
  readonly unnamed: readonly Identity[];
  readonly unplaced: readonly UnplacedRight[];
  /** Memberships of users, or in groups, that are not known before the apply. */
  readonly unplacedMemberships: readonly Membership[];
}

/** The arguments of a resource that name the identities with its rights; a role names itself. */
const receivers: { readonly [type in RightsGiver]: Readonly<Record<string, IdentityKind>> } = {
  aws_iam_user_policy: { user: 'user' },
  aws_iam_group_policy: { group: 'group' },
  aws_iam_role_policy: { role: 'role' },
  aws_iam_user_policy_attachment: { user: 'user' },
  aws_iam_group_policy_attachment: { group: 'group' },
  aws_iam_role_policy_attachment: { role: 'role' },
  aws_iam_user_policy_attachments_exclusive: { user_name: 'user' },
  aws_iam_group_policy_attachments_exclusive: { group_name: 'group' },
  aws_iam_role_policy_attachments_exclusive: { role_name: 'role' },
  aws_iam_policy_attachment: { users: 'user', groups: 'group', roles: 'role' },
  aws_iam_role: {},
};

const makers: ReadonlyMap<string, IdentityKind> = new Map([
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
  ['aws_iam_group', 'group'],
]);

/** The resources that give an identity rights. */
interface Giver {
  readonly resource: Resource;
  readonly type: RightsGiver;
  readonly isSure: boolean;
}

/** An identity while its input is read. Its policies are read on request, because most are never needed. */
class GrowingIdentity implements Identity {
  readonly resources: Resource[] = [];
  readonly givers: Giver[] = [];
  readonly memberships: Membership[] = [];
  private found: readonly HeldRight[] | undefined;

  constructor(
    private readonly model: Model,
    readonly kind: IdentityKind,
    readonly key: string,
    readonly name: string | undefined,
  ) {}

  get rights(): readonly HeldRight[] {
    this.found ??= this.rightsWith(undefined);
    return this.found;
  }

  get hasRights(): boolean {
    return this.givers.length > 0;
  }

  rightsAbout(worth: RegExp): readonly HeldRight[] {
    return this.found ?? this.rightsWith(worth);
  }

  private rightsWith(worth: RegExp | undefined): readonly HeldRight[] {
    return this.givers.flatMap(({ resource, type, isSure }) =>
      rightsIn(this.model, type, resource, worth).map((right) => ({ ...right, isSure })),
    );
  }
}

/** Every identity of an input, with its rights. They are found in one pass, because an account has tens of thousands. */
export const identitiesIn = once((model: Model): Identities => {
  const byKey = new Map<string, GrowingIdentity>();
  const unplaced: UnplacedRight[] = [];
  const grown = (kind: IdentityKind, { key, name }: Holder): GrowingIdentity => {
    const known = byKey.get(key) ?? new GrowingIdentity(model, kind, key, name);
    byKey.set(key, known);
    return known;
  };
  for (const resource of model.resources) {
    const { type, mode } = resource;
    if (mode === 'data') continue;
    const kind = makers.get(type);
    const self = kind === undefined ? undefined : grown(kind, holderOf(resource, kind));
    self?.resources.push(resource);
    if (!givesRights(type)) continue;
    self?.givers.push({ resource, type, isSure: true });
    for (const [argument, kindOf] of Object.entries(receivers[type])) {
      const { named, others } = holdersIn(model, resource, argument, kindOf);
      for (const holder of named) grown(kindOf, holder).givers.push({ resource, type, isSure: holder.isSure });
      if (others === undefined) continue;
      unplaced.push(...rightsIn(model, type, resource).map((right) => ({ kind: kindOf, right, unknown: others })));
    }
  }
  const memberships = membershipsIn(model);
  for (const membership of memberships)
    for (const { kind, named } of [membership.users, membership.groups])
      for (const holder of named) grown(kind, holder).memberships.push(membership);
  const unplacedMemberships = memberships.filter(({ users, groups }) => (users.others ?? groups.others) !== undefined);
  const all = [...byKey.values()];
  return { all, byKey, unnamed: all.filter(({ name }) => name === undefined), unplaced, unplacedMemberships };
});
