import { createHash } from 'node:crypto';
import { managedPolicyArn, managedPolicyLimit, mostManagedPolicies } from '../../iam';
import { once } from '../../once';
import type { EnvironmentSettings, UserSettings } from '../../settings';
import { firstShard } from '../../workflow/shards';
import { policySize } from '../document-size';
import { document, userStatements, type Document } from '../documents';
import { namesOf } from '../names';
import type { Part } from './shards';

/** A customer managed policy with the rights on some users of a shard. */
interface UserPolicy {
  readonly name: string;
  readonly arn: string;
  readonly policy: Document;
}

/**
 * The managed policies of a shard's role. A user has a place of its own in them: another user who comes or goes does not move it, unless the policies
 * become too large and one more takes its share. Undefined if the users need more policies than a role can have. The limits are judged by them before they
 * are written.
 */
export const userPolicies = once(({ shard = firstShard, environment }: Part): readonly UserPolicy[] | undefined =>
  groupsOf(environment)?.flatMap((users, index): UserPolicy[] => {
    if (users.length === 0) return [];
    const name = `${namesOf(environment.name).executionRole}-${shard}-${index}`;
    const policy = document(...userStatements({ ...environment, users }));
    return [{ name, arn: managedPolicyArn(environment, name), policy }];
  }),
);

interface Member {
  readonly user: UserSettings;
  readonly size: number;
  readonly hash: Buffer;
}

function groupsOf(environment: EnvironmentSettings): UserSettings[][] | undefined {
  const sizeOf = (users: readonly UserSettings[]): number =>
    policySize(document(...userStatements({ ...environment, users })));
  const empty = sizeOf([]);
  const commas = 2;
  const members = environment.users.map((user): Member => ({
    user,
    size: sizeOf([user]) - empty + commas,
    hash: createHash('sha512').update(user.name).digest(),
  }));
  const fits = (group: readonly Member[]): boolean =>
    group.reduce((size, member) => size + member.size, empty) <= managedPolicyLimit;
  let groups: Member[][] = [members];
  while (!groups.every(fits)) {
    if (groups.length === mostManagedPolicies) return undefined;
    groups = withOneMore(groups);
  }
  return groups.map((group) => group.map(({ user }) => user));
}

/** One more group, which takes an equal share of every other group. Nobody else moves. */
function withOneMore(groups: readonly Member[][]): Member[][] {
  const index = groups.length;
  const moves = ({ hash }: Member): boolean => hash.readUInt16BE(2 * index) % (index + 1) === 0;
  return [...groups.map((group) => group.filter((one) => !moves(one))), groups.flat().filter(moves)];
}
