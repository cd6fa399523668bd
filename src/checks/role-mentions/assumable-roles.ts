import { textOf, type Resource } from '../../model';
import type { JudgedRole } from '../context';
import { trustPolicyOf } from '../policy-index';
import { namedRole } from '../resource-policies/grants';
import { granteeInWords, reachOf } from '../resource-policies/principals';

/** A statement of another role's trust policy that allows the role to assume that role. */
interface Trusting {
  readonly statement: number;
  /** The matching principal, such as "everybody"; undefined if it cannot be decided, and `problem` has the reason. */
  readonly as: string | undefined;
  readonly problem: string | undefined;
}

/**
 * Texts that may include a role without its name or ARN: everybody, an id, exceptions. Most of an account's thousands of trust policies
 * have none of them; texts with escapes are always parsed.
 */
const unnamed = /"\*"|AROA|"NotPrincipal"|\\/;

/**
 * In one account a trust policy that admits a role is enough for it to assume the other role, independent of its own policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function trustingOf(role: JudgedRole): (other: Resource) => readonly Trusting[] {
  const named = namedRole(role);
  return (other) => {
    if (other.type !== 'aws_iam_role' || other.mode !== 'managed') return [];
    const text = textOf(other.values, 'assume_role_policy');
    if (typeof text !== 'string' || !unnamed.test(text)) return [];
    const reading = trustPolicyOf(other);
    if (reading.kind !== 'document') return []; // a policy that IAM refuses trusts nobody
    const { statements, version } = reading.document;
    return statements.flatMap((statement): Trusting[] => {
      const reach = reachOf(statement, version, named);
      if (reach.kind === 'none') return [];
      const [as, problem] =
        reach.kind === 'grant' ? [granteeInWords(reach.grantee), undefined] : [undefined, reach.problem];
      return [{ statement: statement.index, as, problem }];
    });
  };
}
