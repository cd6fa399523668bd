import { check, type Finding, type Report } from '../../checks';
import { resourceFrom, type Model, type Resource } from '../../model';
import { secretPolicyIn } from '../answers/facts';
import type { AuditFinding, Part, RolesPart } from '../document';
import { verdictOf } from '../verdict';
import type { Audited } from './audited';

/** The rules about other identities than the roles of the contracts. */
const aboutOthers = ['who-can-read-the-keys', 'who-can-change-the-role'] as const;

/** The report of the check on the account, and the two questions about others that it answers. */
export function rolesParts(audited: Audited): { readonly roles: RolesPart; readonly readers: Part } {
  const { account, contracts, options } = audited;
  if (account === undefined)
    return {
      roles: { verdict: 'not-judged', findings: [], report: null },
      readers: { verdict: 'not-judged', findings: [] },
    };
  const report = check([withSecretPolicies(account, audited)], contracts, options);
  const others = findingsOf(report, isAboutOthers);
  return {
    roles: { verdict: report.verdict, findings: findingsOf(report, (rule) => !isAboutOthers(rule)), report },
    readers: { verdict: verdictOf(others), findings: others },
  };
}

function isAboutOthers(rule: string): boolean {
  return aboutOthers.some((one) => one === rule);
}

/** The account with the policies of the secrets, which an export of IAM does not have. */
function withSecretPolicies(account: Model, { place, replies }: Audited): Model {
  const names = new Set(place.environment.users.map(({ secretName }) => secretName));
  const policies = [...names].flatMap((name): Resource[] => {
    const found = secretPolicyIn(replies.of('secret-policy', name));
    if (found === undefined) return [];
    const { arn, policy } = found;
    const values = { secret_arn: arn, policy };
    return [resourceFrom({ type: 'aws_secretsmanager_secret_policy', address: arn, name, values, pointer: '' })];
  });
  return { ...account, resources: [...account.resources, ...policies] };
}

function findingsOf({ checks }: Report, isWanted: (rule: string) => boolean): AuditFinding[] {
  return checks.flatMap(({ findings }) => findings.filter(({ rule }) => isWanted(rule)).map(inAudit));
}

function inAudit({ verdict, rule, place, message, remedy }: Finding): AuditFinding {
  return {
    gravity: verdict === 'fail' ? 'problem' : verdict === 'note' ? 'note' : 'unknown',
    kind: rule,
    subject: place.address ?? null,
    message,
    remedy,
  };
}
