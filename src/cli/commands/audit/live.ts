import { ofAccount, type Question } from '../../../audit/answers/questions';
import type { AnsweredQuestion, NoAnswerKind, Reply } from '../../../audit/answers/replies';
import { InputError } from '../../../input-error';
import type { Io } from '../../io';
import { accountIn, type AllAnswers, type Answers, type Asked } from './asked';
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
export type LoadOperator = () => Promise<{
  readonly answersOf: AskAws;
  /** Throws an InputError for a place at which no call can succeed. */
  readonly refusePlace: (place: { readonly region: string; readonly endpointUrl?: string | undefined }) => void;
  /** The line about a profile that does not exist. */
  readonly unknownProfile: (profile: string | undefined, option: string) => string | undefined;
}>;

interface Around {
  readonly since: number;
  readonly io: Io;
  readonly loadOperator: LoadOperator;
}

/**
 * Asks each account once, and then about each of its environments. An environment whose profile does not exist is not asked, and its questions failed.
 * Throws an InputError if no environment can be asked.
 */
export async function liveAnswers(
  asked: readonly Asked[],
  { endpointUrl }: Options,
  { since, io, loadOperator }: Around,
): Promise<AllAnswers> {
  const { answersOf, refusePlace, unknownProfile } = await loadOperator();
  for (const { place } of asked) refusePlace({ region: place.region, endpointUrl });
  const unknown = asked.map(({ profile, profileOption }) => unknownProfile(profile, profileOption));
  if (unknown.every((line) => line !== undefined)) throw new InputError([...new Set(unknown)]);
  const progress = progressOf(asked, io);
  const accounts = new Map<string, readonly AnsweredQuestion[]>();
  const askAbout = async (one: Asked): Promise<Answers> => {
    const { environment, place, profile, questions } = one;
    const access = { region: place.region, profile, endpointUrl };
    const askFor = (some: readonly Question[], from: number) =>
      answersOf(access, { accountId: environment.accountId, questions: some, since: from, onAnswer: progress });
    const key = JSON.stringify([environment.accountId, profile]);
    const ofThis = accounts.get(key) ?? (await askFor(ofAccount, since));
    const refusal = refusalIn(ofThis);
    // Another environment can be in another region, which answers.
    if (refusal === undefined) accounts.set(key, ofThis);
    // An execution that waits for its grace period started before.
    const earlier = since - environment.maxGracePeriodSeconds * 1000;
    const others = refusal === undefined ? await askFor(questions, earlier) : repliedBy(refusal, questions);
    const answered = [...ofThis, ...others];
    return { asked: one, answered, account: accountIn(answered, `account ${environment.accountId}`) };
  };
  const answers: Answers[] = [];
  for (const [index, one] of asked.entries()) {
    const message = unknown[index];
    answers.push(message === undefined ? await askAbout(one) : withoutCredentials(one, message));
  }
  io.progress?.('');
  return { answers, left: [] };
}

function withoutCredentials(asked: Asked, message: string): Answers {
  const reply: Reply = { kind: 'failed', reason: 'no-credentials', message };
  return { asked, answered: repliedBy(reply, [...ofAccount, ...asked.questions]), account: undefined };
}

function repliedBy(reply: Reply, questions: readonly Question[]): AnsweredQuestion[] {
  return questions.map((question) => ({ question, reply }));
}

/** Reasons for which no question about an account is answered. The SDK waits up to half a minute for a connection. */
const ofWholeAccount: ReadonlySet<NoAnswerKind> = new Set(['no-credentials', 'wrong-account', 'unreachable']);

/** The reply to every question about an account that gave no answer at all. */
function refusalIn(answered: readonly AnsweredQuestion[]): Reply | undefined {
  const isRefused = answered.every(({ reply }) => reply.kind === 'failed' && ofWholeAccount.has(reply.reason));
  return isRefused ? answered[0]?.reply : undefined;
}

function progressOf(asked: readonly Asked[], { progress }: Io): () => void {
  const all = asked.reduce((sum, { questions }) => sum + questions.length, ofAccount.length);
  let done = 0;
  return () => progress?.(`Asked AWS ${++done} of about ${all} questions`);
}
