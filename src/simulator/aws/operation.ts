import type { JsonObject } from '../../json';
import type { Dice } from '../random';
import type { Access } from './access';
import type { Structure } from './shape';
import type { World } from './world';

/** One API action of an embedded service. */
export interface SimulatedOperation {
  /** As in a Task's Resource: `iam`, `listAccessKeys`. */
  readonly service: string;
  readonly api: string;
  /** The start of error names: `Iam`. */
  readonly prefix: string;
  readonly parameters: Structure;
  /** The service's code for parameters that do not fit. */
  readonly invalid: string;
  /** What has to be allowed. Throws ServiceError where the request is refused before that. */
  readonly access: (world: World, parameters: JsonObject) => Access;
  /** Throws ServiceError, and then has no effect. */
  readonly run: (request: OperationRequest) => Effect;
}

export interface OperationRequest {
  readonly world: World;
  readonly parameters: JsonObject;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly dice: Dice;
}

export interface Effect {
  readonly world: World;
  readonly result: JsonObject;
}

/** A text parameter that was checked by its shape; empty where it is absent. */
export function textAt(parameters: JsonObject, name: string): string {
  const value = parameters[name];
  return typeof value === 'string' ? value : '';
}
