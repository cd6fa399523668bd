import { textOf, type Resource } from '../../model';
import type { JudgedRole } from '../context';
import { trustPolicyOf } from '../policy-index';
import { namedRole } from '../resource-policies/grants';
import { granteeInWords, reachOf } from '../resource-policies/principals';

/** A statement of another role's trust policy that lets the role become that role. */
interface Trusting {
  readonly statement: number;
  /** By which words, such as "everybody"; undefined where it cannot be told, and `problem` says why. */
  readonly as: string | undefined;
  readonly problem: string | undefined;
}

/**
 * Texts in which a role may be meant without its name or ARN: everybody, an id, all but some. Most trust policies have none of that, and
 * an account has thousands; what is written in escapes is read in any case.
 */
const unnamed = /"\*"|AROA|"NotPrincipal"|\\/;

/**
 * In one account a trust policy that lets a role in is enough to assume the other, whatever its own policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function trustingOf(role: JudgedRole): (other: Resource) => readonly Trusting[] {
  const named = namedRole(role);
  return (other) => {
    if (other.type !== 'aws_iam_role' || other.mode !== 'managed') return [];
    const text = textOf(other.values, 'assume_role_policy');
    if (typeof text !== 'string' || !unnamed.test(text)) return [];
    const reading = trustPolicyOf(other);
    if (reading.kind !== 'document') return []; // what IAM would not take trusts nobody
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
