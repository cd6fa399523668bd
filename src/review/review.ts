import type { Check, Report } from '../checks';
import { aboutContracts, inputKinds, type InputKind, type Model } from '../model';
import type { ContractsCommit, HashedInput } from '../report';
import { countsOf, effectsOf, type Effect, type ResourceCounts } from './effects';
import { keyAgesOf, type KeyAge } from './key-age';
import { machineChanges, type MachineChange } from './machines/machines';
import { usersChange, type UsersChange } from './machines/users';
import { resourcePolicyChanges, type ResourcePolicyChange } from './rights/resource-policies';
import { roleChanges, type RoleChange } from './rights/roles';
import { accountOf } from './same-place';
import { scheduleChanges, type ScheduleChange } from './schedules/schedules';
import type { ResourceAction, Sides, UnknownBefore } from './sides';

/** Everything that a review was made from. */
export interface ReviewBasis {
  /** The options of the call, apart from those about what is written. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly files: readonly HashedInput[];
  readonly contracts: readonly HashedInput[];
  /** Absent if the contracts were read from the working tree. */
  readonly contractsFrom?: ContractsCommit;
}

/** The content of a change, and the verdict on its result. */
export interface Review {
  readonly input: { readonly kind: InputKind; readonly file: string; readonly name: string };
  readonly before:
    | { readonly kind: 'plan' }
    | { readonly kind: 'input'; readonly file: string }
    | { readonly kind: 'unknown'; readonly because: UnknownBefore };
  readonly verdict: ReviewVerdict;
  /** The check that the verdict is from; undefined without a contract. */
  readonly check: Check | undefined;
  readonly contracts: readonly { readonly name: string; readonly file: string }[];
  /** The instant that the next starts are counted from. */
  readonly now: string;
  readonly environment: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  readonly premises: readonly string[];
  readonly notVisible: readonly string[];
  /** Parts of the input that it does not show completely. */
  readonly constructs: readonly string[];
  readonly roles: readonly RoleChange[];
  readonly resourcePolicies: readonly ResourcePolicyChange[];
  readonly users: UsersChange;
  readonly schedules: readonly ScheduleChange[];
  readonly keyAges: readonly KeyAge[];
  readonly machines: readonly MachineChange[];
  readonly resources: ResourceCounts;
  readonly actions: readonly ResourceAction[];
  readonly effects: readonly Effect[];
  /** Absent if no call made the review. */
  readonly basis?: ReviewBasis;
}

export type ReviewVerdict = Check['verdict'] | 'not-judged';

interface Reviewed {
  readonly sides: Sides;
  readonly after: Model;
  /** The other input, if there are two. */
  readonly before: Model | undefined;
  /** The report on the result; undefined without a contract. */
  readonly report: Report | undefined;
  readonly now: Date;
}

/** Describes a change. A pure function. */
export function review({ sides, after, before, report, now }: Reviewed): Review {
  const check = report?.checks[0];
  const roles = roleChanges(sides);
  const machines = machineChanges(sides);
  const users = usersChange(sides);
  const schedules = scheduleChanges(sides, now);
  const { kind, file, name } = after;
  const { premises, notVisible } = check ?? assumptionsWithoutContract(after);
  return {
    input: { kind, file, name },
    before: beforeOf(sides, before),
    verdict: check?.verdict ?? 'not-judged',
    check,
    contracts: (report?.contracts ?? []).map((contract) => ({ name: contract.name, file: contract.file })),
    now: now.toISOString(),
    environment: check?.environment,
    accountId: check?.accountId ?? accountOf(after),
    region: check?.region,
    premises,
    notVisible,
    constructs: after.constructs.map(({ description }) => description),
    roles,
    resourcePolicies: resourcePolicyChanges(sides),
    users,
    schedules,
    keyAges: keyAgesOf(sides.after, schedules, now),
    machines,
    resources: countsOf(sides),
    actions: sides.actions,
    effects: effectsOf(sides, { roles, machines, users }),
  };
}

function beforeOf({ unknownBefore }: Sides, before: Model | undefined): Review['before'] {
  if (before !== undefined) return { kind: 'input', file: before.file };
  return unknownBefore === undefined ? { kind: 'plan' } : { kind: 'unknown', because: unknownBefore };
}

/** The assumptions of a comparison that no contract judges. */
function assumptionsWithoutContract({ kind, premises = [] }: Model): Pick<Check, 'premises' | 'notVisible'> {
  const { premises: ofKind, notVisible } = inputKinds[kind];
  return { premises: [...ofKind.filter((one) => one !== aboutContracts), ...premises], notVisible };
}
