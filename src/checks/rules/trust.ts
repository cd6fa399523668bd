import { unmetConditions, type Condition, type PolicyDocument, type Statement } from '../../iam';
import { inputKinds, type Resource } from '../../model';
import { demandedConditions, hasPolicyVariables, shownCondition } from '../grants/containment';
import { placeOf, type Context, type JudgedRole } from '../context';
import type { TrustLine } from '../contract/contract';
import { elementPointer } from '../pointers';
import { trustPolicyOf } from '../policy-index';
import type { Found, Rule } from '../rule';
import { declaredDocument, remedyOfDocument, wordOf } from '../unknown-documents/declared';

export const trust: Rule = {
  id: 'trust',
  severity: 'critical',
  claim:
    'Only the principals that the contract names can assume the role, and only under the conditions of the contract.',
  rationale:
    'A service that is trusted without aws:SourceArn and aws:SourceAccount can be made to use the role for another account. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  remedy:
    'Write the trust policy with one statement for each line of the contract: its principal, its action and its conditions.',
  needs: 'identities',
  example: { of: 'trust', change: { Condition: { ArnEquals: null } } },
  judgesBefore: true,
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => role.roles.flatMap((resource) => judgeRole(context, role, resource)));
  },
};

function judgeRole(context: Context, role: JudgedRole, resource: Resource): Found[] {
  const place = {
    ...placeOf(context, resource, 'assume_role_policy'),
    contract: role.contract.name,
    contractPointer: '/trust',
  };
  const document = read(resource);
  if (typeof document === 'string') {
    return [unread(context, role, { resource, place, problem: document })];
  }
  const allowing = document.statements.filter(({ effect }) => effect === 'Allow');
  const outside = allowing.flatMap((statement): Found[] => {
    const excess = excessOf(statement, role.contract.trust, hasPolicyVariables(document));
    if (excess === undefined) return [];
    return [
      {
        verdict: 'fail',
        place: { ...place, statement: statement.index, within: elementPointer(statement, 'Principal') },
        message: `${resource.sensitive.has('assume_role_policy') ? 'somebody' : shownPrincipals(statement)} can assume role "${role.roleName}"`,
        request: `${exampleAction(statement)} for ${role.roleArn}, ${exampleCaller(statement, excess)}`,
        why: excessInWords(excess),
        remedy: `In statement ${statement.index}, allow only ${role.contract.trust.map(shownLine).join('; or ')}.`,
      },
    ];
  });
  if (outside.length > 0 || allowing.length > 0) return outside;
  const message = `nobody can assume role "${role.roleName}", so nothing can run as it`;
  return [{ verdict: 'fail', place, message, remedy: trust.remedy }];
}

const asLiteral = 'Write assume_role_policy as literal JSON.';

function unread(
  context: Context,
  role: JudgedRole,
  {
    resource,
    place,
    problem,
  }: { readonly resource: Resource; readonly place: Found['place']; readonly problem: string },
): Found {
  const declared = declaredDocument(context, role, resource, 'assume_role_policy');
  if (declared.kind === 'declared') {
    const message = `the plan does not know who can assume role "${role.roleName}", and ${wordOf(declared.entry, role.contract.name)}`;
    return { verdict: 'note', place, message, remedy: asLiteral };
  }
  const because = declared.kind === 'open' ? declared.because : '';
  return {
    verdict: 'undecided',
    place,
    message: `Keyturn cannot decide who can assume role "${role.roleName}": ${problem}${because}`,
    remedy: remedyOfDocument(inputKinds[context.model.kind].remedyIfUnread ?? asLiteral, declared),
    ...(declared.kind === 'open' ? { answers: [declared.answer] } : {}),
  };
}

function read(resource: Resource): PolicyDocument | string {
  const reading = trustPolicyOf(resource);
  switch (reading.kind) {
    case 'document':
      return reading.document;
    case 'absent':
      return 'the role has no assume_role_policy';
    case 'unknown':
      return `it is not known: ${reading.unknown.reason}`;
    case 'refused':
      return resource.sensitive.has('assume_role_policy') ? 'it is not a valid trust policy' : reading.problem;
  }
}

/** The reason why a statement admits more than the contract. */
type Excess =
  | { readonly kind: 'everybody-but-listed' }
  | { readonly kind: 'principal' | 'action'; readonly lines: readonly TrustLine[] }
  | { readonly kind: 'conditions'; readonly missing: readonly Condition[] };

/** Each principal of a statement must be one that a line names, for that line's action and under its conditions. */
function excessOf(
  { principal, action, conditions }: Statement,
  lines: readonly TrustLine[],
  sameVariables: boolean,
): Excess | undefined {
  if (principal === undefined || principal.negated) return { kind: 'everybody-but-listed' };
  for (const one of principal.principals) {
    const named = lines.filter((line) => line.principal.type === one.type && line.principal.value === one.value);
    if (named.length === 0) return { kind: 'principal', lines };
    const names = action.negated ? [undefined] : action.patterns;
    for (const name of names) {
      const lets = named.filter((line) => name?.toLowerCase() === line.action.toLowerCase());
      if (lets.length === 0) return { kind: 'action', lines: named };
      const missing = lets.map((line) =>
        unmetConditions(demandedConditions(line.conditions), conditions, sameVariables),
      );
      const [first] = missing;
      if (first !== undefined && missing.every((unmet) => unmet.length > 0))
        return { kind: 'conditions', missing: first };
    }
  }
  return undefined;
}

function excessInWords(excess: Excess): string {
  switch (excess.kind) {
    case 'everybody-but-listed':
      return 'it trusts everybody except its list';
    case 'principal':
      return `the contract trusts only ${excess.lines.map(({ principal }) => principal.value).join(', ')}`;
    case 'action':
      return `the contract allows it only ${excess.lines.map(({ action }) => action).join(', ')}`;
    case 'conditions':
      return `the contract requires ${excess.missing.map(shownCondition).join(' and ')}`;
  }
}

function shownLine({ principal, action, conditions }: TrustLine): string {
  const when = demandedConditions(conditions).map(shownCondition).join(' and ');
  return `${action} to ${principal.value}${when === '' ? '' : `, with ${when}`}`;
}

function shownPrincipals({ principal }: Statement): string {
  if (principal === undefined || principal.negated) return 'everybody except those listed';
  return principal.principals.map(({ type, value }) => (value === '*' ? 'everybody' : `${type} ${value}`)).join(', ');
}

function exampleAction({ action }: Statement): string {
  return action.negated || action.patterns.some((pattern) => /[*?]/.test(pattern))
    ? 'sts:AssumeRole'
    : (action.patterns[0] ?? 'sts:AssumeRole');
}

/** Conditions on the resource, or its account, on whose behalf a service calls. */
const onBehalfOf = ['aws:sourcearn', 'aws:sourceaccount'];

function exampleCaller({ principal }: Statement, excess: Excess): string {
  const stranger = principal?.principals.find(({ type }) => type !== 'Service');
  if (stranger !== undefined) return `called by ${stranger.value === '*' ? 'any AWS account' : stranger.value}`;
  const isForOthers =
    excess.kind === 'conditions' && excess.missing.some(({ key }) => onBehalfOf.includes(key.toLowerCase()));
  return isForOthers ? 'by the service on behalf of another account or resource' : 'by another service';
}
