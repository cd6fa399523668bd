import type { Json, JsonObject } from '../../json';
import type { Dice } from '../random';
import { lookup, select, type Path } from '../../asl/paths';

/** What an expression of a state can see while it is worked out. */
export interface Scope {
  /** What `$` means. */
  readonly input: Json;
  /** What `$$` means; made only when it is asked for. */
  readonly context: () => JsonObject;
  readonly dice: Dice;
}

/** A path, an intrinsic function or a payload template, ready to be worked out. Throws StatesError. */
export type CompiledExpression = (scope: Scope) => Json;

/** The value that `$` or `$$` of a path stands for. */
export function rootOf(path: Path, scope: Scope): Json {
  return path.root === '$$' ? scope.context() : scope.input;
}

/** The value at a definite path or the list that any other path found; `undefined` where a definite step leads nowhere. */
export function valueOf(path: Path, scope: Scope): Json | undefined {
  const root = rootOf(path, scope);
  return path.definite ? lookup(path, root) : select(path, root);
}
