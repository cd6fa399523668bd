import { ofAccount, type Question } from '../../../audit/answers/questions';
import { repliesFrom, type Replies, type Reply } from '../../../audit/answers/replies';
import { InputError } from '../../../input-error';
import { isArray, memberOf } from '../../../json';
import { accountIn, type AllAnswers, type Answers, type Asked } from './asked';
import type { AnswerFile } from './files';

/** Finds the answers in files. An environment of another account than the files is left out, unless the call names it. */
export function fromFiles(
  read: readonly AnswerFile[],
  asked: readonly Asked[],
  { isNamed }: { readonly isNamed: boolean },
): AllAnswers {
  const accounts = new Map<string, string>();
  for (const { account, file } of read)
    if (account !== undefined && !accounts.has(account)) accounts.set(account, file);
  const left = asked.filter(({ environment }) => accounts.size > 0 && !accounts.has(environment.accountId));
  const here = asked.filter((one) => !left.includes(one));
  refuseOthers(isNamed || here.length === 0 ? left : [], accounts);
  refuseWithoutAccount(read, here);
  refuseWithoutMachine(read, here);
  refuseUnused(read, here);
  return { answers: here.map((one) => answersFor(one, read)), left };
}

/** The answers about the account of an environment. */
function answersFor(asked: Asked, read: readonly AnswerFile[]): Answers {
  const own = read.filter((one) => isOf(one, asked));
  const replies = repliesFrom(own);
  const file = own.find(({ question }) => question.kind === 'identities')?.file ?? '';
  return {
    asked,
    account: accountIn(own, file),
    answered: [...ofAccount, ...asked.questions].map((question) => ({
      question,
      reply: question.kind === 'schedules' ? groupIn(replies, question.name) : replies.of(question.kind, question.name),
    })),
  };
}

/** The schedules of a group. A list of all groups has them, too. */
function groupIn(replies: Replies, group: string): Reply {
  const [own, all] = [replies.of('schedules', group), replies.of('all-schedules')];
  if (own.kind !== 'not-given' || all.kind !== 'answered') return own;
  const schedules = memberOf(all.value, 'Schedules');
  const ofGroup = isArray(schedules) ? schedules.filter((one) => memberOf(one, 'GroupName') === group) : [];
  return { kind: 'answered', value: { Schedules: ofGroup } };
}

function isOf({ account }: AnswerFile, { environment }: Asked): boolean {
  return account === undefined || account === environment.accountId;
}

/** An answer without an account must not count for several of them. */
function refuseWithoutAccount(read: readonly AnswerFile[], asked: readonly Asked[]): void {
  const isAmbiguous = (one: AnswerFile): boolean => {
    const accounts = asked.filter((env) => isAskedFor(one, env.questions)).map((env) => env.environment.accountId);
    return one.account === undefined && new Set(accounts).size > 1;
  };
  const lines = read
    .filter(isAmbiguous)
    .map(
      ({ file }) =>
        `${file}: does not show its account, and the audit is about several; leave it out, or audit one account at a time`,
    );
  if (lines.length > 0) throw new InputError(lines);
}

/** An empty list of executions does not show its machine, and must not count for several of them. */
function refuseWithoutMachine(read: readonly AnswerFile[], asked: readonly Asked[]): void {
  const several = asked.find(({ questions }) => questions.filter(({ kind }) => kind === 'executions').length > 1);
  if (several === undefined) return;
  const lines = read
    .filter(({ question: { kind, name } }) => kind === 'executions' && name === '')
    .map(
      ({ file }) =>
        `${file}: lists no execution, so it does not show its machine, and ${several.environment.name} has several; leave it out`,
    );
  if (lines.length > 0) throw new InputError(lines);
}

function isAskedFor({ question: { kind, name } }: AnswerFile, questions: readonly Question[]): boolean {
  return questions.some((question) => question.kind === kind && (name === '' || name === question.name));
}

function refuseOthers([other]: readonly Asked[], accounts: ReadonlyMap<string, string>): void {
  if (other === undefined) return;
  const { name, accountId } = other.environment;
  const [[id, file] = ['', '']] = accounts;
  throw InputError.of(
    `${file}: is of account ${id}, and ${name} is in account ${accountId}; name another --environment, or give files of that account`,
  );
}

/** A file that answers nothing would be taken for a part of the audit. */
function refuseUnused(read: readonly AnswerFile[], asked: readonly Asked[]): void {
  const isUsed = (one: AnswerFile): boolean =>
    isAskedFor(one, [...ofAccount, ...asked.filter((env) => isOf(one, env)).flatMap((env) => env.questions)]);
  const isElsewhere = (one: AnswerFile): boolean => !asked.some((env) => isOf(one, env));
  const environments = asked.map(({ environment }) => environment.name).join(', ');
  const lines = read.flatMap((one) => {
    const { file, account, question } = one;
    if (isElsewhere(one)) return [`${file}: is of account ${account ?? ''}, and ${environments} is not; leave it out`];
    if (isUsed(one)) return [];
    return [`${file}: is about ${question.name}, which is not a part of ${environments}; leave it out`];
  });
  if (lines.length > 0) throw new InputError(lines);
}
