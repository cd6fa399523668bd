import { grouped } from '../../text/grouped';
import { printable } from '../../text/printable';
import type { Gap } from '../document';
import { questions, type Question, type QuestionKind } from './questions';
import type { NoAnswerKind, Reply } from './replies';

/** Words for questions and for the reasons why there is none. */

const reasons: Readonly<Record<NoAnswerKind, string>> = {
  'no-credentials': 'no valid credentials: sign in, or name another profile',
  'wrong-account': 'the credentials are for another account: name the profile with --environment NAME=PROFILE',
  denied: 'these credentials are not allowed to; "keyturn audit --print-policy" prints what they need',
  throttled: 'AWS throttled the call each time: try again in a minute',
  unreachable: 'no connection to AWS: look at the network, --region and --endpoint-url',
  'not-understood': 'the answer is not understood',
  other: 'AWS did not answer it',
};

/** The reason why there is no answer. */
export function replyInWords(reply: Reply): string {
  switch (reply.kind) {
    case 'answered':
      return 'answered';
    case 'absent':
      return 'there is no such resource';
    case 'not-given':
      return 'no file shows it';
    case 'failed':
      return `${reasons[reply.reason]} (${printable(reply.message)})`;
  }
}

/** Kinds of questions that an environment has several of. */
const names: readonly QuestionKind[] = ['schedule', 'queue', 'rule', 'targets', 'secret-policy'];

/** The question as a noun: `the schedule "alice"`. */
export function questionInWords({ kind, name }: Question): string {
  const { noun } = questions[kind];
  const isNamed = names.includes(kind);
  return isNamed
    ? `${noun} "${printable(
        name
          .split('/')
          .slice(kind === 'schedule' ? 1 : 0)
          .join('/'),
      )}"`
    : noun;
}

/** Questions that have no answer for the same reason: without access to an account, these are all. */
export function gapsByMessage(
  gaps: readonly Gap[],
): readonly { readonly message: string; readonly what: readonly string[] }[] {
  return grouped(gaps, ({ message }) => message).map((same) => ({
    message: same[0]?.message ?? '',
    what: same.map(({ what }) => what),
  }));
}
