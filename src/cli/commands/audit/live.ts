import { ofAccount, type Question } from '../../../audit/answers/questions';
import type { AnsweredQuestion } from '../../../audit/answers/replies';
import type { Io } from '../../io';
import { accountIn, type AllAnswers, type Asked } from './asked';
import type { Options } from './options';

/** Asks AWS. An error of AWS is a reply, too. */
type AskAws = (
  access: { readonly region: string; readonly profile?: string | undefined; readonly endpointUrl?: string | undefined },
  asking: {
    readonly accountId: string;
    readonly questions: readonly Question[];
    readonly since: number;
    readonly onAnswer: () => void;
  },
) => Promise<readonly AnsweredQuestion[]>;

/** Loads the code that calls AWS. */
export type LoadOperator = () => Promise<{ readonly answersOf: AskAws }>;

interface Around {
  readonly since: number;
  readonly io: Io;
  readonly loadOperator: LoadOperator;
}

/** Asks each account once, and then about each of its environments. */
export async function liveAnswers(
  asked: readonly Asked[],
  { endpointUrl }: Options,
  { since, io, loadOperator }: Around,
): Promise<AllAnswers> {
  const { answersOf } = await loadOperator();
  const progress = progressOf(asked, io);
  const accounts = new Map<string, readonly AnsweredQuestion[]>();
  const answers = [];
  for (const one of asked) {
    const { environment, place, profile, questions } = one;
    const access = { region: place.region, profile, endpointUrl };
    const askFor = (some: readonly Question[], from: number) =>
      answersOf(access, { accountId: environment.accountId, questions: some, since: from, onAnswer: progress });
    const key = JSON.stringify([environment.accountId, profile]);
    const ofThis = accounts.get(key) ?? (await askFor(ofAccount, since));
    accounts.set(key, ofThis);
    // An execution that waits for its grace period started before.
    const earlier = since - environment.maxGracePeriodSeconds * 1000;
    const answered = [...ofThis, ...(await askFor(questions, earlier))];
    answers.push({ asked: one, answered, account: accountIn(answered, `account ${environment.accountId}`) });
  }
  io.progress?.('');
  return { answers, left: [] };
}

function progressOf(asked: readonly Asked[], { progress }: Io): () => void {
  const all = asked.reduce((sum, { questions }) => sum + questions.length, ofAccount.length);
  let done = 0;
  return () => progress?.(`Asked AWS ${++done} of about ${all} questions`);
}
