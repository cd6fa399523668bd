import type { Access } from '../../account/sdk/clients';
import { AwsFault, type FaultKind } from '../../account/sdk/fault';
import { wholeAccount, type WholeAccount } from '../../account/whole-account';
import { InputError } from '../../input-error';
import type { Run } from '../command';
import type { Io } from '../io';

/** The commands that call AWS, and the SDK with them. An error of AWS becomes one line, as an error in the input does. */
export const runs = {
  hold: guarded(() => import('../commands/hold/run')),
  resolve: guarded(() => import('../commands/resolve/run')),
  rotate: guarded(() => import('../commands/rotate/run')),
  status: guarded(() => import('../commands/status/run')),
};

type Loaded<A, O> = { readonly run: (argument: A, options: O, io: Io) => Promise<number> };

function guarded<A, O>(load: () => Promise<Loaded<A, O>>): Run {
  return async (argument: A, options: O, io: Io) => {
    const { run } = await load();
    return run(argument, options, io).catch(inOneLine);
  };
}

/** Reads an account for a command that is in another part. */
export function readAccount(access: Access): Promise<WholeAccount> {
  return wholeAccount(access).catch(inOneLine);
}

/** Asks AWS for an audit. An error of AWS is a reply. */
export { answersOf } from '../../account/audit/answers';
export { refusePlace, unknownProfile } from '../../account/sdk/access';

function inOneLine(error: unknown): never {
  throw error instanceof AwsFault ? InputError.of(`${error.action}: ${advice[error.kind]} (${error.answer})`) : error;
}

const advice: Readonly<Record<FaultKind, string>> = {
  'no-credentials': 'no credentials found; sign in, or name a profile with --profile',
  'second-factor':
    'the profile asks for a code of a second factor, which Keyturn does not; sign in first: eval "$(aws configure export-credentials --profile NAME --format env)", and leave out --profile',
  expired: 'the credentials have expired; sign in again',
  'refused-credentials': 'AWS does not accept these credentials; sign in again, or name another --profile',
  denied: 'these credentials are not allowed to; give them the permission, or use others',
  throttled: 'AWS throttled the call each time; try again in a minute',
  missing: 'there is no such thing; is the environment deployed, and the region right?',
  'marked-deleted': 'the secret is scheduled for deletion; restore it with "aws secretsmanager restore-secret"',
  unreachable: 'no connection to AWS; look at the network, --region and --endpoint-url',
  untrusted:
    'the certificate of the server is not trusted; if your network has certificates of its own, name their file in AWS_CA_BUNDLE',
  other: 'AWS did not do it',
};
