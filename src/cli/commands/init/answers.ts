import type { Answers, ConfirmedPair } from '../../../init/answers';
import { pairsGiven } from '../../../init/pairs';
import { InputError } from '../../../input-error';
import { addressOf, domainOf } from '../../../settings/fields/check-mail';
import type { Io } from '../../io';
import type { Account } from './account';
import type { Options } from './options';
import type { Questions } from './prompts';

/** Finds the decisions of a person: in the options, and at a terminal in the answers. */
export async function answersOf(account: Account, options: Options, io: Io): Promise<Answers> {
  if (account.accountId !== undefined && options.account !== undefined && account.accountId !== options.account)
    throw InputError.of(`--account ${options.account}: the export is of account ${account.accountId}`);
  // Only a person at a terminal can be asked.
  const asking = io.ask === undefined ? undefined : (await import('./prompts')).questions;
  const given = options.pair === undefined ? undefined : pairsGiven(options.pair, options.because ?? [], account);
  if (asking === undefined) return withoutQuestions(account, options, given);
  try {
    return await withQuestions(account, options, given, asking, io.now.getTime());
  } catch (error) {
    // Inquirer throws this at Ctrl-C. https://www.npmjs.com/package/@inquirer/prompts#handling-ctrlc-gracefully
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw InputError.of('interrupted; nothing was written');
    throw error;
  }
}

const missing = {
  pair: 'confirm each pair with --pair USER=SECRET --because TEXT',
  account: 'write the account, such as 111122223333',
  region: 'write the region of the secrets, such as eu-central-1',
  sender: 'write who sends the mails, such as keys@example.com',
  recipient: 'write who gets the mails, such as platform-team@example.com',
} as const;

function withoutQuestions(account: Account, options: Options, pairs: readonly ConfirmedPair[] | undefined): Answers {
  const { environment, region, sender, recipient: recipients } = options;
  const accountId = options.account ?? account.accountId;
  if (
    pairs === undefined ||
    accountId === undefined ||
    region === undefined ||
    sender === undefined ||
    recipients === undefined
  ) {
    const known = { pair: pairs, account: accountId, region, sender, recipient: recipients };
    const names = (['pair', 'account', 'region', 'sender', 'recipient'] as const).filter(
      (name) => known[name] === undefined,
    );
    const lines = names.map((name) => `--${name}: missing; ${missing[name]}`);
    const users = account.users === undefined ? ['--from-export FILE, or --live, lists the users of an account.'] : [];
    throw new InputError([...lines, ...users, 'Nothing was written.']);
  }
  const identity = options.identity ?? domainOf(addressOf(sender));
  return { environment, accountId, region, pairs, notification: { sender, identity, recipients } };
}

async function withQuestions(
  account: Account,
  options: Options,
  given: readonly ConfirmedPair[] | undefined,
  { asked, askedPairs }: Questions,
  now: number,
): Promise<Answers> {
  const pairs = given ?? (await askedPairs(account, now));
  if (pairs.length === 0) throw InputError.of('no pair was confirmed; nothing was written');
  const accountId = options.account ?? account.accountId ?? (await asked('Account'));
  const region = options.region ?? (await asked('Region of the secrets and the mails', 'eu-central-1'));
  const sender = options.sender ?? (await asked('Sender of the mails'));
  const identity =
    options.identity ??
    (await asked('Identity of SES that sends: an address or a domain', domainOf(addressOf(sender))));
  const recipients =
    options.recipient ?? (await asked('Recipients, separated by commas')).split(/[\s,]+/).filter((one) => one !== '');
  return { environment: options.environment, accountId, region, pairs, notification: { sender, identity, recipients } };
}
