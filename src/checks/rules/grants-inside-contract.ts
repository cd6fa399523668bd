import { inputKinds, isListedByIam } from '../../model';
import { placeOf, type Context, type JudgedRole } from '../context';
import { judgeGrant, shownCondition, type Judgement } from '../grants/containment';
import type { Contract } from '../contract/contract';
import { acceptedPolicy } from '../identities/accepted-policies';
import { acceptedIn, hashOfGrant, isAccepted, withException } from '../contract/exceptions';
import { allowStatementsOf, type AllowStatement, type PolicySource } from '../grants/grants';
import { actionPointer, exceededPointer } from '../pointers';
import type { Found, Rule } from '../rule';
import { declaredDocument, remedyOfDocument, wordOf } from '../unknown-documents/declared';

export const grantsInsideContract: Rule = {
  id: 'grants-inside-contract',
  severity: 'critical',
  claim: "Every action on every resource that the role's policies allow is inside one line of its contract.",
  rationale:
    'An access key gives all rights of its user, so one wide line is enough to take over an account. Deny statements, ' +
    'boundaries and conditions that the contract does not require do not count: another policy or a missing key makes them ineffective.',
  remedy: 'Narrow the statement to what the contract allows, or change the contract after a review.',
  example: {
    of: 'statement',
    change: { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: 'arn:aws:iam::111122223333:user/*' },
  },
  judgesBefore: true,
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [...unreadable(context, role), ...outside(context, role)]);
  },
};

function unreadable(context: Context, role: JudgedRole): Found[] {
  return role.policies
    .filter((source) => source.document === undefined && (source.kind === 'inline' || source.arn === undefined))
    .map((source) => unread(context, role, source));
}

const asLiteral =
  'Write the document as literal JSON, with ARNs built from names, account and region, so that it is known before the apply.';

function unread(context: Context, role: JudgedRole, source: PolicySource): Found {
  const { remedyIfUnread = asLiteral } = inputKinds[context.model.kind];
  const { resource, attribute, problem = 'it cannot be read', remedy = remedyIfUnread, answers = [] } = source;
  const { contract, roleName } = role;
  const place = placeOf(context, resource, attribute);
  const declared = declaredDocument(context, role, resource, attribute);
  if (declared.kind === 'declared') {
    const message = `the plan does not know what ${resource.address} grants role "${roleName}", and ${wordOf(declared.entry, contract.name)}`;
    return { verdict: 'note', place, message, remedy };
  }
  const because = declared.kind === 'open' ? declared.because : '';
  return {
    verdict: 'undecided',
    place,
    message: `Keyturn cannot decide what ${resource.address} grants role "${roleName}": ${problem}${because}`,
    remedy: remedyOfDocument(remedy, declared),
    answers: declared.kind === 'open' ? [...answers, declared.answer] : answers,
  };
}

/** The most findings of one statement, which can have tens of thousands of pairs. */
const mostOfStatement = 50;

function outside(context: Context, role: JudgedRole): Found[] {
  const isOfAws = ({ arn }: PolicySource) =>
    isListedByIam(context.model.kind) && acceptedPolicy(context, role.contract, arn)?.holds === true;
  const judged = role.policies.filter((source) => !isOfAws(source));
  return allowStatementsOf(judged).flatMap((grant) => {
    const all = judgeGrant(grant, role).filter((judgement) => judgement.kind === 'outside');
    const shown = all.slice(0, mostOfStatement).map((judgement) => found(context, role, grant, judgement));
    const { version } = grant.document;
    const others = all.slice(mostOfStatement);
    const hasExceptions = role.contract.exceptions.length > 0;
    const more = hasExceptions ? others.filter(({ pair }) => !isAccepted(context, role, { pair, version })) : others;
    return more.length === 0 ? shown : [...shown, andMore(context, role, grant, more)];
  });
}

function andMore(
  context: Context,
  role: JudgedRole,
  { source, statement }: AllowStatement,
  more: readonly Outside[],
): Found {
  return {
    verdict: more.every(({ isUnclear }) => isUnclear) ? 'undecided' : 'fail',
    place: {
      ...placeOf(context, source.resource, source.attribute),
      statement: statement.index,
      contract: role.contract.name,
    },
    message: `statement ${statement.index} grants role "${role.roleName}" ${more.length} more pairs of an action and a resource that are outside its contract`,
    remedy: grantsInsideContract.remedy,
  };
}

/** A grant outside every line is a finding, unless the contract has an exception for this grant. */
function found(context: Context, role: JudgedRole, grant: AllowStatement, judgement: Outside): Found {
  const { pair } = judgement;
  const hash = hashOfGrant(context, { subject: role.roleArn, pair, version: grant.document.version });
  const finding = {
    ...outsideOf(context, role, grant, judgement),
    ...(grant.source.isSensitive ? {} : { grant: hash }),
  };
  return withException(finding, acceptedIn(context, role.contract, hash), role.contract.name);
}

type Outside = Judgement & { kind: 'outside' };

function outsideOf(
  context: Context,
  role: JudgedRole,
  { source, statement }: AllowStatement,
  judgement: Outside,
): Found {
  const { contract, roleName } = role;
  const { pair, shortfall } = judgement;
  const place = {
    ...placeOf(context, source.resource, source.attribute),
    statement: statement.index,
    within: actionPointer(pair),
    contract: contract.name,
    contractPointer: exceededPointer(shortfall),
  };
  if (source.isSensitive) {
    const message = `statement ${statement.index} of a sensitive policy grants role "${roleName}" something that its contract does not allow`;
    return { verdict: 'fail', place, message, remedy: grantsInsideContract.remedy };
  }
  const grants = { action: pair.action, resource: pair.resource };
  const remedy =
    context.model.madeFrom === undefined
      ? remedyFor(judgement, whereOf(source, statement))
      : ownRemedy(judgement, contract);
  const but = (exceptions: readonly string[]) => (exceptions.length === 0 ? '' : ` but ${exceptions.join(', ')}`);
  if (judgement.isUnclear) {
    const message = `role "${roleName}" can call ${pair.action} on ${pair.resource}${remarkOf(source)}, and Keyturn cannot decide whether that allows anything`;
    const why =
      'the service defines no such resource for the action, and AWS does not document how it reads this notation';
    return { verdict: 'undecided', place, message, why, grants, remedy };
  }
  const request = requestOf(judgement);
  return {
    verdict: 'fail',
    place,
    message: `role "${roleName}" can call ${pair.action}${but(pair.exceptActions)} on ${pair.resource}${but(pair.exceptResources)}${remarkOf(source)}`,
    ...(request === undefined ? {} : { request }),
    why: whyOutside(judgement, contract.name),
    grants,
    remedy,
  };
}

function whereOf({ resource }: PolicySource, { index }: AllowStatement['statement']): string {
  return `statement ${index} of ${resource.address}`;
}

function requestOf({ shortfall }: Outside): string | undefined {
  if (shortfall.kind === 'several') return undefined;
  const call = `${shortfall.call.action} on ${shortfall.call.resource}`;
  return shortfall.kind === 'outside'
    ? call
    : `${call}, without ${shortfall.missing.map(shownCondition).join(' and ')}`;
}

function remarkOf({ resource }: PolicySource): string {
  return resource.remark === undefined ? '' : ` (${resource.remark})`;
}

function whyOutside({ shortfall }: Outside, contract: string): string {
  switch (shortfall.kind) {
    case 'outside':
      return `no line of contract "${contract}" allows that request`;
    case 'conditions':
      return `line ${shortfall.line} of contract "${contract}" requires ${shortfall.missing.map(shownCondition).join(' and ')}`;
    case 'several':
      return `no single line of contract "${contract}" contains it; only lines ${shortfall.lines.join(', ')} together might`;
  }
}

function remedyFor({ shortfall, pair }: Outside, where: string): string {
  if (pair.exceptActions.length > 0 || pair.exceptResources.length > 0) {
    return `Use Action and Resource instead of NotAction and NotResource in ${where}.`;
  }
  switch (shortfall.kind) {
    case 'outside':
      return `Remove ${pair.action} on ${pair.resource} from ${where}, or narrow it to what the contract allows.`;
    case 'conditions':
      return `Add to the Condition of ${where}: ${shortfall.missing.map(shownCondition).join(' and ')}.`;
    case 'several':
      return `Write ${where} as one statement for each line of the contract.`;
  }
}

/** The remedy for a stack of this project: its policy is made from the settings. */
function ownRemedy({ shortfall, pair }: Outside, { file }: Contract): string {
  const back = 'Revert the settings. If they are right,';
  switch (shortfall.kind) {
    case 'outside':
      return `${back} add it to "identity" of ${file}.`;
    case 'conditions': {
      const keys = new Set(shortfall.missing.map(({ key }) => key.toLowerCase()));
      const granted = pair.conditions.filter(({ key }) => keys.has(key.toLowerCase())).map(shownCondition);
      const demand =
        granted.length === 0 ? 'require no more than the statement has' : `require ${granted.join(' and ')}`;
      return `${back} make identity[${shortfall.line}] of ${file} ${demand}.`;
    }
    case 'several':
      return `${back} write one line under "identity" of ${file} that allows all of it.`;
  }
}
