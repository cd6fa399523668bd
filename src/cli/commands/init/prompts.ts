import { confirm, input } from '@inquirer/prompts';
import { adviceFor } from '../../../init/advice';
import { isRepeated, reasonProblem, refusalOf, secretProblem, type KnownAccount } from '../../../init/pairs';
import type { ConfirmedPair } from '../../../init/answers';
import type { UserOfAccount } from '../../../init/users';

/** Questions go to standard error, so that standard output holds results alone. */
const context = { output: process.stderr };

/** Asks for a text. */
function asked(message: string, otherwise?: string, validate?: (text: string) => string | true): Promise<string> {
  return input(
    {
      message,
      ...(otherwise === undefined ? {} : { default: otherwise }),
      validate: (text) => (text.trim() === '' ? 'write a text' : (validate?.(text) ?? true)),
    },
    context,
  );
}

/** Asks for the pairs: of each user of the account that may be rotated, or of users that the person names. */
async function askedPairs(account: KnownAccount, now: number): Promise<ConfirmedPair[]> {
  const pairs: ConfirmedPair[] = [];
  if (account.users === undefined) {
    do pairs.push(await askedPair(await askedUser(), account, pairs));
    while (await confirm({ message: 'Another user?', default: false }, context));
    return pairs;
  }
  for (const user of account.users.filter((one) => mayNeedRotation(one, now)))
    if (await confirm({ message: `Rotate the keys of ${user.name}?`, default: false }, context))
      pairs.push(await askedPair({ userName: user.name, path: user.path }, account, pairs));
  return pairs;
}

function mayNeedRotation(user: UserOfAccount, now: number): boolean {
  return refusalOf(user) === undefined && adviceFor(user, now).kind !== 'no-key';
}

async function askedUser(): Promise<Pick<ConfirmedPair, 'userName' | 'path'>> {
  return { userName: await asked('Name of the IAM user'), path: await asked('Path of the user', '/') };
}

async function askedPair(
  user: Pick<ConfirmedPair, 'userName' | 'path'>,
  account: KnownAccount,
  others: readonly ConfirmedPair[],
): Promise<ConfirmedPair> {
  const { userName } = user;
  const likely = account.secrets?.find((name) => name.toLowerCase().includes(userName.toLowerCase()));
  const secretName = await asked(
    `Secret that holds the key of ${userName}`,
    account.secrets === undefined ? `${userName}/aws` : likely,
    (text) => secretProblem(text, account) ?? true,
  );
  const reason = await asked(`Why ${userName} needs an access key`, undefined, (text) =>
    isRepeated(text, others)
      ? `another pair has this reason; say what ${userName} needs its key for`
      : (reasonProblem(text) ?? true),
  );
  return { ...user, secretName, reason: reason.trim() };
}

/** The questions, which are loaded only if there is somebody to ask. */
export const questions = { asked, askedPairs };

export type Questions = typeof questions;
