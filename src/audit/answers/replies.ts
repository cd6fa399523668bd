import type { Json } from '../../json';
import type { Question, QuestionKind } from './questions';

/** The reason why AWS did not answer a question. */
export type NoAnswerKind =
  'no-credentials' | 'wrong-account' | 'denied' | 'throttled' | 'unreachable' | 'not-understood' | 'other';

/** An answer, as the AWS CLI prints it. */
export interface Answered {
  readonly kind: 'answered';
  readonly value: Json;
}

/** The result of a question. */
export type Reply =
  | Answered
  /** AWS says that there is no such resource. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: NoAnswerKind; readonly message: string }
  /** No file has the answer. */
  | { readonly kind: 'not-given' };

export interface AnsweredQuestion {
  readonly question: Question;
  readonly reply: Reply;
}

/** The replies of an audit, by their questions. */
export interface Replies {
  readonly of: (kind: QuestionKind, name?: string) => Reply;
}

/** Finds replies by the kind and the name of the question. An answer without a name counts for every name. */
export function repliesFrom(answered: readonly AnsweredQuestion[], otherwise: Reply = { kind: 'not-given' }): Replies {
  const byKey = new Map(answered.map(({ question, reply }) => [keyOf(question.kind, question.name), reply]));
  return {
    of: (kind, name = '') => byKey.get(keyOf(kind, name)) ?? byKey.get(keyOf(kind, '')) ?? otherwise,
  };
}

function keyOf(kind: QuestionKind, name: string): string {
  return `${kind} ${name}`;
}
