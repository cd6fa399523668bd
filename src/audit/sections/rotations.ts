import { dueTimes } from '../../operations/due';
import { userReader } from '../../operations/execution-names';
import type { ExecutionFacts, KeyFacts, ScheduleFacts } from '../../operations/facts';
import { scheduleOfUser } from '../../operations/status';
import { timeInWords } from '../../operations/words';
import { longestRunSeconds } from '../../settings/rules/bounds';
import { lateSeconds } from '../../settings/rules/key-life';
import type { UserSettings } from '../../settings';
import { printable } from '../../text/printable';
import { executionsIn, reportIn, schedulesIn } from '../answers/facts';
import type { AuditFinding, RotationOutcome, RotationsPart, ScheduledRotation } from '../document';
import { verdictOf } from '../verdict';
import type { Audited } from './audited';
import { iso } from './time';

/** Two services have two clocks, and IAM writes whole seconds. */
const slackMs = 2_000;

/** Whether each rotation of the period that a schedule had to start happened. */
export function rotationsPart(audited: Audited): RotationsPart {
  const { place, replies } = audited;
  const executions = executionsIn(replies, place);
  const schedules = schedulesIn(replies, place);
  if (executions === undefined || schedules === undefined)
    return { verdict: 'not-judged', findings: [], rotations: [] };
  const readUser = userReader(place.environment.users.map(({ name }) => name));
  const report = reportIn(replies);
  const rotations = place.environment.users.flatMap((user) => {
    const schedule = schedules.get(scheduleOfUser(user));
    const own = executions.filter(({ name }) => readUser(name) === user.name);
    const unnamed = executions.filter(({ name }) => readUser(name) === undefined);
    const keys = report?.users.get(user.name) ?? [];
    return rotationsOf(audited, { user, schedule, own, unnamed, keys });
  });
  const findings = rotations.flatMap((rotation) => findingsOf(rotation, rotations));
  return { verdict: verdictOf(findings), findings, rotations };
}

interface OfUser {
  readonly user: UserSettings;
  readonly schedule: ScheduleFacts | undefined;
  /** The executions whose names show the user, newest first. */
  readonly own: readonly ExecutionFacts[];
  /** The executions whose names show nobody. */
  readonly unnamed: readonly ExecutionFacts[];
  readonly keys: readonly KeyFacts[];
}

function rotationsOf({ place, at, since }: Audited, facts: OfUser): ScheduledRotation[] {
  const { user } = facts;
  const lateMs = lateSeconds(user) * 1000;
  const runMs = longestRunSeconds(place.environment) * 1000;
  // A start that is late, or a run that is not over, is not missed.
  return dueTimes(user.schedule, since, at - lateMs - runMs).map((dueAt): ScheduledRotation => {
    const window = { from: dueAt - slackMs, until: dueAt + lateMs + slackMs, ranUntil: dueAt + lateMs + runMs };
    const { outcome, execution } = outcomeOf(facts, window);
    return { user: user.name, dueAt: iso(dueAt), outcome, execution: execution?.name ?? null };
  });
}

/** The time in which a start can be, and the end of its run without the grace period. */
interface Window {
  readonly from: number;
  readonly until: number;
  readonly ranUntil: number;
}

interface Outcome {
  readonly outcome: RotationOutcome;
  readonly execution?: ExecutionFacts;
}

function outcomeOf({ schedule, own, unnamed, keys }: OfUser, { from, until, ranUntil }: Window): Outcome {
  const started = ({ startedAt }: ExecutionFacts) => startedAt >= from && startedAt <= until;
  const starts = own.filter(started);
  const best = starts.find(({ status }) => status === 'SUCCEEDED') ?? starts.find(isRunning) ?? starts[0];
  if (best !== undefined) return { outcome: resultOf(best), execution: best };
  if (keys.some(({ createdAt }) => createdAt >= from && createdAt <= ranUntil)) return { outcome: 'rotated' };
  // Before its last change, a schedule may have been another one, and without it nothing starts.
  if (schedule?.state !== 'ENABLED') return { outcome: 'not-expected' };
  if (schedule.changedAt !== undefined && schedule.changedAt > from) return { outcome: 'not-expected' };
  return { outcome: unnamed.some(started) ? 'not-known' : 'missed' };
}

function isRunning({ status }: ExecutionFacts): boolean {
  return status === 'RUNNING';
}

function resultOf(execution: ExecutionFacts): RotationOutcome {
  if (isRunning(execution)) return 'running';
  return execution.status === 'SUCCEEDED' ? 'rotated' : 'failed';
}

/** A rotation that a later one made good is a note. */
function findingsOf(rotation: ScheduledRotation, all: readonly ScheduledRotation[]): AuditFinding[] {
  const { user, dueAt, outcome, execution } = rotation;
  const isMadeGood = all.some((one) => one.user === user && one.dueAt > dueAt && one.outcome === 'rotated');
  const gravity = isMadeGood ? 'note' : 'problem';
  const about = { subject: user, remedy: isMadeGood ? null : `keyturn rotate ${printable(user)}` };
  const due = `the rotation of ${printable(user)} that was due at ${timeInWords(Date.parse(dueAt))}`;
  const later = isMadeGood ? ', and a later one succeeded' : '';
  switch (outcome) {
    case 'missed':
      return [{ gravity, kind: outcome, message: `${due} did not happen${later}`, ...about }];
    case 'failed':
      return [{ gravity, kind: outcome, message: `${due} failed: ${printable(execution ?? '')}${later}`, ...about }];
    case 'not-known': {
      const message = `it is not known whether ${due} happened: executions that started then have names that show no user`;
      return [{ gravity: 'unknown', kind: outcome, message, subject: user, remedy: null }];
    }
    default:
      return [];
  }
}
