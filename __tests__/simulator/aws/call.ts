import { perform, roleOf, type Answer, type World } from '../../../src/simulator';
import type { JsonObject } from '../../../src/json';
import { everything, place } from '../support';

const role = roleOf(place, 'rotation-execution', [everything]);

/** One call by a role that may do everything. */
export function call(
  world: World,
  action: string,
  parameters: JsonObject,
  at: number,
): { world: World; answer: Answer } {
  const [service = '', api = ''] = action.split(':');
  return perform(world, role, { service, api, parameters, timeoutSeconds: 60 }, at);
}

/** The result of a call that succeeds. */
export function resultOf(world: World, action: string, parameters: JsonObject, at: number): JsonObject {
  const { answer } = call(world, action, parameters, at);
  if (!answer.ok) throw new Error(`${answer.error}: ${answer.cause}`);
  return answer.result;
}

/** The name and cause of the error that a call ends in; the world must be as it was. */
export function errorOf(
  world: World,
  action: string,
  parameters: JsonObject,
  at: number,
): [error: string, cause: string] {
  const { answer, world: after } = call(world, action, parameters, at);
  if (answer.ok) throw new Error(`the call succeeded: ${JSON.stringify(answer.result)}`);
  expect({ ...after, seed: world.seed }).toEqual(world);
  return [answer.error, answer.cause];
}
