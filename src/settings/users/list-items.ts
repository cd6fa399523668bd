import { show, wrongType } from '../../text/show';
import { didYouMean } from '../../text/suggest';
import { userColumns, type WrittenUser, type WrittenUsers } from './item';
import { isRecord } from './named-files';

const right = 'an object such as {"userName": "ci-deployer", "secretName": "ci-deployer/aws"}';

/** The users of a list in YAML or JSON, whose items begin in these lines. */
export function usersOfList(list: unknown, lines: readonly number[], file: string): WrittenUsers {
  if (!Array.isArray(list))
    return { users: [], problems: [`${file}: ${wrongType(list, 'a list of users', `a list with ${right}`)}`] };
  const read = list.map((item: unknown, index): WrittenUser | readonly string[] => {
    const line = lines[index] ?? 1;
    const at = `${file} line ${line}`;
    if (!isRecord(item)) return [`${at}: ${wrongType(item, 'a user', right)}`];
    const unknown = Object.keys(item).filter((name) => !userColumns.known.some((known) => known === name));
    if (unknown.length === 0) return { line, members: item };
    return unknown.map((name) => `${at}: unknown member ${show(name)}; ${didYouMean(name, userColumns.known)}`);
  });
  return {
    users: read.flatMap((one) => ('members' in one ? [one] : [])),
    problems: read.flatMap((one) => ('members' in one ? [] : one)),
  };
}
