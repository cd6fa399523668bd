import type { Draft } from '../draft';
import type { DraftEnvironment, DraftUser } from '../layers';
import { pathText, type SettingPath, type Problem } from '../path';
import { knownPartitionOf } from '../schema/regions';
import { show } from '../../text/show';

type Users = readonly (DraftUser | undefined)[];

/** Names that occur twice, and places that cannot be. */
export function nameProblems(all: Draft): Problem[] {
  const environments = all.environments ?? [];
  return [
    ...twice(
      environments.map((environment) => environment?.name),
      (index) => ['environments', index, 'name'],
      { because: 'AWS ignores case in names', right: 'write a name of its own for each environment' },
    ),
    ...usersTwice(all.users ?? [], ['users']),
    ...environments.flatMap((environment, index) =>
      usersTwice(environment?.users ?? [], ['environments', index, 'users']),
    ),
    ...environments.flatMap((environment, index) => wrongPartition(environment, ['environments', index, 'partition'])),
    ...accountsTwice(all),
  ];
}

function usersTwice(users: Users, path: SettingPath): Problem[] {
  return [
    ...twice(
      users.map((user) => user?.name),
      (index) => [...path, index, 'name'],
      { because: 'IAM ignores case in names', right: 'write each user once' },
    ),
    ...twice(
      users.map((user) => user?.secretName),
      (index) => [...path, index, 'secretName'],
      { because: 'one is too easily taken for the other', right: 'write a secret of its own for each user' },
    ),
  ];
}

interface Once {
  /** Why names that differ only in case are no better than equal ones. */
  readonly because: string;
  readonly right: string;
}

function twice(
  names: readonly (string | undefined)[],
  pathOf: (index: number) => SettingPath,
  { because, right }: Once,
): Problem[] {
  const first = new Map<string, number>();
  return names.flatMap((name, index) => {
    if (name === undefined) return [];
    const before = first.get(name.toLowerCase());
    if (before === undefined) {
      first.set(name.toLowerCase(), index);
      return [];
    }
    const other = names[before] ?? '';
    const where = pathText(pathOf(before));
    const text =
      other === name
        ? `${show(name)} stands in ${where} too; ${right}`
        : `${show(name)} differs from ${show(other)} in ${where} only in case, and ${because}; ${right}`;
    return [{ path: pathOf(index), text }];
  });
}

function wrongPartition(environment: DraftEnvironment | undefined, path: SettingPath): Problem[] {
  const { region, partition } = environment ?? {};
  const right = region === undefined ? undefined : knownPartitionOf(region);
  if (region === undefined || partition === undefined || right === undefined || right === partition) return [];
  return [{ path, text: `${show(partition)} is not the partition of ${region}; write "${right}", or leave it out` }];
}

/** IAM users belong to an account, whatever the region: two machines would take each other's keys away. */
function accountsTwice(all: Draft): Problem[] {
  const owners = new Map<string, number>();
  return (all.environments ?? []).flatMap((environment, index) => {
    const accountId = environment?.accountId;
    if (accountId === undefined) return [];
    const names = (environment?.users ?? all.users ?? []).flatMap((user) => user?.name ?? []);
    const shared = names.find((name) => owners.has(`${accountId} ${name.toLowerCase()}`));
    const owner = shared === undefined ? undefined : owners.get(`${accountId} ${shared.toLowerCase()}`);
    for (const name of names) owners.set(`${accountId} ${name.toLowerCase()}`, owner ?? index);
    if (shared === undefined || owner === undefined) return [];
    const text = `${show(accountId)} is the account of environments[${owner}] too, and both would rotate its user ${show(shared)}; write another account, or "users" of its own for each environment`;
    return [{ path: ['environments', index, 'accountId'], text }];
  });
}
