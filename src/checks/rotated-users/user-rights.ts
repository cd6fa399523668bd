import type { PolicyDocument, Statement } from '../../iam';
import type { Model } from '../../model';
import { holderNamed, type Holders } from '../identities/holders';
import { identitiesIn, type Identities, type Identity } from '../identities/identities';
import type { Membership } from '../identities/memberships';
import type { Right } from '../identities/rights';
import { rolesThatName } from '../privilege-escalation/admissions';
import { assumeRole } from '../privilege-escalation/escalation-ways';
import { arnsOf } from '../privilege-escalation/reached-roles';

/** The visible rights of a user: the user's own policies, and those of the user's groups. Uncertain ones count. */
export function rightsOfUser(model: Model, user: string): Right[] {
  const identities = identitiesIn(model);
  const memberships = membershipsOf(identities, user);
  const groups = new Set(memberships.flatMap((membership) => groupsOf(identities, membership)));
  return [
    ...memberships.flatMap((membership) => questionsAbout(identities, membership)),
    ...usersNamed(identities, user).flatMap(({ rights }) => rights),
    ...unplacedRights(identities, 'user'),
    ...[...groups].flatMap(({ rights }) => rights),
    ...(memberships.length === 0 ? [] : unplacedRights(identities, 'group')),
    ...rolesThatName(model, user).flatMap((role) => rightByTrust(model, role)),
  ];
}

/** In one account a trust policy that names a user is enough: the user needs no policy to assume the role. */
function rightByTrust(model: Model, role: Identity): Right[] {
  const statement: Statement = {
    index: 0,
    effect: 'Allow',
    action: { negated: false, patterns: [assumeRole] },
    resource: { negated: false, patterns: [...arnsOf(model, role)] },
    conditions: [],
  };
  const document: PolicyDocument = { version: '2012-10-17', statements: [statement] };
  return role.resources.map((resource) => ({ resource, attribute: 'assume_role_policy', document }));
}

/** The user, and resources that may be the user. */
function usersNamed({ byKey, unnamed }: Identities, user: string): Identity[] {
  const own = byKey.get(holderNamed('user', user).key);
  return [...(own === undefined ? [] : [own]), ...unnamed.filter(({ kind }) => kind === 'user')];
}

function unplacedRights({ unplaced }: Identities, kind: 'user' | 'group'): Right[] {
  return unplaced.filter((one) => one.kind === kind).map(({ right }) => right);
}

function membershipsOf(identities: Identities, user: string): Membership[] {
  const { unplacedMemberships } = identities;
  return [
    ...new Set([
      ...usersNamed(identities, user).flatMap(({ memberships }) => memberships),
      ...unplacedMemberships.filter(({ users }) => users.others !== undefined),
    ]),
  ];
}

/** The groups of a membership; all groups of the input if they are not known. */
function groupsOf({ byKey, all }: Identities, { groups }: Membership): readonly Identity[] {
  if (groups.others !== undefined) return all.filter(({ kind }) => kind === 'group');
  return groups.named.flatMap(({ key }) => byKey.get(key) ?? []);
}

/** The unknown part of a membership: a group that is not in the input may give any right. */
function questionsAbout({ byKey }: Identities, { resource, groups }: Membership): Right[] {
  const place = { resource, attribute: resource.type === 'aws_iam_group_membership' ? 'group' : 'groups' };
  if (groups.others !== undefined) return [{ ...place, problem: 'its groups are known only after the apply' }];
  return absentIn(groups, byKey).map((name) => ({ ...place, problem: `group "${name}" is not in this input` }));
}

function absentIn({ named }: Holders, byKey: Identities['byKey']): string[] {
  return named.filter(({ key }) => (byKey.get(key)?.resources ?? []).length === 0).flatMap(({ name }) => name ?? []);
}
