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
import { once } from '../memoize';
import type { Found } from '../rule';
import { entryFor, policyOfAws } from './printed-entry';
import type { Right } from '../identities/rights';

/** How far a right of a user lies within the rights that the contract accepts. */
type Judgement =
  | { readonly kind: 'inside' }
  /** AWS writes the document; the contract accepts whatever it says. */
  | { readonly kind: 'assumed'; readonly arn: string }
  | { readonly kind: 'outside'; readonly shown: string }
  | { readonly kind: 'unknown'; readonly problem: string };

/** The entry of a contract that accepts a user; of several the first that says which rights. Names of IAM ignore case. */
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

/** What is not accepted of an accepted user. Where the input shows no rights, nothing is known of them, and nothing is found. */
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
        message: `contract "${contract.name}" accepts user "${user}" by name alone, and this input shows what the user may do`,
        why: 'an entry without "rights" would accept whatever the user is ever allowed',
        remedy: `Review the rights of the user, and write the entry with those that are accepted.${entryFor(user, entry.reason, rights)}`,
      },
    ];
  }
  const found = rights.flatMap((right): Found[] => {
    const judged = judgeRight(right, accepted);
    if (judged.kind === 'inside' || judged.kind === 'assumed') return [];
    const { resource } = right;
    const place = { ...placeOf(context, resource), ...placeOfEntry };
    const remedy = 'Take the right from the user, or review it and write the entry with all that is accepted.';
    if (judged.kind === 'unknown') {
      const message = `whether what ${resource.address} lets user "${user}" do is accepted cannot be told: ${judged.problem}`;
      return [{ verdict: 'undecided', place, message, remedy }];
    }
    return [
      {
        verdict: 'fail',
        place,
        message: `${resource.address} gives user "${user}" ${judged.shown}, and contract "${contract.name}" does not accept that of the user`,
        request: `iam:CreateAccessKey for "${user}", and with that key ${judged.shown}`,
        why: 'the rights that the contract accepts of the user do not contain it',
        remedy,
      },
    ];
  });
  return withEntry(found, user, entry.reason, rights);
}

/** The findings of one user, of which one prints the entry: a user may have many rights, and each finding would repeat all of them. */
export function withEntry(found: readonly Found[], user: string, reason: string, rights: readonly Right[]): Found[] {
  const printing = found.find(({ verdict }) => verdict === 'fail') ?? found[0];
  const entry = printing === undefined ? '' : entryFor(user, reason, rights);
  return found.map((one) => ({
    ...one,
    remedy: `${one.remedy}${one === printing ? entry : ` Another finding of user "${user}" prints the entry.`}`,
  }));
}

/** The managed policies of AWS that are accepted by their ARNs, among those that an accepted user has. */
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

/** Every action on every resource under every condition holds whatever a document can say. */
function isEverything({ actions, resources, conditions }: PermissionLine): boolean {
  return actions.some(isAnything) && resources.some(isAnything) && conditions.length === 0;
}

/** A policy of a user has a few hundred pairs of an action and a resource, and an entry a few lines. */
const mostComparisons = 1_000_000;

/** Deny statements and boundaries take nothing away: they are easily undone. */
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
          problem: `that takes more than ${mostComparisons} comparisons, and no more are made`,
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
  const actions = exceptActions.length === 0 ? action : `all actions but ${exceptActions.join(', ')}`;
  const resources = exceptResources.length === 0 ? resource : `all but ${exceptResources.join(', ')}`;
  return `${actions} on ${resources}${conditions.length === 0 ? '' : ' under other conditions'}`;
}
