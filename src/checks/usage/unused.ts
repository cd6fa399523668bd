import { plainText, type Resource } from '../../model';
import { sendsMail } from '../../workflow/operations';
import { actionMatches } from '../../iam';
import { placeOf, type Context, type JudgedMachine, type JudgedRole } from '../context';
import type { ContractPair, IdentityLine } from '../contract/contract';
import { secretOf } from '../contract/pairs';
import { callsOf } from '../machines';
import { hasInnerMachines, typeOf, type DefinedState } from '../definition/definition';
import { boundAt } from '../definition/pair-binding';
import { isWrittenIn, touches } from '../grants/containment';
import { allowStatementsOf } from '../grants/grants';
import { shardGroups, type ShardGroup } from '../shards/groups';
import { unusedResourceLines } from '../resource-policies/unused';
import type { Place } from '../rule';

/** An unused permission of a contract. */
export interface Unused {
  /** A key that is the same for the same permission in every input. */
  readonly key: string;
  /** The permission with its line. */
  readonly permission: string;
  /** The evidence that it is unused. */
  readonly why: string;
  readonly place: Place;
  readonly since: string | undefined;
  /** The entry of the line; its `since` counts. */
  readonly entry: 'line' | 'pair';
  /** Whether the machine makes the call, so that AWS will refuse it. */
  readonly isCalled: boolean;
}

/** Everything that the contract of a role allows and nothing uses, as far as the input shows it. */
export function unusedOf(context: Context, role: JudgedRole): Unused[] {
  const pairs = unusedPairs(context, role);
  const reported = new Set(pairs.map(({ pair }) => pair));
  return [
    ...unusedLines(context, role, reported),
    ...unusedResources(context, role),
    ...pairs.map(({ unused }) => unused),
  ];
}

function unusedLines(context: Context, role: JudgedRole, reported: ReadonlySet<ContractPair>): Unused[] {
  const { contract, policies, roleName } = role;
  const resource = shownResource(role);
  if (policies.some(({ document }) => document === undefined) || resource === undefined) return [];
  const grants = allowStatementsOf(policies);
  const shards = shardsWithAnyPair(context, role);
  const ofPairs = shards.length === 0 ? grants : shards.flatMap((one) => allowStatementsOf(one.policies));
  const isOfFirst = shards.length === 0 || shards[0] === role;
  const place = { ...placeOf(context, resource), contract: contract.name };
  const isCalled = calledIn(role, reported);
  return contract.identity.flatMap((line) =>
    line.actions.flatMap((action) => {
      const unused = line.resources.filter((one) => {
        const given = pairOf(line, one) === undefined ? grants : ofPairs;
        return !isWrittenIn(given, action, one) && !given.some((grant) => touches(grant, action, one));
      });
      const isOfLine = unused.length === line.resources.length;
      return unused
        .map((one) => ({ one, pair: pairOf(line, one) }))
        .filter(({ pair }) => pair === undefined || (isOfFirst && !reported.has(pair)))
        .map(({ one, pair }): Unused => ({
          key: JSON.stringify(['identity', line.index, action, one]),
          permission: `identity[${line.index}] of contract "${contract.name}" allows ${action} on ${one}`,
          why: `but role "${roleName}" is not granted that`,
          // An action that is granted on nothing was added to the line; otherwise the pair was.
          since: isOfLine ? (line.since ?? pair?.since) : (pair?.since ?? line.since),
          entry: isOfLine || pair === undefined ? 'line' : 'pair',
          isCalled: isCalled(action, one),
          place: {
            ...place,
            contractPointer: isOfLine || pair === undefined ? `/identity/${line.index}` : pointerOf(pair),
          },
        }));
    }),
  );
}

/**
 * The shards that can have a pair of the contract, if the input does not show which of them has it: an export shows no machines. A pair that none of
 * them is granted is reported with the first one.
 */
function shardsWithAnyPair(context: Context, role: JudgedRole): readonly JudgedRole[] {
  return role.machine === undefined ? groupOf(context, role).roles : [];
}

function groupOf(context: Context, role: JudgedRole): ShardGroup {
  return shardGroups(context).find(({ roles }) => roles.includes(role)) ?? { roles: [], pairs: [] };
}

/** Reports whether the machine makes a call on a resource, for a user or a secret of a pair that it accepts. */
function calledIn(
  { machine, contract, place }: JudgedRole,
  unused: ReadonlySet<ContractPair>,
): (action: string, resource: string) => boolean {
  if (machine === undefined || !isFollowed(machine)) return () => false;
  const calls = callsOf({ machine });
  const accepted = (contract.pairs ?? []).filter((pair) => !unused.has(pair));
  const secrets = new Set(accepted.map(({ secretName }) => secretOf(secretName, place)));
  const users = new Set(accepted.map(({ userName }) => userName));
  return (action, resource) =>
    calls.some(({ iamAction }) => actionMatches(action, iamAction)) &&
    (secrets.has(resource) ||
      (resource.includes(':user/') && users.has(resource.slice(resource.lastIndexOf('/') + 1))));
}

/** Whether the pairs that reach the calls of a machine are known. */
function isFollowed({ definition }: JudgedMachine): boolean {
  return !hasInnerMachines(definition) && definition.problems.length === 0 && boundAt(definition) !== undefined;
}

/** The pair that a resource of a line comes from, if the line does not list it. */
function pairOf({ ofPairs }: IdentityLine, resource: string): ContractPair | undefined {
  return ofPairs?.get(resource);
}

function pointerOf({ index }: ContractPair): string {
  return `/pairs/${index}`;
}

/** A bare document has no role resource. */
function shownResource({ machine, roles, policies }: JudgedRole): Resource | undefined {
  const [resource = policies[0]?.resource] = machine === undefined ? roles : [machine.resource];
  return resource;
}

/** The same for policies of resources. */
function unusedResources(context: Context, role: JudgedRole): Unused[] {
  const { contract, machine, roles } = role;
  const [resource] = machine === undefined ? roles : [machine.resource];
  if (resource === undefined) return [];
  return unusedResourceLines(context, role).map(({ line, action }): Unused => ({
    key: JSON.stringify(['resourcePolicies', line.index, action]),
    permission: `resourcePolicies[${line.index}] of contract "${contract.name}" allows ${action} on ${line.on.pattern}`,
    why: `but no policy there grants it to role "${role.roleName}"`,
    place: {
      ...placeOf(context, resource),
      contract: contract.name,
      contractPointer: `/resourcePolicies/${line.index}`,
    },
    since: line.since,
    entry: 'line',
    isCalled: false,
  }));
}

/** A mail acts on no user and on no secret: the mail of an input that is refused can be about any. */
function isMail({ state }: DefinedState): boolean {
  return sendsMail(plainText(state, 'Resource'));
}

/** Pairs of the contract for which no call of the machine is ever made. */
function unusedPairs(context: Context, role: JudgedRole): { pair: ContractPair; unused: Unused }[] {
  return role.pairsOfShards === undefined ? unusedOfMachine(context, role) : inNoShard(context, role);
}

/** Pairs that are in no shard. They are reported once, with the first shard. */
function inNoShard(context: Context, role: JudgedRole): { pair: ContractPair; unused: Unused }[] {
  const { machine, contract } = role;
  const { roles, pairs } = groupOf(context, role);
  if (roles[0] !== role || machine === undefined || !roles.every((one) => one.machine && isFollowed(one.machine)))
    return [];
  const rotated = new Set(roles.flatMap((one) => (one.contract.pairs ?? []).map(({ index }) => index)));
  const why = 'but no shard has this pair';
  return pairs
    .filter(({ index }) => !rotated.has(index))
    .map((pair) => ({ pair, unused: unusedPair(context, machine, { contract: contract.name, pair, why }) }));
}

function unusedOfMachine(
  context: Context,
  { contract, machine }: JudgedRole,
): { pair: ContractPair; unused: Unused }[] {
  if (contract.pairs === undefined || machine === undefined || hasInnerMachines(machine.definition)) return [];
  if (machine.definition.problems.length > 0) return []; // that is undecided already
  const bound = boundAt(machine.definition);
  if (bound === undefined) return []; // so is that
  const reached = machine.definition.states
    .filter((defined) => typeOf(defined) === 'Task' && !isMail(defined))
    .flatMap(({ name }) => bound.get(name) ?? []);
  const accepts = (one: string | undefined, other: string): boolean => one === undefined || one === other;
  return contract.pairs
    .filter(
      (pair) =>
        !reached.some((one) => accepts(one.userName, pair.userName) && accepts(one.secretName, pair.secretName)),
    )
    .map((pair) => {
      const why = `but machine "${machine.name}" makes no call for this pair`;
      return { pair, unused: unusedPair(context, machine, { contract: contract.name, pair, why }) };
    });
}

function unusedPair(
  context: Context,
  machine: JudgedMachine,
  { contract, pair, why }: { readonly contract: string; readonly pair: ContractPair; readonly why: string },
): Unused {
  return {
    key: JSON.stringify(['pairs', pair.userName, pair.secretName]),
    permission: `contract "${contract}" lists user "${pair.userName}" with secret "${pair.secretName}"`,
    why,
    place: {
      ...placeOf(context, machine.resource, 'definition'),
      contract,
      contractPointer: pointerOf(pair),
    },
    since: pair.since,
    entry: 'pair',
    isCalled: false,
  };
}
