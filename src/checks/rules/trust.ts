import { conditionsMeet, parseTrustPolicy, PolicySyntaxError, type PolicyDocument, type Statement } from '../../iam';
import { textOf, Unknown, type Resource } from '../../terraform';
import { placeOf, type Context, type JudgedRole } from '../context';
import type { TrustLine } from '../contract';
import type { Found, Rule } from '../rule';

export const trust: Rule = {
  id: 'trust',
  severity: 'critical',
  claim:
    'Nobody but the service of the contract may assume the role, and that only for the account and the resource of the contract.',
  rationale:
    'A service that is trusted without aws:SourceArn and aws:SourceAccount can be made to use the role for somebody else. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  remedy: 'Let the trust policy have one statement: the service, the action and the conditions of the contract.',
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => role.roles.flatMap((resource) => judgeRole(context, role, resource)));
  },
};

function judgeRole(context: Context, role: JudgedRole, resource: Resource): Found[] {
  const place = { ...placeOf(context, resource, 'assume_role_policy'), contract: role.contract.name };
  const document = read(resource);
  if (typeof document === 'string') {
    const message = `who may assume role "${role.roleName}" cannot be told: ${document}`;
    return [{ verdict: 'undecided', place, message, remedy: 'Write assume_role_policy as literal JSON.' }];
  }
  const allowing = document.statements.filter(({ effect }) => effect === 'Allow');
  const outside = allowing.flatMap((statement): Found[] => {
    const why = outsideBecause(statement, role.contract.trust);
    if (why === undefined) return [];
    return [
      {
        verdict: 'fail',
        place: { ...place, statement: statement.index },
        message: `${resource.sensitive.has('assume_role_policy') ? 'somebody' : shownPrincipals(statement)} may assume role "${role.roleName}"`,
        request: `${exampleAction(statement)} for ${role.roleArn}, ${exampleCaller(statement, why)}`,
        why,
        remedy: `In statement ${statement.index}, allow ${role.contract.trust.action} to ${role.contract.trust.service} alone, with StringEquals aws:SourceAccount "${role.contract.trust.sourceAccount}" and ArnEquals aws:SourceArn "${role.contract.trust.sourceArn}".`,
      },
    ];
  });
  if (outside.length > 0 || allowing.length > 0) return outside;
  const message = `nobody may assume role "${role.roleName}", so nothing can run as it`;
  return [{ verdict: 'fail', place, message, remedy: trust.remedy }];
}

function read(resource: Resource): PolicyDocument | string {
  const text = textOf(resource.values, 'assume_role_policy');
  if (text === undefined) return 'the role has no assume_role_policy';
  if (text instanceof Unknown) return `it is not known: ${text.reason}`;
  try {
    return parseTrustPolicy(text);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    return resource.sensitive.has('assume_role_policy') ? 'it is no trust policy that IAM would take' : error.message;
  }
}

function outsideBecause({ principal, action, conditions }: Statement, line: TrustLine): string | undefined {
  if (principal === undefined || principal.negated) return 'it trusts everybody but those that it lists';
  const stranger = principal.principals.find(({ type, value }) => type !== 'Service' || value !== line.service);
  if (stranger !== undefined) return `the contract trusts ${line.service} alone`;
  if (action.negated || action.patterns.some((pattern) => pattern.toLowerCase() !== line.action.toLowerCase())) {
    return `the contract lets it ${line.action} and nothing else`;
  }
  const account = { key: 'aws:SourceAccount', operator: 'StringEquals', values: [line.sourceAccount] };
  if (!conditionsMeet([account], conditions))
    return `the contract demands StringEquals aws:SourceAccount "${line.sourceAccount}"`;
  const arn = { key: 'aws:SourceArn', operator: 'ArnEquals', values: [line.sourceArn] };
  if (!conditionsMeet([arn], conditions)) return `the contract demands aws:SourceArn "${line.sourceArn}", exactly`;
  return undefined;
}

function shownPrincipals({ principal }: Statement): string {
  if (principal === undefined || principal.negated) return 'everybody but those listed';
  return principal.principals.map(({ type, value }) => (value === '*' ? 'everybody' : `${type} ${value}`)).join(', ');
}

function exampleAction({ action }: Statement): string {
  return action.negated || action.patterns.some((pattern) => /[*?]/.test(pattern))
    ? 'sts:AssumeRole'
    : (action.patterns[0] ?? 'sts:AssumeRole');
}

function exampleCaller({ principal }: Statement, why: string): string {
  const stranger = principal?.principals.find(({ type }) => type !== 'Service');
  if (stranger !== undefined) return `called by ${stranger.value === '*' ? 'any account of AWS' : stranger.value}`;
  return why.includes('SourceA') ? 'by the service on behalf of another account or resource' : 'by another service';
}
