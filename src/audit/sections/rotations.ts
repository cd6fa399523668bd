import { userReader } from '../../operations/execution-names';
import type { CredentialReport } from '../../operations/credential-report';
import type { ExecutionFacts, ScheduleFacts } from '../../operations/facts';
import { scheduleOfUser } from '../../operations/status';
import { timeInWords } from '../../operations/words';
import { longestRunSeconds } from '../../settings/rules/bounds';
import { lateSeconds } from '../../settings/rules/key-life';
import { startsOf } from '../../settings/schedule/starts';
import type { UserSettings } from '../../settings';
import { grouped } from '../../text/grouped';
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
  const { place, replies, at } = audited;
  const executions = executionsIn(replies, place);
  const schedules = schedulesIn(replies, place);
  const known = place.environment.users.filter((user) => executions.of(user) !== undefined);
  if (known.length === 0 || schedules === undefined) return { verdict: 'not-judged', findings: [], rotations: [] };
  const readUser = userReader(place.environment.users.map(({ name }) => name));
  const report = reportIn(replies);
  const byUser = new Map(
    grouped(executions.all, ({ name }) => readUser(name) ?? null).map((some) => [readUser(some[0]?.name ?? ''), some]),
  );
  const allUnnamed = new Set(byUser.get(undefined));
  const rotated = known.map((user) => {
    const schedule = schedules.get(scheduleOfUser(user));
    // Before a user moved to its shard, another machine rotated it.
    const own = byUser.get(user.name) ?? [];
    const unnamed = (executions.of(user) ?? []).filter((one) => allUnnamed.has(one));
    const newestKeyAt = report?.users.get(user.name)?.at(-1)?.createdAt;
    return rotationsOf(audited, { user, schedule, own, unnamed, newestKeyAt, keysAt: report && (report.at ?? at) });
  });
  const findings = rotated.flatMap((own) => own.flatMap((rotation) => findingsOf(rotation, own, report)));
  return { verdict: verdictOf(findings), findings, rotations: rotated.flat() };
}

interface OfUser {
  readonly user: UserSettings;
  readonly schedule: ScheduleFacts | undefined;
  /** The executions whose names show the user, newest first. */
  readonly own: readonly ExecutionFacts[];
  /** The executions whose names show nobody. */
  readonly unnamed: readonly ExecutionFacts[];
  readonly newestKeyAt: number | undefined;
  /** The time that the keys are known from; undefined if they are not known. */
  readonly keysAt: number | undefined;
}

function rotationsOf({ place, at, since }: Audited, facts: OfUser): ScheduledRotation[] {
  const { user } = facts;
  const lateMs = lateSeconds(user) * 1000;
  const runMs = longestRunSeconds(place.environment) * 1000;
  // A start that is late, or a run that is not over, is not missed.
  return startsOf(user.schedule, since, at - lateMs - runMs).map((dueAt): ScheduledRotation => {
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

/**
 * The result of a start. A schedule that names no executions starts some whose names show no user: then the newest key tells. If it is older, no
 * rotation happened; if it is newer, a later one did, and nothing is known about this one.
 */
function outcomeOf({ schedule, own, unnamed, newestKeyAt, keysAt }: OfUser, window: Window): Outcome {
  const { from, until, ranUntil } = window;
  const started = ({ startedAt }: ExecutionFacts) => startedAt >= from && startedAt <= until;
  const starts = own.filter(started);
  const best = starts.find(({ status }) => status === 'SUCCEEDED') ?? starts.find(isRunning) ?? starts[0];
  if (best !== undefined) return { outcome: resultOf(best), execution: best };
  const newest = newestKeyAt ?? 0;
  if (newest >= from && newest <= ranUntil) return { outcome: 'rotated' };
  if (!isExpected(schedule, from)) return { outcome: 'not-expected' };
  const isKeyOlder = (keysAt ?? 0) > ranUntil && newest < from;
  return { outcome: unnamed.some(started) && !isKeyOlder ? 'not-known' : 'missed' };
}

/** Whether a schedule had to start something: before its last change, it may have been another one. */
function isExpected(schedule: ScheduleFacts | undefined, at: number): boolean {
  return schedule?.state === 'ENABLED' && (schedule.changedAt ?? 0) <= at;
}

function isRunning({ status }: ExecutionFacts): boolean {
  return status === 'RUNNING';
}

function resultOf(execution: ExecutionFacts): RotationOutcome {
  if (isRunning(execution)) return 'running';
  return execution.status === 'SUCCEEDED' ? 'rotated' : 'failed';
}

/** A rotation that a later one made good is a note. */
function findingsOf(
  rotation: ScheduledRotation,
  ofUser: readonly ScheduledRotation[],
  report: CredentialReport | undefined,
): AuditFinding[] {
  const { user, dueAt, outcome, execution } = rotation;
  const newestKeyAt = report?.users.get(user)?.at(-1)?.createdAt ?? 0;
  const isMadeGood =
    ofUser.some((one) => one.dueAt > dueAt && one.outcome === 'rotated') ||
    // A run that failed may have left a key.
    (outcome !== 'failed' && newestKeyAt > Date.parse(dueAt));
  const gravity = isMadeGood ? 'note' : 'problem';
  const about = { subject: user, remedy: isMadeGood ? null : `keyturn rotate ${printable(user)}` };
  const due = `the rotation of ${printable(user)} that was due at ${timeInWords(Date.parse(dueAt))}`;
  const later = isMadeGood ? ', and a later one succeeded' : '';
  switch (outcome) {
    case 'missed':
      return [{ gravity, kind: outcome, message: `${due} did not happen: no key was created then${later}`, ...about }];
    case 'failed':
      return [{ gravity, kind: outcome, message: `${due} failed: ${printable(execution ?? '')}${later}`, ...about }];
    case 'not-known': {
      const message = `it is not known whether ${due} happened: executions that started then have names that show no user`;
      return [
        {
          gravity: isMadeGood ? 'note' : 'unknown',
          kind: outcome,
          message: `${message}${later}`,
          subject: user,
          remedy: null,
        },
      ];
    }
    default:
      return [];
  }
}
