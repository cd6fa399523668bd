import type { JsonObject } from '../../json';
import type { Dice } from '../random';
import type { Access } from './access';
import type { Structure } from './shape';
import type { World } from './world';

/** One API action of an embedded service. */
export interface SimulatedOperation {
  /** The service in the spelling of a Task's Resource: `iam`. The API action has the same spelling: `listAccessKeys`. */
  readonly service: string;
  readonly api: string;
  /** The beginning of error names: `Iam`. */
  readonly prefix: string;
  readonly parameters: Structure;
  /** The service's code for invalid parameters. */
  readonly invalid: string;
  /** The permission that the call needs. Throws ServiceError if the request is refused before the permission is checked. */
  readonly access: (world: World, parameters: JsonObject) => Access;
  /** Runs the operation. Throws ServiceError, and then has no effect. */
  readonly run: (request: OperationRequest) => Effect;
}

export interface OperationRequest {
  readonly world: World;
  readonly parameters: JsonObject;
  /** The time in milliseconds since 1970. */
  readonly now: number;
  readonly dice: Dice;
}

export interface Effect {
  readonly world: World;
  readonly result: JsonObject;
}

/** A text parameter that its shape has already checked; empty if it is absent. */
export function textAt(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}
