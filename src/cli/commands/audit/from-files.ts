import { ofAccount } from '../../../audit/answers/questions';
import { repliesFrom } from '../../../audit/answers/replies';
import { InputError } from '../../../input-error';
import { accountIn, type AllAnswers, type Asked } from './asked';
import type { AnswerFile } from './files';

/** Finds the answers in files. An environment of another account than the files is left out, unless the call names it. */
export function fromFiles(
  read: readonly AnswerFile[],
  asked: readonly Asked[],
  { isNamed }: { readonly isNamed: boolean },
): AllAnswers {
  const file = read.find(({ question }) => question.kind === 'identities')?.file ?? '';
  const account = accountIn(read, file);
  const known = account?.providers[0]?.accountId;
  const id = typeof known === 'string' ? known : undefined;
  const left = asked.filter(({ environment }) => id !== undefined && environment.accountId !== id);
  const here = asked.filter((one) => !left.includes(one));
  const [other] = isNamed ? left : here.length === 0 ? left : [];
  if (other !== undefined)
    throw InputError.of(
      `${file}: is of account ${id ?? ''}, and ${other.environment.name} is in account ${other.environment.accountId}; name another --environment, or give files of that account`,
    );
  refuseUnused(read, here);
  const replies = repliesFrom(read);
  const answers = here.map((one) => ({
    asked: one,
    account,
    answered: [...ofAccount, ...one.questions].map((question) => ({
      question,
      reply: replies.of(question.kind, question.name),
    })),
  }));
  return { answers, left };
}

/** A file that answers nothing would be taken for a part of the audit. */
function refuseUnused(read: readonly AnswerFile[], asked: readonly Asked[]): void {
  const questions = [...ofAccount, ...asked.flatMap((one) => one.questions)];
  const unused = read.filter(
    ({ question: { kind, name } }) => !questions.some((one) => one.kind === kind && (name === '' || name === one.name)),
  );
  if (unused.length === 0) return;
  const environments = asked.map(({ environment }) => environment.name).join(', ');
  throw new InputError(
    unused.map(
      ({ file, question: { name } }) =>
        `${file}: is about ${name}, which is not a part of ${environments}; leave it out`,
    ),
  );
}
