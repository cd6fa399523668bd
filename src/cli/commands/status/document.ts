import { plainJson, type Json } from '../../../json';
import { alertProblemInWords, shownEndpoint } from '../../../operations/alerts/words';
import type { AlertFacts, ExecutionFacts, KeyFacts, Known } from '../../../operations/facts';
import type { Problem, UserStatus } from '../../../operations/status';
import { problemInWords } from '../../../operations/words';
import type { EnvironmentSettings } from '../../../settings';
import type { Shown } from './text';

/** The status of environments as one JSON document. Times are ISO 8601; what is not known is null. */
export function documentOf(shown: readonly Shown[], elsewhere: readonly EnvironmentSettings[]): Json {
  return plainJson({
    format: 'keyturn-status/1',
    healthy: shown.every(({ status }) => status.isHealthy),
    environments: shown.map(environmentOf),
    notShown: elsewhere.map(({ name, accountId }) => ({ environment: name, account: accountId })),
  });
}

function environmentOf({ place, facts, status }: Shown): object {
  const { environment, region, machineArn } = place;
  return {
    environment: environment.name,
    account: environment.accountId,
    region,
    machine: machineArn,
    at: iso(facts.at),
    keysFrom: facts.reportAt === undefined ? { list: iso(facts.at) } : { credentialReport: iso(facts.reportAt) },
    executionsSince: iso(facts.since),
    healthy: status.isHealthy,
    users: status.users.map(userOf),
    unattributed: {
      running: status.unattributed.running.map(executionOf),
      failed: status.unattributed.failed.map(executionOf),
    },
    alerts: facts.alerts === undefined ? null : alertsOf(facts.alerts),
    senderVerified: valueOf(facts.isSenderVerified),
    alertProblems: status.alertProblems.map((problem) => ({
      kind: problem.kind,
      message: alertProblemInWords(problem),
    })),
  };
}

function alertsOf({ alarms, queues, subscriptions }: AlertFacts): object {
  return {
    alarms:
      valueOf(alarms)?.map(({ name, state, since, notifies }) => ({ name, state, since: iso(since), notifies })) ??
      null,
    deadLetters: queues.map(({ name, messages }) => ({ queue: name, messages: valueOf(messages) ?? null })),
    subscriptions:
      valueOf(subscriptions)?.map((each) => ({
        protocol: each.protocol,
        endpoint: shownEndpoint(each),
        confirmed: each.isConfirmed,
      })) ?? null,
  };
}

function valueOf<T>(what: Known<T>): T | null {
  return what.known ? what.value : null;
}

function userOf(user: UserStatus): object {
  const { name, secretName, secretKeyId, previous } = user;
  return {
    user: name,
    secret: secretName,
    paused: user.isPaused,
    keys: user.keys.map(keyOf),
    secretKeyId: secretKeyId.known ? (secretKeyId.value ?? null) : null,
    secretKeyIdKnown: secretKeyId.known,
    previousKey:
      previous === undefined
        ? null
        : { ...keyOf(previous.key), usedSince: previous.usedSince ?? null, diesAt: iso(previous.diesAt) },
    rotatedAt: iso(user.rotatedAt),
    nextAt: iso(user.nextAt),
    running: user.running.map(executionOf),
    problems: user.problems.map((problem: Problem) => ({
      kind: problem.kind,
      message: problemInWords(problem, name, secretName),
    })),
  };
}

function keyOf({ id, status, createdAt, lastUsedAt, lastUsedWith }: KeyFacts): object {
  const used = typeof lastUsedAt === 'number' ? iso(lastUsedAt) : null;
  return {
    id: id ?? null,
    status,
    createdAt: iso(createdAt),
    lastUsedAt: used,
    lastUsedWith: lastUsedWith ?? null,
    neverUsed: lastUsedAt === null,
  };
}

function executionOf({ name, arn, status, startedAt, stoppedAt }: ExecutionFacts): object {
  return { name, arn, status, startedAt: iso(startedAt), stoppedAt: iso(stoppedAt) };
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
