import {
  coveredBy,
  linesWithAction,
  permissionsOf,
  type Permission,
  type PermissionLine,
  type PolicyDocument,
} from '../../iam';
import { textOf } from '../../model';
import { placeOf, type Context } from '../context';
import type { AcceptedRight, AcceptedUser, Contract } from '../contract/contract';
import type { RightLineJson } from '../contract/contract-json';
import { lineOfStatement } from '../contract/line-of-statement';
import { isAnything } from '../contract/wide-patterns';
import { demandedConditions } from '../grants/containment';
import { isSameName } from '../grants/ownership';
import { once } from '../memoize';
import type { Found } from '../rule';
import type { Right } from '../identities/rights';

/** How far a right of a user lies within the rights that the contract accepts. */
type Judgement =
  | { readonly kind: 'inside' }
  /** AWS writes the document; the contract accepts whatever it says. */
  | { readonly kind: 'assumed'; readonly arn: string }
  | { readonly kind: 'outside'; readonly shown: string }
  | { readonly kind: 'unknown'; readonly problem: string };

/** The entry of a contract that accepts a user; of several the one that says most. */
export function acceptedUser({ acceptedUsers }: Contract, user: string): AcceptedUser | undefined {
  const named = acceptedUsers.filter(({ name }) => isSameName(name, user));
  return named.find(({ rights }) => rights !== undefined) ?? named[0];
}

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
  const lines = JSON.stringify(entryFor(user, entry.reason, rights));
  const placeOfEntry = { contract: contract.name, contractPointer: `/acceptedUsers/${entry.index}` };
  const { rights: accepted } = entry;
  if (accepted === undefined) {
    return [
      {
        verdict: 'undecided',
        place: { ...placeOf(context, first.resource), ...placeOfEntry },
        message: `contract "${contract.name}" accepts user "${user}" by name alone, and this input shows what the user may do`,
        why: 'an entry without "rights" would accept whatever the user is ever allowed',
        remedy: `Review the rights of the user, and write the entry with those that are accepted: ${lines}`,
      },
    ];
  }
  return rights.flatMap((right): Found[] => {
    const judged = judgeRight(right, accepted);
    if (judged.kind === 'inside' || judged.kind === 'assumed') return [];
    const { resource } = right;
    const place = { ...placeOf(context, resource), ...placeOfEntry };
    const remedy = `Take the right from the user, or review it and write the entry with all that is accepted: ${lines}`;
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
  if ('document' in right) return judgeDocument(right.document, lines);
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

/** Every action on every resource under every condition holds whatever a document can say. */
function isEverything({ actions, resources, conditions }: PermissionLine): boolean {
  return actions.some(isAnything) && resources.some(isAnything) && conditions.length === 0;
}

/** The ARN of the managed policy of AWS that a right comes from. An export shows the documents of some of them, too. */
function policyOfAws(right: Right): string | undefined {
  const { type, values } = right.resource;
  const own = type === 'aws_iam_policy' ? textOf(values, 'arn') : undefined;
  const arn = 'arn' in right ? right.arn : own;
  return typeof arn === 'string' && /^arn:[\w-]+:iam::aws:policy\//.test(arn) ? arn : undefined;
}

/** A user's policies have a few hundred pairs of an action and a resource; more are not compared. */
const mostPairs = 200_000;

/** Deny statements and boundaries take nothing away: they are easily undone. */
function judgeDocument({ statements, version }: PolicyDocument, lines: readonly PermissionLine[]): Judgement {
  let count = 0;
  for (const statement of statements) {
    let [action, candidates]: [string | undefined, readonly number[]] = [undefined, []];
    for (const pair of permissionsOf(statement, version)) {
      count += 1;
      if (count > mostPairs) return { kind: 'unknown', problem: `it has more than ${mostPairs} pairs to compare` };
      // The pairs of one action come one after the other.
      if (pair.action !== action) [action, candidates] = [pair.action, linesWithAction(pair.action, lines)];
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

/** An entry of `acceptedUsers` with the rights that the input shows, to be reviewed and pasted. */
export function entryFor(user: string, reason: string, rights: readonly Right[]): object {
  const lines = new Map(rights.flatMap(linesOfRight).map((line) => [JSON.stringify(line), line]));
  return { name: user, reason, rights: [...lines.values()] };
}

/** A right that is sensitive or not known has no line: the one must not be printed, and nobody could review the other. */
function linesOfRight(right: Right): RightLineJson[] {
  const arn = policyOfAws(right);
  if (arn !== undefined) return [{ managedPolicy: arn }];
  if (right.resource.sensitive.size > 0 || !('document' in right)) return [];
  const { statements, version } = right.document;
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .map((statement): RightLineJson => {
      const { actions, resources, conditions = [] } = lineOfStatement(statement, version);
      const sayable = conditions.filter(({ key, values }) => [key, ...values].every(isText));
      return {
        actions,
        resources: [...new Set(resources.map((one) => (isText(one) ? one : '*')))],
        ...(sayable.length === 0 ? {} : { conditions: sayable }),
      };
    });
}

/** Whether a contract can hold the text: it is not blank, and has no variables of a policy. */
function isText(text: string): boolean {
  return /\S/.test(text) && !text.includes('${');
}
