import { textOf } from '../../model';
import type { RightLineJson } from '../contract/contract-json';
import { lineOfStatement } from '../contract/line-of-statement';
import type { Right } from '../identities/rights';

/** The most rights that a person can review line by line. */
const mostLines = 200;

/** An entry of `acceptedUsers` with the visible rights, to review and paste. */
export function entryFor(user: string, reason: string, rights: readonly Right[]): string {
  const lines = new Map(rights.flatMap(linesOfRight).map((line) => [JSON.stringify(line), line]));
  return lines.size > mostLines
    ? ` The user has ${lines.size} rights, which are too many to print.`
    : ` The entry with what the user can do now: ${JSON.stringify({ name: user, reason, rights: [...lines.values()] })}`;
}

/** A sensitive or unknown right has no line: it must not be printed or cannot be reviewed. */
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

/** Whether a contract can contain the text: it is not blank and has no policy variables. */
function isText(text: string): boolean {
  return /\S/.test(text) && !text.includes('${');
}

/** The ARN of the AWS managed policy of a right. An export shows the documents of some of them, too. */
export function policyOfAws(right: Right): string | undefined {
  const { type, values } = right.resource;
  const own = type === 'aws_iam_policy' ? textOf(values, 'arn') : undefined;
  const arn = 'arn' in right ? right.arn : own;
  return typeof arn === 'string' && /^arn:[\w-]+:iam::aws:policy\//.test(arn) ? arn : undefined;
}
