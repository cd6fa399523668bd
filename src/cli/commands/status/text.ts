import pc from 'picocolors';
import { alertLines, alertProblemInWords } from '../../../operations/alerts/words';
import type { EnvironmentFacts, KeyFacts } from '../../../operations/facts';
import type { Place } from '../../../operations/place';
import type { EnvironmentStatus, UserStatus } from '../../../operations/status';
import { agoInWords, keyInWords, problemInWords, timeInWords } from '../../../operations/words';
import type { EnvironmentSettings } from '../../../settings';
import { counted } from '../../../text/duration';
import { printable } from '../../../text/printable';

type Colours = ReturnType<typeof pc.createColors>;

/** An environment with what was read and judged. */
export interface Shown {
  readonly place: Place;
  readonly facts: EnvironmentFacts;
  readonly status: EnvironmentStatus;
}

/** Names the environments of other accounts, which are not shown. */
export function elsewhereLine(environments: readonly EnvironmentSettings[]): string {
  const names = environments.map(({ name, accountId }) => `${name} (account ${accountId})`);
  return names.length === 0 ? '' : `\nNot shown, because they are in other accounts: ${names.join(', ')}\n`;
}

/** The status of an environment as lines for a person: all users, with their keys and problems. */
export function textOf({ place, facts, status }: Shown, colour: boolean): string {
  const colours = pc.createColors(colour);
  const { environment, stack, region } = place;
  const keys =
    facts.reportAt === undefined
      ? 'The keys are as IAM lists them now.'
      : `The keys are those of the credential report of ${timeInWords(facts.reportAt)}; AWS makes a new one after four hours.`;
  const lines = [
    `${colours.bold(stack)} in account ${environment.accountId}, ${region}, at ${timeInWords(facts.at)}`,
    keys,
    '',
    ...status.users.flatMap((user) => userLines(user, facts.at, colours)),
    '',
    ...unattributedLines(facts, status, colours),
    ...alertLines(facts),
    ...status.alertProblems.map((problem) => colours.red(`  problem: ${alertProblemInWords(problem)}`)),
    '',
    summary(status, colours),
  ];
  return `${lines.join('\n')}\n`;
}

function userLines(user: UserStatus, now: number, { bold, dim, red }: Colours): string[] {
  const rotated =
    user.rotatedAt === undefined
      ? 'no key'
      : `newest key of ${timeInWords(user.rotatedAt)}, ${agoInWords(user.rotatedAt, now)}`;
  return [
    `${bold(printable(user.name))}  ${rotated}; ${nextInWords(user)}`,
    ...user.keys.map((key) => `  ${keyInWords(key, now)}${roleOf(key, user)}`),
    ...user.running.map(({ name, startedAt }) => dim(`  runs: ${printable(name)} since ${timeInWords(startedAt)}`)),
    ...user.problems.map((problem) => red(`  problem: ${problemInWords(problem, user.name, user.secretName)}`)),
  ];
}

function nextInWords({ isPaused, nextAt }: UserStatus): string {
  if (isPaused) return 'paused: the schedule is disabled';
  return nextAt === undefined ? 'no next rotation' : `next rotation ${timeInWords(nextAt)}`;
}

/** Returns the role of a key: in the secret, or the previous one. */
function roleOf(key: KeyFacts, { secretKeyId, previous }: UserStatus): string {
  const isHeld = secretKeyId.known && key.id !== undefined && secretKeyId.value === key.id;
  const held = isHeld ? '; in the secret' : '';
  if (previous?.key !== key || isHeld) return held;
  const used =
    previous.usedSince === undefined
      ? 'previous key'
      : previous.usedSince
        ? 'previous key, used since the newest key was created: a consumer still has it'
        : 'previous key, not used since the newest key was created';
  const end = previous.diesAt === undefined ? '' : `; deleted at about ${timeInWords(previous.diesAt)}`;
  return `; ${used}${end}`;
}

function unattributedLines(facts: EnvironmentFacts, { unattributed }: EnvironmentStatus, { red }: Colours): string[] {
  const { running, failed } = unattributed;
  return [
    ...(running.length === 0
      ? []
      : [
          `${counted(running.length, 'execution')} of the machine ${running.length === 1 ? 'runs' : 'run'} under names that do not tell the user`,
        ]),
    ...(failed.length === 0
      ? []
      : [
          red(
            `problem: ${counted(failed.length, 'execution')} failed since ${timeInWords(facts.since)} under names that do not tell the user; see the mails:`,
          ),
          ...failed.map(
            ({ name, status, startedAt }) =>
              `  ${printable(name)}  ${printable(status)}, started ${timeInWords(startedAt)}`,
          ),
        ]),
  ];
}

function summary(
  { users, unattributed, alertProblems, isHealthy }: EnvironmentStatus,
  { bold, green, red }: Colours,
): string {
  if (isHealthy) return `${bold(green('OK'))}  ${counted(users.length, 'user')}, no problem`;
  const problems =
    users.reduce((sum, user) => sum + user.problems.length, 0) +
    (unattributed.failed.length > 0 ? 1 : 0) +
    alertProblems.length;
  return `${bold(red('PROBLEMS'))}  ${counted(users.length, 'user')}, ${counted(problems, 'problem')}`;
}
