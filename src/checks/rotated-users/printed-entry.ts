import { textOf } from '../../model';
import type { RightLineJson } from '../contract/contract-json';
import { lineOfStatement } from '../contract/line-of-statement';
import type { Right } from '../identities/rights';

/** More than these nobody reviews line by line. */
const mostLines = 200;

/** An entry of `acceptedUsers` with the rights that the input shows, to be reviewed and pasted. */
export function entryFor(user: string, reason: string, rights: readonly Right[]): string {
  const lines = new Map(rights.flatMap(linesOfRight).map((line) => [JSON.stringify(line), line]));
  return lines.size > mostLines
    ? ` The user has ${lines.size} rights, which are too many to print.`
    : ` The entry with what the user can do now: ${JSON.stringify({ name: user, reason, rights: [...lines.values()] })}`;
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

/** The ARN of the managed policy of AWS that a right comes from. An export shows the documents of some of them, too. */
export function policyOfAws(right: Right): string | undefined {
  const { type, values } = right.resource;
  const own = type === 'aws_iam_policy' ? textOf(values, 'arn') : undefined;
  const arn = 'arn' in right ? right.arn : own;
  return typeof arn === 'string' && /^arn:[\w-]+:iam::aws:policy\//.test(arn) ? arn : undefined;
}
