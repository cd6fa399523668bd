import type { Model, Resource, Unknown } from '../../model';
import { once } from '../memoize';
import { holderOf, holdersIn, type Holder, type IdentityKind } from './holders';
import { membershipsIn, type Membership } from './memberships';
import { givesRights, rightsIn, type Right, type RightsGiver } from './rights';

/** A right of an identity. Unless it is sure, it may be that of another. */
export type HeldRight = Right & { readonly isSure: boolean };

/** A role, a user or a group that the input makes or names. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly key: string;
  /** Undefined if it is not known before the apply. */
  readonly name: string | undefined;
  /** What makes it: nothing where the input only names it, several in several accounts or while it is being replaced. */
  readonly resources: readonly Resource[];
  /** Its own rights, not those of its groups. */
  readonly rights: readonly HeldRight[];
  /** The input gives it rights, be they known or not. */
  readonly hasRights: boolean;
  /** Those of them whose documents match. Documents that do not are not read. */
  readonly rightsAbout: (worth: RegExp) => readonly HeldRight[];
  /** The groups that a user is in, the users that are in a group. */
  readonly memberships: readonly Membership[];
}

/** Rights of an identity that is not known before the apply. */
export interface UnplacedRight {
  readonly kind: IdentityKind;
  readonly right: Right;
  readonly unknown: Unknown;
}

export interface Identities {
  readonly all: readonly Identity[];
  readonly byKey: ReadonlyMap<string, Identity>;
  /** Those whose name is not known before the apply. */
  readonly unnamed: readonly Identity[];
  readonly unplaced: readonly UnplacedRight[];
  /** Memberships of users, or in groups, that are not known before the apply. */
  readonly unplacedMemberships: readonly Membership[];
}

/** The arguments of a resource that name the identities it gives rights to; a role gives them to itself. */
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

/** What gives an identity rights. */
interface Giver {
  readonly resource: Resource;
  readonly type: RightsGiver;
  readonly isSure: boolean;
}

/** An identity while its input is gone through. Its policies are read when its rights are asked for: most are never. */
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

/** Every identity of an input, with its rights: found in one pass, as an account has tens of thousands. */
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
