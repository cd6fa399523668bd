import { resolve } from 'node:path';
import { readText } from '../../../files';
import { credentialReportIn, secretNamesIn } from '../../../init/account-files';
import type { KnownAccount } from '../../../init/pairs';
import { usersOfAccount } from '../../../init/users';
import { InputError } from '../../../input-error';
import { readInput, readModel } from '../../../inputs';
import { isListedByIam, type Model } from '../../../model';
import type { CredentialReport } from '../../../operations/credential-report';
import type { Options } from './options';

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

/** Loads the code that calls AWS. */
export type LoadOperator = () => Promise<{ readonly readAccount: ReadAccount }>;

/** The facts that were read about the account. */
export interface Account extends KnownAccount {
  readonly accountId?: string | undefined;
}

/** Reads what the options name: the account itself, files about it, or nothing. */
export function readAccount(options: Options, cwd: string, loadOperator: LoadOperator): Account | Promise<Account> {
  return options.live === true ? liveAccount(options, loadOperator) : accountOf(options, cwd);
}

const right = 'give the output of "aws iam get-account-authorization-details"';

function accountOf({ fromExport, credentialReport, secrets }: Options, cwd: string): Account {
  const textOf = (file: string): string => readText(file, resolve(cwd, file), 'name a file that the AWS CLI wrote');
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
  const { model } = readInput(fromExport, cwd, { right });
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
  if (!isListedByIam(model.kind)) throw InputError.of(`${file}: is not an export; ${right}`);
  if (problem !== undefined) throw InputError.of(`${file}: ${problem.description}; export the whole account again`);
  const [provider] = model.providers;
  const accountId = typeof provider?.accountId === 'string' ? provider.accountId : undefined;
  return { users: usersOfAccount(model, report), accountId };
}
