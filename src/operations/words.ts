import { durationInLargestUnit } from '../text/duration';
import { printable } from '../text/printable';
import type { KeyFacts } from './facts';
import type { Candidate } from './running';
import type { Problem } from './status';

/** Words for facts and problems. Everything that AWS returned is made printable here. */

/** `2026-11-29 21:50 UTC`. */
export function timeInWords(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `3 days ago`. */
export function agoInWords(at: number, now: number): string {
  return now - at < 60_000 ? 'just now' : `${durationInLargestUnit((now - at) / 1000)} ago`;
}

export function keyInWords(key: KeyFacts, now: number): string {
  const age = now - key.createdAt < 60_000 ? 'new' : `${durationInLargestUnit((now - key.createdAt) / 1000)} old`;
  return [printable(key.id ?? 'key'), printable(key.status), age, useInWords(key, now)].join(', ');
}

function useInWords({ lastUsedAt, lastUsedWith }: KeyFacts, now: number): string {
  if (lastUsedAt === undefined) return 'last use not known';
  if (lastUsedAt === null) return 'never used';
  const service = lastUsedWith === undefined ? '' : ` with ${printable(lastUsedWith)}`;
  return `last used ${agoInWords(lastUsedAt, now)}${service}`;
}

const candidateReasons: Readonly<Record<Candidate['why'], string>> = {
  unreadable: 'these credentials cannot read its history',
  'no-key-yet': 'it has not created a key yet',
  'same-time': 'it created a key when the newest key of the user was created',
};

/** An execution that may be that of a user. */
export function candidateInWords({ execution, why }: Candidate): string {
  return `${printable(execution.name)} since ${timeInWords(execution.startedAt)}: ${candidateReasons[why]}`;
}

function withoutKey(
  { secretKeyId, isAbsent, isAtWork }: Extract<Problem, { kind: 'secret-without-key' }>,
  user: string,
  secret: string,
): string {
  if (isAbsent)
    return `there is no secret ${secret}, or it has no value: create it if it is not there, then keyturn rotate ${user}`;
  const held =
    secretKeyId === undefined ? 'no access key id' : `${printable(secretKeyId)}, which is not a key of the user`;
  const advice = isAtWork ? 'wait for the end of the execution that runs' : `keyturn rotate ${user}`;
  return `the secret ${secret} holds ${held}: ${advice}`;
}

/** Describes a problem, with the command that shows more or fixes it. */
export function problemInWords(problem: Problem, user: string, secret: string): string {
  const [name, value] = [printable(user), printable(secret)];
  switch (problem.kind) {
    case 'user-missing':
      return 'there is no such IAM user: create it, or remove it from the settings';
    case 'user-path-differs':
      return `the path of the IAM user is ${printable(problem.path)}, and that of the settings ${printable(problem.configured)}, so the role cannot reach its keys: correct "path" in the settings and the contract`;
    case 'no-key':
      return `the user has no access key: keyturn rotate ${name}`;
    case 'key-too-old':
      return `${problem.key.id === undefined ? 'a key' : printable(problem.key.id)} is ${problem.ageDays} days old, and maxKeyAgeDays is ${problem.maxDays}: keyturn rotate ${name}`;
    case 'rotation-failed':
      return `the execution ${printable(problem.execution.name)} ended as ${printable(problem.execution.status)} at ${timeInWords(problem.execution.stoppedAt ?? problem.execution.startedAt)}: see its mail, or the execution in the console`;
    case 'rotation-overdue':
      return `no key was created since the schedule was due at ${timeInWords(problem.dueAt)}: keyturn rotate ${name}`;
    case 'two-active-keys':
      return `two active keys, and no rotation runs: the next one may refuse: keyturn resolve ${name}`;
    case 'secret-without-key':
      return withoutKey(problem, name, value);
    case 'secret-scheduled-for-deletion':
      return `the secret ${value} is scheduled for deletion, so no rotation can store a key: aws secretsmanager restore-secret --secret-id ${value}`;
    case 'secret-holds-inactive':
      return `the secret ${value} holds ${printable(problem.secretKeyId)}, which is inactive: keyturn resolve ${name}`;
    case 'schedule-missing':
      return 'the user has no schedule: deploy the environment';
  }
}
