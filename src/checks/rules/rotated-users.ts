import { placeOf, type Context, type JudgedRole } from '../context';
import type { Found, Rule } from '../rule';
import { acceptedUser, entryFor, notAccepted } from '../privilege-escalation/accepted-rights';
import { usersOf } from '../privilege-escalation/rotated-users';
import { powerOf } from '../privilege-escalation/user-powers';
import { rightsOfUser } from '../privilege-escalation/user-rights';

export const rotatedUsers: Rule = {
  id: 'rotated-users',
  severity: 'critical',
  claim: 'No user whose access keys the role may create is seen to be an administrator.',
  rationale:
    'Whoever creates an access key for a user can do everything that the user can: the role is as powerful as the most powerful user ' +
    'it rotates. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  remedy:
    'Take the power from the user, rotate the user elsewhere, or write the user under "acceptedUsers" in the contract, with the reason ' +
    'and with the rights that are accepted.',
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
    if (rotated.length === 0) return undefined;
    return rotated.flatMap(({ role, user }) => powersOf(context, role, user));
  },
};

/** What somebody has to answer before the entry accepts anything. */
const toDo = 'TODO: why the user may have these rights, and must be rotated';

function powersOf(context: Context, { contract }: JudgedRole, user: string): Found[] {
  const rights = rightsOfUser(context.model, user);
  const entry = acceptedUser(contract, user);
  if (entry !== undefined) return notAccepted(context, { contract, entry, user, rights });
  return rights.flatMap((right): Found[] => {
    const { resource } = right;
    const found = powerOf(right);
    if (found === undefined) return [];
    const place = { ...placeOf(context, resource), contract: contract.name, contractPointer: '/identity' };
    if ('problem' in found) {
      const message = `what ${resource.address} lets user "${user}" do, for whom the role may make an access key, is not known: ${found.problem}`;
      return [{ verdict: 'undecided', place: placeOf(context, resource), message, remedy: rotatedUsers.remedy }];
    }
    return [
      {
        verdict: 'fail',
        place,
        message: `${resource.address} gives user "${user}" ${found.power}, and the role may make an access key for that user`,
        request: `iam:CreateAccessKey for "${user}", and with that key ${found.power}`,
        why: 'what the user may do is in the reach of the role',
        remedy: `${rotatedUsers.remedy} The entry for what the user may do now: ${JSON.stringify(entryFor(user, toDo, rights))}`,
      },
    ];
  });
}
