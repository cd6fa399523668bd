import type { AnsweredQuestion } from '../../../audit/answers/replies';
import { repliesFrom } from '../../../audit/answers/replies';
import type { Question } from '../../../audit/answers/questions';
import { readModel } from '../../../inputs';
import type { Model } from '../../../model';
import type { Place } from '../../../operations/place';
import type { Chosen } from './options';

/** An environment with its questions, and the stack that the settings make. */
export interface Asked extends Chosen {
  readonly place: Place;
  readonly made: Model;
  readonly questions: readonly Question[];
}

/** The answers about an environment, and the model of its account. */
export interface Answers {
  readonly asked: Asked;
  readonly answered: readonly AnsweredQuestion[];
  readonly account: Model | undefined;
}

/** All answers, and the environments about which there is none. */
export interface AllAnswers {
  readonly answers: readonly Answers[];
  readonly left: readonly Asked[];
}

/** The model of an account in its export; undefined if there is none. */
export function accountIn(answered: readonly AnsweredQuestion[], name: string): Model | undefined {
  const reply = repliesFrom(answered).of('identities');
  return reply.kind === 'answered' ? readModel(JSON.stringify(reply.value), name) : undefined;
}
