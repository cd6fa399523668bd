import type { Answer, Call } from '../asl';
import { Dice } from '../random';
import { refusalOf, type Role } from './access';
import { nameInStates, ServiceError, undeclared } from './errors';
import { createAccessKey, deleteAccessKey, listAccessKeys } from './iam';
import type { Effect, SimulatedOperation, OperationRequest } from './operation';
import { updateSecret } from './secrets';
import { sendEmail, sendTemplatedEmail } from './ses';
import { parameterProblems } from './shape';
import type { World } from './world';

const operations: readonly SimulatedOperation[] = [
  listAccessKeys,
  deleteAccessKey,
  createAccessKey,
  updateSecret,
  sendEmail,
  sendTemplatedEmail,
];

function find(service: string, api: string): SimulatedOperation | undefined {
  return operations.find((each) => each.service === service && each.api === api);
}

/** Whether an embedded service exists for `aws-sdk:SERVICE:API`. */
export function isSimulated(service: string, api: string): boolean {
  return find(service, api) !== undefined;
}

/** The IAM action of a call: `iam:ListAccessKeys`. */
export function actionOf({ service, api }: Pick<Call, 'service' | 'api'>): string {
  return `${service}:${api.charAt(0).toUpperCase()}${api.slice(1)}`;
}

/**
 * Makes a call under a role at a time (milliseconds since 1970). Returns the world after the call and the answer of the service. A refused
 * call leaves the world unchanged, except for the request id that it used.
 * @param requestId of a refused call; by default a random one
 */
export function perform(
  world: World,
  role: Role,
  call: Call,
  now: number,
  requestId?: string,
): { readonly world: World; readonly answer: Answer } {
  const operation = find(call.service, call.api);
  if (!operation) throw new Error(`${call.service}:${call.api} is not simulated`);
  const dice = new Dice(world.seed);
  try {
    const effect = run(operation, { world, role, parameters: call.parameters, now, dice });
    return { world: { ...effect.world, seed: dice.seed }, answer: { ok: true, result: effect.result } };
  } catch (problem) {
    if (!(problem instanceof ServiceError)) throw problem;
    const { prefix } = operation;
    const error = nameInStates(prefix, problem, world.account.readings.errorNames);
    const cause = `${problem.message} (Service: ${prefix}, Status Code: ${problem.statusCode}, Request ID: ${requestId ?? dice.uuid()})`;
    return { world: { ...world, seed: dice.seed }, answer: { ok: false, error, cause, code: problem.code } };
  }
}

/** Checks first the parameters, then the permission of the role; then the service runs the operation. */
function run(operation: SimulatedOperation, { role, ...request }: OperationRequest & { readonly role: Role }): Effect {
  const { world, parameters, now } = request;
  const problems = parameterProblems(operation.parameters, parameters);
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw undeclared(operation.invalid, 400, `${count}: ${problems.join('; ')}`);
  }
  const refusal = refusalOf(world.account, role, operation.access(world, parameters), now);
  if (refusal) throw refusal;
  return operation.run(request);
}
