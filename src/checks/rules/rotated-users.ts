import type { Resource } from '../../model';
import type { Contract } from '../contract/contract';
import type { Right } from '../identities/rights';
import { declaredElsewhere, isAssumedElsewhere } from '../naming/elsewhere';
import { placeOf, type Context, type JudgedRole } from '../context';
import type { Found, Rule } from '../rule';
import { acceptedUser, notAccepted, withEntry } from '../rotated-users/accepted-rights';
import { shownOf, usersOf, type UserOfContract } from '../rotated-users/rotated-users';
import { powersOf, type Power } from '../rotated-users/user-powers';
import { rightsOfUser } from '../rotated-users/user-rights';

export const rotatedUsers: Rule = {
  id: 'rotated-users',
  severity: 'critical',
  claim: 'As far as the input shows, no user whose access keys the role can create is an administrator.',
  rationale:
    'A new access key gives all rights of its user: the role is as powerful as the most powerful user ' +
    'it rotates. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  remedy:
    'Remove the right from the user, rotate the user elsewhere, or list the user under "acceptedUsers" in the contract, with the reason ' +
    'and the accepted rights.',
  needs: 'identities',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_user_policy_attachment: {
          more: { user: 'backup-agent', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
        },
      },
    },
  },
  judge(context) {
    const rotated = context.judged.flatMap((role) => usersOf(context.model, role).map((user) => ({ role, user })));
    const isNew = oncePerContract();
    if (rotated.length === 0) return undefined;
    return rotated.flatMap(({ role, user }) => (isNew(role, user) ? judgeUser(context, role, user) : []));
  },
};

/** An export does not show which shard has which user, so every shard has all users of its contract: they are judged once. */
function oncePerContract(): (role: JudgedRole, user: UserOfContract) => boolean {
  const seen = new Set<string>();
  return ({ pairsOfShards, contract: { file, name: contract }, environment = '' }, { name, paths }) => {
    if (pairsOfShards === undefined) return true;
    const key = JSON.stringify([file, contract, environment, name, paths]);
    return seen.size < seen.add(key).size;
  };
}

/** The question to answer before the entry is valid. */
const toDo = 'TODO: why the user needs these rights and the rotation';

function judgeUser(context: Context, { contract }: JudgedRole, named: UserOfContract): Found[] {
  const { model } = context;
  const user = named.name;
  const absent = notThere(context, contract, named);
  if (absent.length > 0) return absent;
  const rights = rightsOfUser(model, user).filter((right) => !isSaidElsewhere(contract, right));
  const entry = acceptedUser(contract, user);
  if (entry !== undefined) return notAccepted(context, { contract, entry, user, rights });
  const ways = rights.map((right) => ({
    from: right.resource,
    attribute: right.attribute,
    powers: powersOf(model, right, { kind: 'user', name: user }),
  }));
  const found = ways.flatMap((way) => judgeWay(context, { contract, user }, way));
  return [...withEntry(found, user, toDo, rights), ...notVisible(context, user, ways)];
}

/** A user of the contract that does not exist in the account: no key can be created, and nothing is judged. */
function notThere({ model }: Context, { name, identity }: Contract, user: UserOfContract): Found[] {
  const shown = shownOf(model, user);
  if (shown.kind !== 'no-such-user' && shown.kind !== 'another-path') return [];
  const index = identity.findIndex(({ resources }) => resources.some((one) => one.endsWith(`/${user.name}`)));
  return [
    {
      verdict: 'note',
      place: { input: model.file, contract: name, contractPointer: index < 0 ? '/identity' : `/identity/${index}` },
      message:
        shown.kind === 'no-such-user'
          ? `contract "${name}" names user "${user.name}", who does not exist in this account`
          : `contract "${name}" names user "${user.name}" with path ${(user.paths ?? []).join(', ')}, but the user has the path ${shown.path}`,
      remedy: 'Correct the users in the contract, each with its path.',
    },
  ];
}

/** An unknown group or policy that, by the contract, gives the user nothing. */
function isSaidElsewhere({ elsewhere }: Contract, right: Right): boolean {
  return 'problem' in right && isAssumedElsewhere(elsewhere, right.resource, right.attribute);
}

interface Rotated {
  readonly contract: Contract;
  readonly user: string;
}

/** The effect of a right. */
interface Way {
  readonly from: Resource;
  readonly attribute: string;
  readonly powers: readonly Power[];
}

/** The first step to administration, or the first undecided one. */
function judgeWay(context: Context, { contract, user }: Rotated, { from, attribute, powers }: Way): Found[] {
  const place = placeOf(context, from);
  const [power] = powers.flatMap((one) => (one.kind === 'power' ? [one.power] : []));
  if (power !== undefined) {
    return [
      {
        verdict: 'fail',
        place: { ...place, contract: contract.name, contractPointer: '/identity' },
        message: `${from.address} gives user "${user}" ${power}, and the role can create an access key for that user`,
        request: `iam:CreateAccessKey for "${user}", and with that key ${power}`,
        why: 'with a new access key the role can do what the user can do',
        remedy: rotatedUsers.remedy,
      },
    ];
  }
  const [problem] = powers.flatMap((one) => (one.kind === 'question' ? [one.problem] : []));
  if (problem === undefined) return [];
  const message = `the role can create an access key for user "${user}", and the rights that ${from.address} gives that user are not known: ${problem}`;
  const answered = declaredElsewhere(rotatedUsers.remedy.slice(0, -1), { address: from.address, attribute });
  return [{ verdict: 'undecided', place, message, ...answered }];
}

/** More than these are counted. */
const shown = 3;

/** One note for everything that a user reaches and the input does not show. */
function notVisible(context: Context, user: string, ways: readonly Way[]): Found[] {
  const unseen = ways.flatMap(({ from, powers }) =>
    powers.flatMap((power) => (power.kind === 'unseen' ? [{ from, reached: power.reached }] : [])),
  );
  const [first] = unseen;
  if (first === undefined) return [];
  const all = [...new Set(unseen.map(({ reached }) => reached))];
  const more = all.length > shown ? `, and ${all.length - shown} more` : '';
  return [
    {
      verdict: 'note',
      place: placeOf(context, first.from),
      message: `user "${user}" reaches rights that are not visible in this input: ${all.slice(0, shown).join('; ')}${more}`,
      remedy: 'Judge an input that shows it, such as an export of the account.',
    },
  ];
}
