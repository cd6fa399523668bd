import type { Json, JsonObject } from '../../json';
import type { Dice } from '../random';
import { lookup, select, type Path } from '../../asl/paths';

/** The values that an expression of a state can read during its evaluation. */
export interface Scope {
  /** The value of `$`. */
  readonly input: Json;
  /** The value of `$$`; created only if an expression needs it. */
  readonly context: () => JsonObject;
  readonly dice: Dice;
}

/** A path, an intrinsic function or a payload template, ready for evaluation. Throws StatesError. */
export type CompiledExpression = (scope: Scope) => Json;

/** The value of the `$` or `$$` that begins a path. */
export function rootOf(path: Path, scope: Scope): Json {
  return path.root === '$$' ? scope.context() : scope.input;
}

/** The value at a definite path, or the list that any other path finds; `undefined` if a definite path finds nothing. */
export function valueOf(path: Path, scope: Scope): Json | undefined {
  const root = rootOf(path, scope);
  return path.definite ? lookup(path, root) : select(path, root);
}
