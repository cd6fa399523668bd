import type { CredentialReport } from '../../operations/credential-report';
import type { EnvironmentFacts, KeyFacts } from '../../operations/facts';
import { scheduleOfUser, statusOf, type Problem } from '../../operations/status';
import { problemInWords } from '../../operations/words';
import { executionsIn, reportIn, schedulesIn } from '../answers/facts';
import type { AuditedKey, AuditFinding, KeysPart } from '../document';
import { verdictOf } from '../verdict';
import type { UserSettings } from '../../settings';
import type { Audited } from './audited';
import { planner } from './planned';
import { iso } from './time';

const day = 86_400_000;

/** Problems with keys. Those about rotations and schedules belong to other parts. */
const ofKeys: readonly Problem['kind'][] = [
  'user-missing',
  'user-path-differs',
  'no-key',
  'key-too-old',
  'two-active-keys',
];

/** The keys of every user, their ages and their last use. */
export function keysPart(audited: Audited): KeysPart {
  const { place, at, replies } = audited;
  const { users, maxKeyAgeDays } = place.environment;
  const report = reportIn(replies);
  const empty = { reportAt: null, maxKeyAgeDays: maxKeyAgeDays ?? null, users: [], findings: [] };
  if (report === undefined) return { verdict: 'not-judged', ...empty };
  const own = new Set(users.map(({ name }) => name));
  const others = [...report.users.keys()].filter((name) => !own.has(name) && report.users.get(name)?.length !== 0);
  const plannedFor = planner(place.environment, at);
  const shown = (name: string, settings?: UserSettings) => ({
    user: name,
    isRotated: settings !== undefined,
    planned: settings === undefined ? null : plannedFor(settings),
    keys: (report.users.get(name) ?? []).map((key) => auditedKey(key, at)),
  });
  const findings = [...problems(audited, report), ...olderKeys(others, report, audited)];
  return {
    ...empty,
    verdict: verdictOf(findings),
    reportAt: iso(report.at),
    users: [...users.map((user) => shown(user.name, user)), ...others.map((name) => shown(name))],
    findings,
  };
}

function problems(audited: Audited, report: CredentialReport): AuditFinding[] {
  const { environment } = audited.place;
  const executions = executionsIn(audited.replies, audited.place);
  const known = new Set(environment.users.filter((user) => executions.of(user) !== undefined).map(({ name }) => name));
  return statusOf(environment, factsOf(audited, report)).users.flatMap(({ name, secretName, problems: found }) =>
    found
      // Two keys are a problem only if no rotation runs.
      .filter(({ kind }) => ofKeys.includes(kind) && (kind !== 'two-active-keys' || known.has(name)))
      .map((problem): AuditFinding => ({
        gravity: 'problem',
        kind: problem.kind,
        subject: name,
        message: `${name}: ${problemInWords(problem, name, secretName)}`,
        remedy: null,
      })),
  );
}

/** The facts that `keyturn status` judges, as far as the answers show them. */
function factsOf({ place, at, since, replies }: Audited, report: CredentialReport): EnvironmentFacts {
  const schedules = schedulesIn(replies, place);
  return {
    at,
    since,
    reportAt: report.at,
    executions: executionsIn(replies, place).all,
    alerts: undefined,
    isSenderVerified: { known: false, why: 'judged elsewhere' },
    users: place.environment.users.map((user) => ({
      name: user.name,
      exists: report.users.has(user.name),
      path: report.paths.get(user.name),
      keys: report.users.get(user.name) ?? [],
      schedule: schedules?.get(scheduleOfUser(user)),
      secretKeyId: { known: false, why: 'not read' },
    })),
  };
}

/** Users that nobody rotates with Keyturn are noted. */
function olderKeys(others: readonly string[], report: CredentialReport, { place, at }: Audited): AuditFinding[] {
  const { maxKeyAgeDays } = place.environment;
  if (maxKeyAgeDays === undefined) return [];
  return others.flatMap((name) => {
    const ages = (report.users.get(name) ?? []).filter(isActive).map((key) => daysOld(key, at));
    const oldest = Math.max(...ages, 0);
    if (oldest <= maxKeyAgeDays) return [];
    const message = `${name}: a key is ${oldest} days old, and the settings do not rotate this user`;
    return [{ gravity: 'note', kind: 'not-rotated', subject: name, message, remedy: null }];
  });
}

export function isActive({ status }: KeyFacts): boolean {
  return status === 'Active';
}

export function daysOld({ createdAt }: KeyFacts, at: number): number {
  return Math.floor((at - createdAt) / day);
}

function auditedKey(key: KeyFacts, at: number): AuditedKey {
  const { status, createdAt, lastUsedAt, lastUsedWith } = key;
  return {
    status,
    createdAt: iso(createdAt),
    ageDays: daysOld(key, at),
    lastUsedAt: iso(lastUsedAt ?? undefined),
    lastUsedWith: lastUsedWith ?? null,
    neverUsed: lastUsedAt === null,
  };
}
