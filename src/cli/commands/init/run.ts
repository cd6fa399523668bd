import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { version } from '../../../../package.json';
import { readText } from '../../../files';
import { credentialReportIn, secretNamesIn } from '../../../init/account-files';
import { pairsGiven, type KnownAccount } from '../../../init/pairs';
import type { Answers, ConfirmedPair } from '../../../init/answers';
import { projectFiles, settingsOf, type ProjectFile } from '../../../init/project';
import { usersOfAccount } from '../../../init/users';
import { InputError } from '../../../input-error';
import { isListedByIam, type Model } from '../../../model';
import type { CredentialReport } from '../../../operations/credential-report';
import { readInput, readModel } from '../../../inputs';
import { parseSettings } from '../../../settings';
import { addressOf, domainOf } from '../../../settings/fields/check-mail';
import { printable } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { writeAll } from '../check/outputs';
import type { Questions } from './prompts';
import { listing, nextSteps } from './text';

interface Options {
  readonly live?: boolean;
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly fromExport?: string;
  readonly credentialReport?: string;
  readonly secrets?: string;
  readonly pair?: readonly string[];
  readonly because?: readonly string[];
  readonly environment: string;
  readonly account?: string;
  readonly region?: string;
  readonly sender?: string;
  readonly identity?: string;
  readonly recipient?: readonly string[];
}

/** Reads an account with the credentials of the person. */
type ReadAccount = (access: {
  readonly region: string;
  readonly profile: string | undefined;
  readonly endpointUrl: string | undefined;
}) => Promise<{
  readonly accountId: string;
  readonly details: object;
  readonly report: CredentialReport;
  readonly secrets: readonly string[] | undefined;
}>;

type LoadOperator = () => Promise<{ readonly readAccount: ReadAccount }>;

/** The facts that were read about the account. */
interface Account extends KnownAccount {
  readonly accountId?: string | undefined;
}

/** The command, with the code that calls AWS, which is loaded only if the account itself is read. */
export function runWith(loadOperator: LoadOperator) {
  return (given: string | undefined, options: Options, io: Io) => run(given, options, io, loadOperator);
}

/** Lists the users of an account, and writes a project that rotates those that a person confirmed: all files, or none. */
async function run(given: string | undefined, options: Options, io: Io, loadOperator: LoadOperator): Promise<number> {
  const folder = given ?? '.';
  refuseExisting(folder, io.cwd);
  const account = options.live === true ? await liveAccount(options, loadOperator) : accountOf(options, io.cwd);
  if (account.users !== undefined) io.stdout(listing(account.users, io.now.getTime()));
  const answers = await answersOf(account, options, io);
  parseSettings(settingsOf(answers), { file: 'keyturn init', now: io.now });
  const files = projectFiles(answers, { projectId: randomUUID(), keyturn: sourceOfKeyturn(resolve(io.cwd, folder)) });
  const left = files.filter(({ path }) => existsSync(resolve(io.cwd, folder, path)));
  const written = files.filter((file) => !left.includes(file));
  writeProject(written, folder, io.cwd);
  const { environment, pairs } = answers;
  const [names, others] = [written, left].map((list) => list.map(({ path }) => path));
  io.stdout(nextSteps(folder, { files: names ?? [], left: others ?? [], environment, pairs: pairs.length }));
  return exitCodes.clean;
}

/** A contract says what people reviewed: it is never written over, and never added to. */
function refuseExisting(folder: string, cwd: string): void {
  const found = ['cdktf.json', 'policies', '.github/workflows/keyturn.yml'].filter((path) =>
    existsSync(resolve(cwd, folder, path)),
  );
  if (found.length > 0)
    throw InputError.of(
      `${folder}: has ${found.join(' and ')} already, and nothing is overwritten; name another folder, or edit the files by hand`,
    );
}

function accountOf({ fromExport, credentialReport, secrets }: Options, cwd: string): Account {
  const right = 'name a file that the AWS CLI wrote';
  const textOf = (file: string): string => readText(file, resolve(cwd, file), right);
  const report =
    credentialReport === undefined ? undefined : credentialReportIn(textOf(credentialReport), credentialReport);
  const known = secrets === undefined ? undefined : secretNamesIn(textOf(secrets), secrets);
  if (fromExport === undefined) {
    if (report !== undefined)
      throw InputError.of(
        '--credential-report: give --from-export as well; the report does not say what the users can do',
      );
    return { secrets: known };
  }
  const { model } = readInput(fromExport, cwd);
  return { ...shownIn(model, fromExport, report), secrets: known };
}

/** Reads the account with the credentials of the person. */
async function liveAccount({ region, profile, endpointUrl }: Options, loadOperator: LoadOperator): Promise<Account> {
  if (region === undefined) throw InputError.of('--live: needs --region as well, the region of the secrets');
  const { readAccount } = await loadOperator();
  const { accountId, details, report, secrets } = await readAccount({ region, profile, endpointUrl });
  const name = `account ${accountId}`;
  return { ...shownIn(readModel(JSON.stringify(details), name), name, report), accountId, secrets };
}

/** The users of an export. A part of an account is refused: a policy that is missing may make a user an administrator. */
function shownIn(model: Model, file: string, report: CredentialReport | undefined): Account {
  const [problem] = model.constructs;
  if (!isListedByIam(model.kind))
    throw InputError.of(`${file}: is not an export; run "aws iam get-account-authorization-details > ${file}"`);
  if (problem !== undefined) throw InputError.of(`${file}: ${problem.description}; export the whole account again`);
  const [provider] = model.providers;
  const accountId = typeof provider?.accountId === 'string' ? provider.accountId : undefined;
  return { users: usersOfAccount(model, report), accountId };
}

/** Finds the decisions of a person: in the options, and at a terminal in the answers. */
async function answersOf(account: Account, options: Options, io: Io): Promise<Answers> {
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
    throw new InputError([...names.map((name) => `--${name}: missing; ${missing[name]}`), 'Nothing was written.']);
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

/** The source from which npm installs this program: the folder of a clone, else the version of the package. */
function sourceOfKeyturn(project: string): string {
  const root = packageFolder(__dirname);
  return existsSync(join(root, 'src')) ? `file:${relative(project, root)}` : `^${version}`;
}

function packageFolder(folder: string): string {
  const isFound = existsSync(join(folder, 'package.json')) || folder === dirname(folder);
  return isFound ? folder : packageFolder(dirname(folder));
}

/** Makes the folders, and writes all files. If that fails, the folders that were made are removed. */
function writeProject(files: readonly ProjectFile[], folder: string, cwd: string): void {
  const made: string[] = [];
  try {
    for (const { path } of files) {
      const first = mkdirSync(dirname(resolve(cwd, folder, path)), { recursive: true });
      if (first !== undefined) made.push(first);
    }
    writeAll(
      files.map(({ path, text }) => ({ file: join(folder, path), text })),
      cwd,
    );
  } catch (error) {
    for (const one of made.reverse()) rmSync(one, { recursive: true, force: true });
    throw error instanceof InputError
      ? error
      : InputError.of(printable(`${folder}: cannot be written (${codeOf(error)})`));
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown reason';
}
