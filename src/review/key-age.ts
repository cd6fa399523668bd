import type { StateMachineDefinition } from '../asl';
import type { Definition } from '../checks/definition/definition';
import { memberOf } from '../json';
import { rotatingMachines } from '../checks/definition/rotation';
import { lifeTerms, gapsOf, sumOf } from '../settings/rules/key-life';
import { strategyOf } from '../simulator/strategy';
import type { Model } from '../model';
import { grouped } from '../text/grouped';
import { traitsOf, workflowBounds, type Strategy } from '../workflow';
import type { ScheduleChange, ScheduleFacts } from './schedules/schedules';

/** The longest life of a key under a schedule, if every run succeeds: the sum of its terms. */
export interface KeyAge {
  readonly addresses: readonly string[];
  readonly strategy: Strategy;
  readonly terms: readonly { readonly name: string; readonly seconds: number }[];
  readonly seconds: number;
}

/** The most schedules that a review computes: each is followed for more than a year. */
const mostSchedules = 20;

/** The arithmetic for each schedule, if all machines that rotate do so in one known order, as shards do; otherwise nothing. */
export function keyAgesOf(
  after: Model,
  schedules: readonly ScheduleChange[],
  now: Date,
  most = mostSchedules,
): KeyAge[] {
  const rotations = rotatingMachines(after.resources).map(({ definition }) => rotationOf(definition));
  const [facts, ...others] = grouped(rotations, (one) => one ?? null);
  if (facts?.[0] === undefined || others.length > 0) return [];
  const [rotation] = facts;
  return schedules.slice(0, most).flatMap(({ addresses, after: schedule }): KeyAge[] => {
    if (schedule?.next.kind !== 'dates') return [];
    const age = ageUnder(schedule, rotation, now);
    return age === undefined ? [] : [{ addresses, strategy: rotation.strategy, ...age }];
  });
}

interface RotationFacts {
  readonly strategy: Strategy;
  readonly graceSeconds: number;
  readonly runSeconds: number;
}

function ageUnder(
  schedule: ScheduleFacts,
  facts: RotationFacts,
  now: Date,
): Pick<KeyAge, 'terms' | 'seconds'> | undefined {
  const { expression, timezone, startDate, flexibleMinutes, retrySeconds, graceSeconds } = schedule;
  const timed = { expression, timezone, ...(startDate === undefined ? {} : { startDate }) };
  const gaps = gapsOf({ schedule: timed }, now, facts.runSeconds);
  // After the last start of all, a key lives for ever.
  if (gaps === undefined || gaps.last !== undefined || gaps.smallest <= facts.runSeconds) return undefined;
  const life = {
    ...facts,
    windowSeconds: flexibleMinutes * 60,
    retrySeconds,
    graceSeconds: graceSeconds ?? facts.graceSeconds,
  };
  const terms = lifeTerms(life, gaps);
  return { terms: terms.map(([name, seconds]) => ({ name, seconds })), seconds: sumOf(terms) };
}

/** The order and the durations of a machine of Keyturn; undefined for any other, whose waits nothing bounds. */
function rotationOf({ root, top }: Definition): RotationFacts | undefined {
  const { name } = strategyOf(JSON.stringify(root));
  if (name === undefined || !top.has('BeginRotation')) return undefined;
  const graceSeconds = traitsOf(name).hasGracePeriod ? defaultGraceSeconds(top) : 0;
  if (graceSeconds === undefined) return undefined;
  try {
    const { usualRunSeconds } = workflowBounds(root as unknown as StateMachineDefinition);
    return { strategy: name, graceSeconds, runSeconds: usualRunSeconds };
  } catch {
    return undefined; // A state or a loop without a bound.
  }
}

/** The grace period of an execution whose input has none: a number of seconds, or an object with one. */
function defaultGraceSeconds(top: Definition['top']): number | undefined {
  const result = memberOf(top.get('UseDefaultGracePeriod')?.state, 'Result');
  const seconds = memberOf(result, 'seconds') ?? result;
  return typeof seconds === 'number' ? seconds : undefined;
}
