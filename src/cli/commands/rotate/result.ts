import pc from 'picocolors';
import { plainJson, type Json } from '../../../json';
import type { End } from '../../../operations/course';
import { wayOut } from '../../../operations/handbook';
import { printable } from '../../../text/printable';
import { redact } from '../../../text/show';

/** The result of a rotation. */
export interface Result {
  readonly environment: string;
  readonly userName: string;
  readonly secretName: string;
  readonly executionArn: string;
  readonly deactivated: string | undefined;
  /** Undefined while the execution runs. */
  readonly end: End | undefined;
  /** Policies of AWS that stay on the user after a leak; undefined if they were not looked for. */
  readonly quarantines: readonly string[] | undefined;
}

const handbook = 'docs/how-to/operate.md';

/** The result as lines for a person. */
export function textOf(result: Result, colour: boolean): string {
  const lines = [...endLines(result, colour), ...quarantineLines(result)];
  return `${lines.map(redact).join('\n')}\n`;
}

function endLines({ end, userName, secretName, executionArn }: Result, colour: boolean): string[] {
  const { bold, green, red } = pc.createColors(colour);
  const [user, secret] = [printable(userName), printable(secretName)];
  switch (end?.kind) {
    case undefined:
      return [
        `The execution runs: ${executionArn}`,
        `Nothing was stopped. Look at it later: keyturn status ${user}; or stop it in its grace period: keyturn hold ${user}`,
      ];
    case 'rotated':
      return [`${bold(green('SUCCEEDED'))}  the secret ${secret} holds a new key of ${user}`];
    case 'unchanged':
      return [
        `${bold(green('SUCCEEDED'))}  nothing was changed: ${end.state === 'KeyAlreadyGone' ? 'the user has no such key any more' : 'the machine does not rotate this user'}`,
      ];
    case 'failed':
      return [
        `${bold(red('FAILED'))}  ${printable(end.error ?? 'AWS does not show the error to these credentials: see the mail')}`,
        `  ${printable(end.cause ?? 'The mail of the failure says what happened, and which keys to look at.')}`,
        ...nextLines(end.error, user),
        `  ${handbook}, "When an execution fails", says more. Execution: ${executionArn}`,
      ];
    case 'stopped':
      return [
        `${bold(red(printable(end.status)))}  the execution was stopped from outside: ${executionArn}`,
        ...nextLines(end.status, user),
      ];
  }
}

function nextLines(outcome: string | undefined, user: string): string[] {
  const way = wayOut(outcome ?? '', user);
  return way === undefined ? [] : [`  What to do: ${way}`];
}

function quarantineLines({ quarantines = [], userName }: Result): string[] {
  return quarantines.map(
    (arn) =>
      `AWS has put ${printable(arn)} on the user because a key leaked; it stays. When the leak is dealt with: aws iam detach-user-policy --user-name ${printable(userName)} --policy-arn ${printable(arn)}`,
  );
}

/** The result as one JSON document. */
export function documentOf({ end, ...result }: Result): Json {
  const failed = end?.kind === 'failed' ? end : undefined;
  return plainJson({
    format: 'keyturn-rotate/1',
    environment: result.environment,
    user: result.userName,
    secret: result.secretName,
    execution: result.executionArn,
    deactivated: result.deactivated ?? null,
    ended: end?.kind ?? null,
    error: failed?.error ?? null,
    cause: failed?.cause === undefined ? null : redact(failed.cause),
    quarantinePolicies: result.quarantines ?? null,
  });
}
