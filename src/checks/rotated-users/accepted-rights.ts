import {
  coveredBy,
  linesWithAction,
  permissionsOf,
  type Permission,
  type PermissionLine,
  type PolicyDocument,
} from '../../iam';
import { placeOf, type Context } from '../context';
import type { AcceptedRight, AcceptedUser, Contract } from '../contract/contract';
import { isAnything } from '../contract/wide-patterns';
import { demandedConditions, hasPolicyVariables } from '../grants/containment';
import { once } from '../../once';
import type { Found } from '../rule';
import { entryFor, policyOfAws } from './printed-entry';
import type { Right } from '../identities/rights';

/** Whether the rights that the contract accepts contain a right of a user. */
type Judgement =
  | { readonly kind: 'inside' }
  /** AWS writes the document; the contract accepts its content. */
  | { readonly kind: 'assumed'; readonly arn: string }
  | { readonly kind: 'outside'; readonly shown: string }
  | { readonly kind: 'unknown'; readonly problem: string };

/** The entry of a contract that accepts a user; of several entries the first with rights. IAM names ignore case. */
export function acceptedUser(contract: Contract, user: string): AcceptedUser | undefined {
  return acceptedByName(contract).get(user.toLowerCase());
}

const acceptedByName = once(({ acceptedUsers }: Contract): ReadonlyMap<string, AcceptedUser> => {
  const found = new Map<string, AcceptedUser>();
  for (const entry of acceptedUsers) {
    const known = found.get(entry.name.toLowerCase());
    if (known === undefined || (known.rights === undefined && entry.rights !== undefined))
      found.set(entry.name.toLowerCase(), entry);
  }
  return found;
});

/** A user that a contract accepts, with what the input shows of the user's rights. */
interface Accepted {
  readonly contract: Contract;
  readonly entry: AcceptedUser;
  readonly user: string;
  readonly rights: readonly Right[];
}

/** The rights of an accepted user that are not accepted. An input without rights gives no finding. */
export function notAccepted(context: Context, { contract, entry, user, rights }: Accepted): Found[] {
  const [first] = rights;
  if (first === undefined) return [];
  const placeOfEntry = { contract: contract.name, contractPointer: `/acceptedUsers/${entry.index}` };
  const { rights: accepted } = entry;
  if (accepted === undefined) {
    return [
      {
        verdict: 'undecided',
        place: { ...placeOf(context, first.resource), ...placeOfEntry },
        message: `contract "${contract.name}" accepts user "${user}" by name alone, but this input shows the rights of the user`,
        why: 'an entry without "rights" would accept every right that the user ever gets',
        remedy: `Review the rights of the user, and list the accepted ones in the entry.${entryFor(user, entry.reason, rights)}`,
      },
    ];
  }
  const found = rights.flatMap((right): Found[] => {
    const judged = judgeRight(right, accepted);
    if (judged.kind === 'inside' || judged.kind === 'assumed') return [];
    const { resource } = right;
    const place = { ...placeOf(context, resource), ...placeOfEntry };
    const remedy = 'Remove the right from the user, or review it and list all accepted rights in the entry.';
    if (judged.kind === 'unknown') {
      const message = `Keyturn cannot decide whether the rights that ${resource.address} gives user "${user}" are accepted: ${judged.problem}`;
      return [{ verdict: 'undecided', place, message, remedy }];
    }
    return [
      {
        verdict: 'fail',
        place,
        message: `${resource.address} gives user "${user}" ${judged.shown}, which contract "${contract.name}" does not accept for this user`,
        request: `iam:CreateAccessKey for "${user}", and with that key ${judged.shown}`,
        why: 'the accepted rights of the user do not contain it',
        remedy,
      },
    ];
  });
  return withEntry(found, user, entry.reason, rights);
}

/** The findings of one user. Only one prints the entry, because it lists all rights of the user. */
export function withEntry(found: readonly Found[], user: string, reason: string, rights: readonly Right[]): Found[] {
  const printing = found.find(({ verdict }) => verdict === 'fail') ?? found[0];
  const entry = printing === undefined ? '' : entryFor(user, reason, rights);
  return found.map((one) => ({
    ...one,
    remedy: `${one.remedy}${one === printing ? entry : ` Another finding of user "${user}" prints the entry.`}`,
  }));
}

/** The AWS managed policies of an accepted user that are accepted by their ARNs. */
export function assumedPolicies({ rights: accepted }: AcceptedUser, rights: readonly Right[]): string[] {
  if (accepted === undefined) return [];
  const judged = rights.map((right) => judgeRight(right, accepted));
  return [...new Set(judged.flatMap((one) => (one.kind === 'assumed' ? one.arn : [])))];
}

function judgeRight(right: Right, accepted: readonly AcceptedRight[]): Judgement {
  const lines = linesOf(accepted);
  if (lines.some(isEverything)) return { kind: 'inside' };
  const arn = policyOfAws(right);
  if (arn !== undefined && accepted.some((one) => one.kind === 'managed-policy' && one.arn === arn))
    return { kind: 'assumed', arn };
  if ('problem' in right) return { kind: 'unknown', problem: right.problem };
  if ('document' in right)
    return judgeDocument(right.document, hasPolicyVariables(right.document) ? linesWithVariables(accepted) : lines);
  return arn === undefined
    ? { kind: 'unknown', problem: `the document of ${right.arn} is not in this input` }
    : { kind: 'outside', shown: `what ${arn} says` };
}

const linesOf = once((accepted: readonly AcceptedRight[]): readonly PermissionLine[] =>
  accepted.flatMap((right) =>
    right.kind === 'actions'
      ? [{ actions: right.actions, resources: right.resources, conditions: demandedConditions(right.conditions) }]
      : [],
  ),
);

const linesWithVariables = once((accepted: readonly AcceptedRight[]): readonly PermissionLine[] =>
  linesOf(accepted).map((line) => ({ ...line, sameVariables: true })),
);

/** Every action on every resource without a condition contains every possible document. */
function isEverything({ actions, resources, conditions }: PermissionLine): boolean {
  return actions.some(isAnything) && resources.some(isAnything) && conditions.length === 0;
}

/**
 * The most comparisons. The most comparisons. A policy of a user has a few hundred pairs of an action and a resource, and an entry a few
 * lines.
 */
const mostComparisons = 1_000_000;

/** Deny statements and boundaries are ignored, because they are easily removed. */
function judgeDocument({ statements, version }: PolicyDocument, lines: readonly PermissionLine[]): Judgement {
  let count = 0;
  for (const statement of statements) {
    let [action, candidates]: [string | undefined, readonly number[]] = [undefined, []];
    for (const pair of permissionsOf(statement, version)) {
      // The pairs of one action come one after the other.
      if (pair.action !== action) [action, candidates] = [pair.action, linesWithAction(pair.action, lines)];
      count += candidates.length;
      if (count > mostComparisons)
        return {
          kind: 'unknown',
          problem: `it needs more than ${mostComparisons} comparisons, which is the limit`,
        };
      if (!candidates.some((candidate) => isCovered(pair, lines[candidate])))
        return { kind: 'outside', shown: shownPair(pair) };
    }
  }
  return { kind: 'inside' };
}

function isCovered(pair: Permission, line: PermissionLine | undefined): boolean {
  return line !== undefined && coveredBy(pair, line);
}

function shownPair({ action, resource, exceptActions, exceptResources, conditions }: Permission): string {
  const actions = exceptActions.length === 0 ? action : `all actions except ${exceptActions.join(', ')}`;
  const resources = exceptResources.length === 0 ? resource : `all except ${exceptResources.join(', ')}`;
  return `${actions} on ${resources}${conditions.length === 0 ? '' : ' under other conditions'}`;
}
