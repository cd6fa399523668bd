import { overlaps } from '../../iam';
import type { Context, JudgedResource } from '../context';
import type { PolicyLine } from '../contract/contract';
import { policiesOn } from './documents';
import { judgeStatement } from './statements';

/** Lines of a contract for a resource that no statement of its policy uses; none if a policy is not known. */
export function unusedPolicyLines(context: Context, subject: JudgedResource): readonly PolicyLine[] {
  const { documents, grants, open } = policiesOn(context, subject);
  const all = [...documents, ...grants];
  if (open.length > 0 || all.some(({ document }) => document === undefined)) return [];
  const used = all.flatMap((source) =>
    (source.document?.statements ?? []).flatMap((statement) => judgeStatement(statement, source, subject).used),
  );
  const names = (line: PolicyLine, action: string): boolean =>
    used.some((one) => one.line === line && overlaps(one.action.toLowerCase(), action.toLowerCase()));
  return subject.contract.policy.flatMap((line) => {
    const actions = line.actions.filter((action) => !names(line, action));
    return actions.length === 0 ? [] : [{ ...line, actions }];
  });
}
