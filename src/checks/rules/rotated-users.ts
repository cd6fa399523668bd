import { actionMatches, normaliseResource, parseIdentityPolicy, PolicySyntaxError } from '../../iam';
import { Unknown } from '../../terraform';
import { placeOf, type Context, type JudgedRole } from '../context';
import { isSameName } from '../ownership';
import type { Found, Rule } from '../rule';
import { rightsOfUser, type UserRight } from '../user-rights';

/** Requests that nobody who is merely rotated should be able to make. */
const powers = [
  'iam:CreateAccessKey',
  'iam:AttachUserPolicy',
  'iam:PutUserPolicy',
  'iam:CreatePolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'sts:AssumeRole',
];

/** Managed policies of AWS that hold such powers. https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ */
const powerful = ['AdministratorAccess', 'IAMFullAccess', 'PowerUserAccess'];

export const rotatedUsers: Rule = {
  id: 'rotated-users',
  severity: 'critical',
  claim: 'No user whose access keys the role may create is seen to be an administrator.',
  rationale:
    'Whoever creates an access key for a user can do everything that the user can: the role is as powerful as the most powerful user ' +
    'it rotates. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  remedy:
    'Take the power from the user, rotate the user elsewhere, or name the user under "acceptedUsers" in the contract, with the reason.',
  invisibleIn: ['policy'],
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
    const rotated = context.judged.flatMap((role) => usersOf(role).map((user) => ({ role, user })));
    if (rotated.length === 0) return undefined;
    return rotated.flatMap(({ role, user }) => powersOf(context, role, user));
  },
};

/** The users on whom the contract allows a new access key. */
export function usersOf({ contract }: JudgedRole): string[] {
  const lines = contract.identity.filter(({ actions }) =>
    actions.some((action) => actionMatches(action, 'iam:CreateAccessKey')),
  );
  const resources = lines.flatMap(({ resources: arns }) => arns).filter((arn) => arn.includes(':user/'));
  return [...new Set(resources.map((arn) => arn.split('/').at(-1) ?? arn))];
}

function powersOf(context: Context, { contract }: JudgedRole, user: string): Found[] {
  if (contract.acceptedUsers.some(({ name }) => isSameName(name, user))) return [];
  return rightsOfUser(context.model, user).flatMap((right): Found[] => {
    const { resource } = right;
    const power = powerOf(right);
    if (power === undefined) return [];
    if (power instanceof Unknown) {
      const message = `what ${resource.address} lets user "${user}" do, for whom the role may make an access key, is not known: ${power.reason}`;
      return [{ verdict: 'undecided', place: placeOf(context, resource), message, remedy: rotatedUsers.remedy }];
    }
    return [
      {
        verdict: 'fail',
        place: { ...placeOf(context, resource), contract: contract.name, contractPointer: '/identity' },
        message: `${resource.address} gives user "${user}" ${power}, and the role may make an access key for that user`,
        request: `iam:CreateAccessKey for "${user}", and with that key ${power}`,
        why: 'what the user may do is in the reach of the role',
        remedy: rotatedUsers.remedy,
      },
    ];
  });
}

function powerOf(right: UserRight): string | Unknown | undefined {
  if ('arn' in right) return powerful.find((name) => right.arn.endsWith(`:policy/${name}`));
  return right.document instanceof Unknown ? right.document : powerOfDocument(right.document);
}

/** A power that a document grants: any write to IAM, or the assuming of more than one role. */
function powerOfDocument(text: string): string | undefined {
  try {
    for (const { effect, action, resource } of parseIdentityPolicy(text).statements) {
      if (effect !== 'Allow') continue;
      const isWide =
        resource === undefined ||
        resource.negated ||
        resource.patterns.some((one) => normaliseResource(one).includes('*'));
      const power = powers.find(
        (name) =>
          action.patterns.some((pattern) => actionMatches(pattern, name)) !== action.negated &&
          (isWide || name.startsWith('iam:')),
      );
      if (power !== undefined) return power;
    }
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
  }
  return undefined;
}
