import { isListedByIam, type Resource } from '../../model';
import { placeOf, type Context, type JudgedRole } from '../context';
import type { ContractPair } from '../contract/contract';
import { isSameName } from '../naming/identity-names';
import { contractOfShards, secondMachine } from '../shards/example';
import { shardGroups, shardName, type ShardGroup } from '../shards/groups';
import { heldBy } from '../shards/held';
import { movedUsers } from '../shards/moved';
import { startsIn, type Start } from '../shards/starts';
import { machineArnsOf } from '../subject/machine-arns';
import { grouped } from '../../text/grouped';
import { endingAt } from '../subject/shards';
import type { Found, Rule } from '../rule';

export const oneShard: Rule = {
  id: 'one-shard',
  severity: 'critical',
  claim:
    'Every user and every secret is in one shard; its schedule starts the machine of that shard, which runs as the role of that shard.',
  rationale:
    'Two machines that rotate the same user know nothing of each other, and each deletes the keys that the other created. A schedule that starts the ' +
    'machine of another shard rotates nothing. A plan that moves a user to another shard is a note: drain the first machine before the apply. ' +
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  remedy: 'Write one shard for each user in the settings, and synthesise the stack again.',
  needs: 'identities',
  // A plan that moves a user is not wrong, but has to wait.
  gradesNotes: true,
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_sfn_state_machine: { more: secondMachine('keyturn-staging-execution') },
      },
    },
    contract: contractOfShards,
  },
  judge(context) {
    const groups = shardGroups(context);
    if (groups.length === 0) return undefined;
    const starts = startsIn(context.model);
    return groups.flatMap((group) => [
      ...group.roles.flatMap((role) => ownRole(context, role)),
      ...heldTwice(context, group),
      ...withoutPairs(context, group),
      ...otherStarts(context, group, startsOf(starts, groups, group)),
      ...moves(context, group),
    ]);
  },
};

/** The machine of a shard runs as the role of that shard: the contract names it, and the role has the key of the shard. */
function ownRole(context: Context, role: JudgedRole): Found[] {
  const { machine, contract, roleName, roles } = role;
  const { subject, shard } = contract;
  if (machine === undefined || isListedByIam(context.model.kind)) return [];
  const named = subject.kind === 'machine' ? subject.role : undefined;
  const expected = named?.replaceAll('${environment}', () => role.environment ?? '');
  const isNamed = expected === undefined || isSameName(expected, roleName);
  const isOfShard = roles.every((one) => endingAt(one) === shard);
  if (isNamed && isOfShard) return [];
  return [
    {
      verdict: 'fail',
      place: {
        ...placeOf(context, machine.resource, 'role_arn'),
        contract: contract.name,
        contractPointer: '/subject',
      },
      message: `machine "${machine.name}" of shard ${shardName(role)} runs as role "${roleName}", which is not the role of this shard`,
      remedy: `Let it run as ${expected === undefined ? 'the role with the same key' : `role "${expected}"`}.`,
    },
  ];
}

/** The most users that a message names. */
const mostNamed = 4;

function named(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => JSON.stringify(name));
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function heldTwice(context: Context, { roles, pairs }: ShardGroup): Found[] {
  const holders = new Map<string, JudgedRole>();
  const twice = new Map<JudgedRole, Map<JudgedRole, ContractPair[]>>();
  for (const role of roles) {
    for (const pair of heldBy(role, pairs)) {
      const keys = [`user ${pair.userName.toLowerCase()}`, `secret ${pair.secretName}`];
      const other = keys.map((key) => holders.get(key)).find((one) => one !== undefined && one !== role);
      if (other !== undefined) {
        const ofRole = twice.get(role) ?? new Map<JudgedRole, ContractPair[]>();
        twice.set(role, ofRole.set(other, [...(ofRole.get(other) ?? []), pair]));
      }
      for (const key of keys) if (!holders.has(key)) holders.set(key, role);
    }
  }
  return [...twice].flatMap(([role, others]) =>
    [...others].map(([other, both]): Found => ({
      verdict: 'fail',
      place: placeOfShard(context, role),
      message: `shard ${shardName(other)} and shard ${shardName(role)} both have ${both.length === 1 ? 'user' : 'the users'} ${named(both.map(({ userName }) => userName))}, or the secret`,
      remedy: oneShard.remedy,
    })),
  );
}

/** An export shows the shards by the names of their roles alone. A role that can rotate no user of the contract is not one of them, and its name does not count. */
function withoutPairs(context: Context, { roles, pairs }: ShardGroup): Found[] {
  if (roles.length === 1 || pairs.length === 0) return [];
  return roles
    .filter((role) => role.machine === undefined && heldBy(role, pairs).length === 0)
    .map((role): Found => ({
      verdict: 'fail',
      place: placeOfShard(context, role),
      message: `role "${role.roleName}" has the name of shard ${shardName(role)}, but reaches no user and no secret of contract "${role.contract.name}"`,
      remedy: 'Delete the role, or write a contract for it.',
    }));
}

/** The users that an apply moves to another machine, while an execution of the first one can still run. */
function moves(context: Context, { roles }: ShardGroup): Found[] {
  const { before = [] } = context.model;
  const machines = roles.flatMap(({ machine }) => (machine === undefined ? [] : [machine.resource]));
  const kept = machines.filter(({ action }) => action === undefined || action === 'no-op');
  const moved = grouped(movedUsers([...before, ...kept], machines), ({ from, to }) => [from.address, to.address]);
  return moved.flatMap((users): Found[] => {
    const [first] = users;
    if (first === undefined) return [];
    const [from, to] = [first.from, first.to].map(({ address }) => address);
    return [
      {
        verdict: 'note',
        place: placeOf(context, first.to, 'definition'),
        message: `this apply moves ${users.length === 1 ? 'user' : 'the users'} ${named(users.map(({ userName }) => userName))} from ${from} to ${to}`,
        remedy: `Drain ${from} first: pause the schedules of these users, wait until it runs no execution for them, then apply.`,
      },
    ];
  });
}

/** The shards of a group, by the machine and by the user. */
interface Shards {
  readonly ofMachine: ReadonlyMap<string, JudgedRole>;
  readonly ofUser: ReadonlyMap<string, JudgedRole>;
  /** The users of all shards, and those that are in none. */
  readonly users: ReadonlySet<string>;
}

/** The starts without those that other environments of the contract make for themselves: each has users of its own. */
function startsOf(starts: readonly Start[], groups: readonly ShardGroup[], group: ShardGroup): readonly Start[] {
  if (groups.length === 1) return starts;
  const own = new Set(group.roles.flatMap(usersOf));
  const elsewhere = new Set(
    groups
      .filter((other) => other !== group)
      .flatMap(({ roles }) => roles.flatMap((role) => startsBy(role).filter((start) => !own.has(start.userName))))
      .map(({ machineArn, userName }) => JSON.stringify([machineArn, userName])),
  );
  return starts.filter(({ machineArn, userName }) => !elsewhere.has(JSON.stringify([machineArn, userName])));
}

const usersOf = ({ contract: { pairs = [] } }: JudgedRole): readonly string[] => pairs.map(({ userName }) => userName);

/** The starts that a shard should have. */
function startsBy(role: JudgedRole): readonly { readonly machineArn: string; readonly userName: string }[] {
  return usersOf(role).flatMap((userName) => machineArnsOf(role).map((machineArn) => ({ machineArn, userName })));
}

/** Schedules of users of the group that do not start the machine of the user's shard. */
function otherStarts(context: Context, { roles, pairs }: ShardGroup, starts: readonly Start[]): Found[] {
  const own = roles.filter(({ machine }) => machine !== undefined);
  if (own.length === 0) return [];
  const shards: Shards = {
    ofMachine: new Map(own.flatMap((role) => machineArnsOf(role).map((arn) => [arn, role] as const))),
    ofUser: new Map(own.flatMap((role) => usersOf(role).map((userName) => [userName, role] as const))),
    users: new Set(pairs.map(({ userName }) => userName)),
  };
  return starts.flatMap((start) => judgeStart(context, start, shards));
}

function judgeStart(context: Context, start: Start, { ofMachine, ofUser, users }: Shards): Found[] {
  const { resource, machineArn, userName } = start;
  const started = machineArn === undefined ? undefined : ofMachine.get(machineArn);
  const isOfGroup = started !== undefined || (userName !== undefined && users.has(userName));
  if (machineArn === undefined || userName === undefined)
    return isOfGroup || (machineArn ?? userName) === undefined ? [unknownStart(context, resource)] : [];
  const own = ofUser.get(userName);
  if (!isOfGroup || (own !== undefined && own === started)) return [];
  return [otherStart(context, { resource, machineArn, userName }, started, own)];
}

function otherStart(
  context: Context,
  { resource, machineArn, userName }: { readonly [name in keyof Start]: NonNullable<Start[name]> },
  started: JudgedRole | undefined,
  own: JudgedRole | undefined,
): Found {
  const where = started === undefined ? machineArn : `the machine of shard ${shardName(started)}`;
  const shard = own === undefined ? 'no shard' : `shard ${shardName(own)}`;
  return {
    verdict: 'fail',
    place: placeOf(context, resource, 'target'),
    message: `${resource.address} starts ${where} for user "${userName}", who is in ${shard}`,
    remedy: own === undefined ? oneShard.remedy : `Let it start machine "${own.machine?.name ?? ''}".`,
  };
}

function unknownStart(context: Context, resource: Resource): Found {
  return {
    verdict: 'undecided',
    place: placeOf(context, resource, 'target'),
    message: `Keyturn cannot decide which machine ${resource.address} starts for which user`,
    remedy: 'Write the target and its input so that they are known before the apply.',
  };
}

function placeOfShard(context: Context, { machine, roles: [role], contract }: JudgedRole): Found['place'] {
  const place =
    machine !== undefined
      ? placeOf(context, machine.resource, 'definition')
      : role === undefined
        ? { input: context.model.file }
        : placeOf(context, role);
  return { ...place, contract: contract.name, contractPointer: '/pairs' };
}
