import { parseArn, partitionOf } from '../../iam';
import type { Draft } from '../draft';
import type { DraftEnvironment, DraftUser } from '../layers';
import type { Places, SettingPath, Problem } from '../path';
import { unknownRegion } from '../fields/check-names';
import { isWithoutMail, knownPartitionOf, regionsWithMail } from '../fields/regions';
import { show } from '../../text/show';

type Users = readonly (DraftUser | undefined)[];

/** Finds repeated names and impossible places. */
export function nameProblems(all: Draft, places: Places): Problem[] {
  const environments = all.environments ?? [];
  return [
    ...twice(
      environments.map((environment) => environment?.name),
      (index) => ['environments', index, 'name'],
      { because: 'AWS ignores case in names', right: 'write a different name for each environment', places },
    ),
    ...usersTwice(all.users ?? [], ['users'], places),
    ...environments.flatMap((environment, index) =>
      usersTwice(environment?.users ?? [], ['environments', index, 'users'], places),
    ),
    ...environments.flatMap((environment, index) => wrongPlace(environment, ['environments', index])),
    ...accountsTwice(all, places),
    ...secretsOfTwoUsers(all, places),
    ...secretsElsewhere(all, places),
  ];
}

function usersTwice(users: Users, path: SettingPath, places: Places): Problem[] {
  return [
    ...twice(
      users.map((user) => user?.name),
      (index) => [...path, index, 'name'],
      { because: 'IAM ignores case in names', right: 'write each user once', places },
    ),
    ...twice(
      users.map((user) => secretNameOf(user?.secretName)),
      (index) => [...path, index, 'secretName'],
      { because: 'they are easily confused', right: 'write a different secret for each user', places },
    ),
  ];
}

/** The name of a secret that is given by its name or its complete ARN. */
function secretNameOf(given: string | undefined): string | undefined {
  const arn = parseArn(given ?? '');
  return arn === undefined ? given : arn.resource.replace(/^secret:/, '').replace(/-[A-Za-z0-9]{6}$/, '');
}

interface Once {
  /** Explains why names that differ only in case count as equal. */
  readonly because: string;
  readonly right: string;
  readonly places: Places;
}

function twice(
  names: readonly (string | undefined)[],
  pathOf: (index: number) => SettingPath,
  { because, right, places }: Once,
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
    const where = places.textOf(pathOf(before));
    const text =
      other === name
        ? `${show(name)} is also in ${where}; ${right}`
        : `${show(name)} differs from ${show(other)} in ${where} only in case, and ${because}; ${right}`;
    return [{ path: pathOf(index), text }];
  });
}

const newer = 'write one such as "eu-central-1", or its "partition" as well if it is newer than this version';

function wrongPlace(environment: DraftEnvironment | undefined, path: SettingPath): Problem[] {
  const { region, partition } = environment ?? {};
  if (region === undefined) return [];
  const at = (member: string, text: string): Problem[] => [{ path: [...path, member], text }];
  const right = knownPartitionOf(region);
  if (right === undefined && partition === undefined)
    return at('region', `${show(region)} ${unknownRegion(region, newer)}`);
  // The name of an unknown region can still show the partition.
  const likely = right ?? partitionOf(region);
  if (partition !== undefined && partition !== likely && (right !== undefined || likely !== 'aws'))
    return at('partition', `${show(partition)} is not the partition of ${region}; write "${likely}", or leave it out`);
  if (isWithoutMail(region, right ?? partition))
    return at(
      'region',
      `${show(region)} has no Amazon SES, which sends the mail of every rotation; write one of ${regionsWithMail.join(', ')}`,
    );
  return [];
}

/** A user of an environment, and its place in the settings. */
interface Owner {
  readonly index: number;
  readonly path: SettingPath;
}

/** IAM users belong to an account, not to a region: two machines would delete each other's keys. */
function accountsTwice(all: Draft, places: Places): Problem[] {
  const owners = new Map<string, Owner>();
  return (all.environments ?? []).flatMap((environment, index) => {
    const accountId = environment?.accountId;
    if (accountId === undefined) return [];
    const path: SettingPath = environment?.users === undefined ? ['users'] : ['environments', index, 'users'];
    const shared = (environment?.users ?? all.users ?? []).flatMap((user, at) => {
      const name = user?.name;
      if (name === undefined) return [];
      const key = `${accountId} ${name.toLowerCase()}`;
      const own: Owner = { index, path: [...path, at, 'name'] };
      const owner = owners.get(key) ?? own;
      owners.set(key, owner);
      return owner.index === index ? [] : [{ name, own, owner }];
    });
    // A row that two environments share is one mistake of both; two rows are one mistake each.
    const isOneRow = ({ own, owner }: (typeof shared)[number]): boolean =>
      !places.isInFile(own.path) || places.textOf(own.path) === places.textOf(owner.path);
    const [first] = shared.filter(isOneRow);
    return [
      ...(first === undefined ? [] : [sharedAccount(accountId, first, places)]),
      ...shared
        .filter((one) => !isOneRow(one))
        .map(({ name, own, owner }) => ({
          path: own.path,
          text: `${show(name)} is also rotated by ${places.textOf(['environments', owner.index])}, in the same account ${accountId}: ${places.textOf(owner.path)}; write each user once in an account`,
        })),
    ];
  });
}

function sharedAccount(
  accountId: string,
  { name, own, owner }: { readonly name: string; readonly own: Owner; readonly owner: Owner },
  places: Places,
): Problem {
  const right = places.isInFile(own.path)
    ? 'write the environment of each user in its column "environments"'
    : 'separate "users" for each environment';
  const text = `${show(accountId)} is also the account of ${places.textOf(['environments', owner.index])}, and both would rotate its user ${show(name)}; write another account, or ${right}`;
  return { path: ['environments', own.index, 'accountId'], text };
}

/**
 * Secrets that two environments store the keys of different users in: each rotation would replace the key of the other user. A secret belongs to
 * an account and a region, and its name is case-sensitive.
 */
function secretsOfTwoUsers(all: Draft, places: Places): Problem[] {
  const owners = new Map<string, { readonly index: number; readonly userName: string }>();
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const { accountId, region, users } = environment ?? {};
    if (accountId === undefined || region === undefined) return [];
    const path: SettingPath = users === undefined ? ['users'] : ['environments', index, 'users'];
    return (users ?? all.users ?? []).flatMap((user, at): Problem[] => {
      const secret = secretNameOf(user?.secretName);
      const userName = user?.name;
      if (secret === undefined || userName === undefined) return [];
      const key = JSON.stringify([accountId, region, secret]);
      const owner = owners.get(key) ?? { index, userName };
      owners.set(key, owner);
      // A user in two environments of an account, or a secret twice in one environment, has a line of its own.
      if (owner.index === index || owner.userName.toLowerCase() === userName.toLowerCase()) return [];
      const text = `${show(secret)} is also the secret of the user ${show(owner.userName)} of ${places.textOf(['environments', owner.index])}, in the same account and region; write a different secret for each user`;
      return [{ path: [...path, at, 'secretName'], text }];
    });
  });
}

/**
 * The ARN of a secret, or of its key, outside the environment's account or region, which the role does not reach: a key of another account would
 * also need a permission in the role's own policy. https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
function secretsElsewhere(all: Draft, places: Places): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const { region, accountId } = environment ?? {};
    if (region === undefined || accountId === undefined) return [];
    const partition = environment?.partition ?? knownPartitionOf(region);
    if (partition === undefined) return [];
    const path: SettingPath = environment?.users === undefined ? ['users'] : ['environments', index, 'users'];
    const elsewhere = (given: string | undefined, what: string, place: SettingPath): Problem[] => {
      const arn = parseArn(given ?? '');
      if (arn === undefined) return [];
      if (arn.region === region && arn.accountId === accountId && arn.partition === partition) return [];
      const text = `the ${what} is in account ${arn.accountId} and ${arn.region} (${arn.partition}), but ${places.textOf(['environments', index])} is in account ${accountId} and ${region} (${partition}); write a ${what} of that environment, or separate "users" for each environment`;
      return [{ path: place, text }];
    };
    return (environment?.users ?? all.users ?? []).flatMap((user, at) => [
      ...elsewhere(user?.secretName, 'secret', [...path, at, 'secretName']),
      ...elsewhere(user?.secretKmsKeyArn, 'key', [...path, at, 'secretKmsKeyArn']),
    ]);
  });
}
