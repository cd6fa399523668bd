import { randomUUID } from 'node:crypto';
import { runningExecutions, startExecution } from '../../../account/executions';
import { AwsFault } from '../../../account/sdk/fault';
import { quarantinesOf } from '../../../account/keys';
import { targetOf } from '../../../account/schedules';
import { InputError } from '../../../input-error';
import { Course, type End } from '../../../operations/course';
import { executionName, userReader } from '../../../operations/execution-names';
import { chooseUser, executionArn, placeOfUser } from '../../../operations/place';
import { graceOf, keyIdOf, readTarget } from '../../../operations/start';
import { scheduleOfUser } from '../../../operations/status';
import { timeInWords } from '../../../operations/words';
import type { JsonObject } from '../../../json';
import type { UserSettings } from '../../../settings';
import { printable, printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import { interruptible } from '../interrupt';
import type { Io } from '../../io';
import { signIn, type AccessOptions, type SignedIn } from '../../sign-in';
import { follow } from './follow';
import { deactivateFirst, findLeaked } from './leaked';
import { documentOf, textOf, type Result } from './result';

export interface RotateOptions extends AccessOptions {
  readonly grace?: string;
  readonly leaked?: string;
  readonly deactivate?: 'now' | 'never';
  /** False if `--no-wait` is given. */
  readonly wait?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** The call, after its options were checked. */
interface Request extends SignedIn {
  readonly user: UserSettings;
  readonly input: JsonObject;
  readonly graceSeconds: number;
  readonly leakedKey: string | undefined;
}

/** Rotates the key of a user, and follows the execution. Returns 1 if it fails, 130 if it is left alone. Throws InputError or AwsFault. */
export async function run(userName: string, options: RotateOptions, io: Io): Promise<number> {
  const request = await requestOf(userName, options, io);
  if (options.dryRun === true) {
    const { dryRun } = await import('./dry-run');
    return dryRun({ ...request, isDeactivated: options.deactivate === 'now' }, options.json === true, io);
  }
  return interruptible((signal) => rotate(request, options, io, signal));
}

async function requestOf(userName: string, options: RotateOptions, io: Io): Promise<Request> {
  const leakedKey = keyIdOf('--leaked', options.leaked);
  if (options.deactivate !== undefined && leakedKey === undefined)
    throw InputError.of('--deactivate: say with --leaked which key');
  const signedIn = await signIn(options, io);
  const { environment, region, scheduleGroup } = signedIn.place;
  const user = chooseUser(environment, userName);
  const place = placeOfUser(signedIn.place, user);
  const { machineArn } = place;
  const grace = graceOf(options.grace, environment);
  const schedule = scheduleOfUser(user);
  const found = await targetOf(signedIn.clients, scheduleGroup, schedule);
  if (found === undefined)
    throw InputError.of(
      `${user.name}: there is no schedule ${scheduleGroup}/${schedule} in ${region}; deploy the environment${region === environment.region ? '' : `, which is in ${environment.region}, or leave out --region`}`,
    );
  const target = readTarget(found, schedule);
  if (target.machineArn !== machineArn)
    throw InputError.of(
      `${user.name}: the schedule starts ${target.machineArn}, and the environment has ${machineArn}; deploy the environment`,
    );
  const input = {
    ...target.input,
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(leakedKey === undefined ? {} : { accessKeyId: leakedKey }),
  };
  return { ...signedIn, place, user, input, graceSeconds: grace ?? user.gracePeriodSeconds, leakedKey };
}

async function rotate(request: Request, options: RotateOptions, io: Io, signal: AbortSignal): Promise<number> {
  const { clients, place, user, input, graceSeconds, leakedKey } = request;
  const deactivated = leakedKey === undefined ? await refuseSecond(request) : await beforeLeaked(request, options, io);
  if (signal.aborted) {
    io.stderr(`Interrupted. ${deactivated ? 'The key is deactivated, and n' : 'N'}othing was started.\n`);
    return exitCodes.interrupted;
  }
  const arn = await start(request, input, io);
  const followed = { clients, executionArn: arn, course: new Course(place.environment), graceSeconds };
  const end = options.wait === false ? undefined : await leaving(arn, follow(followed, io, signal));
  const result: Result = {
    environment: place.environment.name,
    userName: user.name,
    secretName: user.secretName,
    executionArn: arn,
    deactivated: deactivated ? leakedKey : undefined,
    end,
    quarantines: leakedKey === undefined ? undefined : await quarantinesOf(clients, user.name),
  };
  io.stdout(options.json ? `${printableJson(documentOf(result))}\n` : textOf(result, io.isTerminal));
  return exitCodeOf(end, options);
}

function exitCodeOf(end: End | undefined, { wait }: RotateOptions): number {
  if (end === undefined) return wait === false ? exitCodes.clean : exitCodes.interrupted;
  return end.kind === 'rotated' || end.kind === 'unchanged' ? exitCodes.clean : exitCodes.findings;
}

/** Deactivates the leaked key if that is wanted. Returns whether it did. */
async function beforeLeaked(
  { clients, user, leakedKey = '' }: Request,
  options: RotateOptions,
  io: Io,
): Promise<boolean> {
  const leaked = { clients, userName: user.name, keyId: leakedKey, when: options.deactivate };
  if ((await findLeaked(leaked)) === undefined)
    throw InputError.of(`${leakedKey}: not a key of ${user.name} (any more); nothing was started`);
  return deactivateFirst(leaked, io);
}

/** A second rotation of the user would see the keys of the first, and fail. Executions that do not tell their user are not guessed. */
async function refuseSecond({ clients, place, user }: Request): Promise<false> {
  const readUser = userReader(place.environment.users.map(({ name }) => name));
  const running = await runningExecutions(clients, place.machineArn);
  const own = running.find(({ name }) => readUser(name) === user.name);
  if (own === undefined) return false;
  throw InputError.of(
    `${user.name}: a rotation runs since ${timeInWords(own.startedAt)} (${own.name}); nothing was started. Wait for its end, or see "keyturn hold ${user.name}"`,
  );
}

/** Starts the execution. If the answer is lost, the name shows whether it runs. */
async function start({ clients, place, user }: Request, input: JsonObject, io: Io): Promise<string> {
  const name = executionName(user.name, randomUUID());
  const arn = executionArn(place, name);
  try {
    await startExecution(clients, place.machineArn, name, JSON.stringify(input));
  } catch (error) {
    if (error instanceof AwsFault && error.kind === 'unreachable')
      io.stderr(
        `It is not known whether the execution started: aws stepfunctions describe-execution --included-data METADATA_ONLY --execution-arn ${arn}\n`,
      );
    throw error;
  }
  io.stderr(`Started ${printable(name)}\n`);
  return arn;
}

/** Says that the execution continues if it cannot be followed any longer. */
async function leaving<T>(arn: string, followed: Promise<T>): Promise<T> {
  try {
    return await followed;
  } catch (error) {
    if (error instanceof AwsFault)
      throw new AwsFault(error.kind, error.action, `${error.answer}; the execution continues: ${arn}`);
    throw error;
  }
}
